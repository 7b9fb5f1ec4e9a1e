"""The traps of real data, row by row, as a person screening would write them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dosepath.eligibility import Record, Result, build_population, evaluate
from dosepath.quantity import Moment, Observation, Place

TABLE = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "eligibility_traps.yaml").read_text(encoding="utf-8")
)
AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
COLUMNS = ("variable", "value", "unit", "at", "uln", "lln", "source", "status")


def cases() -> Iterator[Any]:
    for trap in TABLE["traps"]:
        for case in trap["cases"]:
            shown = " + ".join(case["facts"]) or "nothing"
            yield pytest.param(trap["rule"], case, id=f"{trap['trap']}: {shown}")


def observation(line: str) -> Observation:
    (cells,) = csv.reader([line])
    row = dict(zip(COLUMNS, cells, strict=False))
    at = Moment.parse(row["at"], UTC) if row.get("at") else None
    return Observation(
        row["variable"],
        row["value"],
        row.get("unit", ""),
        at,
        uln=row.get("uln") or None,
        status=row.get("status") or "final",
    )


def screened(rule: str, facts: list[str]) -> Result:
    data = {
        "variables": TABLE["variables"],
        "groups": {
            "G": {
                "title": "Group",
                "criteria": {"C1": {"text": "one", "rule": rule, "team_only": True}},
            }
        },
    }
    population = build_population(data, lambda path: Place(path=".".join(map(str, path))))
    anchors = {"consent": Moment.of_day(date(2026, 1, 15))}
    record = Record(tuple(map(observation, facts)), anchors=anchors)
    return evaluate(population, record, at=AT)


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_the_answer_to_a_trap(rule: str, case: dict[str, Any]) -> None:
    result = screened(rule, case["facts"])
    found = result.criterion("C1")
    assert found.truth.value == case["answer"]
    if "why" in case:
        assert {reason.code for reason in found.reasons} == {case["why"]}
    if "listed" in case:
        assert [reason["cause"] for reason in result.quality] == [case["listed"]]
    warned = [case["warned"]] if "warned" in case else []
    assert [reason.code for reason in result.warnings] == warned
    assert (result.verdict.value == "undetermined") == (case["answer"] == "unknown")


def test_what_is_not_used_is_kept_as_evidence() -> None:
    result = screened(
        "albumin < 35 g/L", ["albumin,29,g/L,2026-01-14", "albumin,350,g/L,2026-01-15"]
    )
    (evidence,) = result.criterion("C1").evidence
    assert (evidence.value, evidence.unit, evidence.at) == ("350", "g/L", "2026-01-15")


def test_the_original_value_is_shown_and_not_the_converted_one() -> None:
    result = screened("bilirubin >= 85 umol/L", ["bilirubin,4.97,mg/dL,2026-01-15"])
    (evidence,) = result.criterion("C1").evidence
    assert (evidence.value, evidence.unit) == ("4.97", "mg/dL")
