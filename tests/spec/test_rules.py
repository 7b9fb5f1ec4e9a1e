"""The rule language, row by row: what it reads, and where and why it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dosepath.quantity import ANALYTES, FaultsFound, Place
from dosepath.rule import DATE, YES_NO, Declared, parse_rule, text, tree_hash

TABLE = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8")
)
VARIABLES = {
    "weight": Declared("number", "kg", has_range=False),
    "bilirubin": Declared("number", "umol/L", ANALYTES["bilirubin"].factors, trend=True),
    "inr": Declared("number"),
    "pta": Declared("number", "%"),
    "platelets": Declared("number", "10*9/L"),
    "cirrhosis": YES_NO,
    "liver_cancer": Declared("choice", choices=("no", "suspected", "yes")),
    "onset": DATE,
    "diagnosis": DATE,
    "E7": Declared("judgement"),
}


@pytest.mark.parametrize("row", TABLE["reads"], ids=lambda row: row["rule"])
def test_a_rule_is_read(row: dict[str, str]) -> None:
    rule = parse_rule(row["rule"], variables=VARIABLES)
    assert text(rule) == row["as"]
    assert parse_rule(text(rule), variables=VARIABLES) == rule


@pytest.mark.parametrize("pair", TABLE["same_hash"], ids=str)
def test_how_a_rule_is_written_does_not_change_its_hash(pair: list[str]) -> None:
    one, other = (tree_hash(parse_rule(rule, variables=VARIABLES)) for rule in pair)
    assert one == other


@pytest.mark.parametrize("pair", TABLE["other_hash"], ids=str)
def test_what_a_rule_means_changes_its_hash(pair: list[str]) -> None:
    one, other = (tree_hash(parse_rule(rule, variables=VARIABLES)) for rule in pair)
    assert one != other


@pytest.mark.parametrize("row", TABLE["refused"], ids=lambda row: row["rule"])
def test_a_fault_points_at_its_place(row: dict[str, Any]) -> None:
    with pytest.raises(FaultsFound) as found:
        parse_rule(row["rule"], Place("study.yaml", 41, 1, "A3.rule"), variables=VARIABLES)
    (fault,) = found.value.faults
    assert (fault.place.line, fault.place.column) == (41, row["column"])
    assert (fault.code, fault.found, fault.allowed) == (row["code"], row["found"], row["allowed"])
    assert fault.message


def test_all_mistakes_of_a_rule_are_reported_at_once() -> None:
    with pytest.raises(FaultsFound) as found:
        parse_rule("weight > 40 and bilirubn > 1 ULN or inr > 1 kg", variables=VARIABLES)
    codes = [fault.code for fault in found.value.faults]
    assert codes == ["rule.unit_missing", "rule.unknown_variable", "rule.mixed", "rule.unit_wrong"]


@pytest.mark.parametrize("start", ["(", "not "])
def test_a_hostile_rule_is_refused_and_not_merely_survived(start: str) -> None:
    with pytest.raises(FaultsFound) as found:
        parse_rule(start * 50_000 + "inr > 1", variables=VARIABLES)
    assert found.value.faults[0].message == "brackets are nested too deeply"
