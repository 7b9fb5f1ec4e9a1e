"""What an author can get wrong, and what the message says."""

from __future__ import annotations

from typing import Any

import pytest

from dosepath.quantity import Fault, FaultsFound
from tests.unit.eligibility.made_population import built, data

DROP = "(the key is left out)"


def faults(changed: dict[str, Any]) -> list[Fault]:
    with pytest.raises(FaultsFound) as found:
        built(changed)
    return list(found.value.faults)


def changed(path: str, value: object) -> dict[str, Any]:
    """The population with one value changed, added or dropped."""
    whole = data()
    *steps, last = path.split("/")
    inner = whole
    for step in steps:
        inner = inner.setdefault(step, {})
    if value is DROP:
        del inner[last]
    else:
        inner[last] = value
    return whole


A1, A2, E12 = "groups/CLF/criteria/A1", "groups/CLF/criteria/A2", "exclusions/E12"
WEIGHT, INR = "variables/weight", "variables/inr"
CASES = [
    ("colour", "red", "population.unknown_key"),
    ("variables/Weight-1", {"label": "x", "unit": "kg", "from": "chart"}, "variable.name"),
    (f"{WEIGHT}/unit", "stone", "variable.unit"),
    (f"{WEIGHT}/unit", DROP, "variable.unit"),
    (f"{WEIGHT}/from", DROP, "variable.from"),
    (f"{WEIGHT}/from", "friend", "population.word"),
    (f"{WEIGHT}/label", DROP, "population.text"),
    (f"{WEIGHT}/loinc", ["29463-8"], "variable.loinc"),
    (f"{WEIGHT}/snomed", ["abc"], "variable.snomed"),
    (f"{WEIGHT}/window", "three days", "variable.window"),
    (f"{WEIGHT}/window", "72 before enrolment", "variable.window"),
    (f"{WEIGHT}/window", "72 h before lunch", "variable.window"),
    (f"{WEIGHT}/plausible", "20..300", "variable.plausible"),
    (f"{WEIGHT}/plausible", "20..300 mmHg", "variable.plausible"),
    (f"{WEIGHT}/pick", "worst", "variable.worse"),
    (f"{WEIGHT}/worse", "higher", "variable.worse"),
    (f"{WEIGHT}/pick", "best", "population.word"),
    (f"{WEIGHT}/trend", "28", "variable.length"),
    (f"{WEIGHT}/1 mg/dL", "17.1 umol/L", "variable.factor"),
    (f"{WEIGHT}/spellings", {"kilo": "kilo"}, "variable.unit"),
    (f"{WEIGHT}/absent", "no", "variable.absent"),
    (f"{WEIGHT}/derived", {"ratio": ["inr", "height"]}, "variable.derived"),
    (f"{WEIGHT}/derived", {"sum": ["inr", "pta"]}, "population.unknown_key"),
    (f"{WEIGHT}/windw", "72 h before enrolment", "population.unknown_key"),
    ("variables/scan/choices", ["yes"], "variable.choices"),
    ("groups", {}, "population.groups"),
    ("groups/ACLF/title", DROP, "population.text"),
    ("groups/ACLF/criteria", {}, "group.empty"),
    (f"{A1}/rule", "weight > 40", "rule.unit_missing"),
    (f"{A1}/rule", "weigth > 40 kg", "rule.unknown_variable"),
    (f"{A1}/rule", DROP, "criterion.empty"),
    (f"{A1}/text", DROP, "population.text"),
    (f"{A1}/ask", DROP, "criterion.ask"),
    (f"{A1}/team_only", True, "criterion.ask"),
    (f"{A1}/ask", {"en": "only English"}, "population.text"),
    (f"{A1}/ask", {"en": "x", "zh-Hans": "x", "fr": "x"}, "population.language"),
    (f"{A1}/readings", {"r1": {"text": "x", "rule": "inr > 1"}}, "criterion.readings"),
    (f"{A1}/informative", "perhaps", "population.type"),
    (f"{A2}/pinned", "r7", "population.word"),
    (f"{A2}/recommended", "r7", "population.word"),
    (f"{A2}/readings/r1/rule", "inr > 1", "reading.rule"),
    (f"{A2}/readings/r3", {"text": "x"}, "reading.rule"),
    (f"{E12}/rule", "judged(E12) or judged(E99)", "rule.unknown_variable"),
    (f"{E12}/judgement", DROP, "criterion.empty"),
    ("exclusions/A1", {"text": "x", "rule": "inr > 9", "team_only": True}, "criterion.duplicate"),
    (f"{A1}/boundaries", {"weight 41 kg": "not_met"}, "criterion.boundary"),
    (f"{A1}/boundaries", {"hight 41 kg": "met"}, "criterion.boundary"),
    (f"{A1}/boundaries", {"weight": "met"}, "criterion.boundary"),
    (f"{A1}/boundaries", {"weight 41 kg": "yes"}, "population.word"),
    (A1, "weight > 40 kg", "population.type"),
]


@pytest.mark.parametrize(("path", "value", "code"), CASES, ids=lambda value: str(value)[:40])
def test_a_fault_is_named(path: str, value: object, code: str) -> None:
    found = faults(changed(path, value))
    assert code in {fault.code for fault in found}
    for fault in found:
        assert fault.message
        assert fault.place.line == 7


def test_a_fault_inside_a_rule_points_into_it() -> None:
    (fault,) = faults(changed(f"{A1}/rule", "weight > 40"))
    assert (fault.place.column, fault.place.path) == (10, "groups.CLF.criteria.A1.rule")


def test_a_wrong_example_says_what_it_gives() -> None:
    (fault,) = faults(changed(f"{A1}/boundaries", {"weight 41 kg": "not_met"}))
    assert (fault.found, fault.allowed) == ("r1: not_met", "r1: met")


def test_every_fault_is_reported_at_once() -> None:
    whole = changed(f"{A1}/rule", "weight > 40")
    whole["variables"]["inr"]["loinc"] = ["6301-7"]
    whole["exclusions"]["E1"]["rule"] = "scan is maybe"
    codes = {fault.code for fault in faults(whole)}
    assert codes == {"rule.unit_missing", "variable.loinc", "rule.unknown_choice"}


@pytest.mark.parametrize(
    ("where", "rule", "absent"),
    [
        ("exclusions/E1", "cirrhosis is yes", "no"),
        ("groups/ACLF/criteria/B1", "cirrhosis is no", "no"),
        ("groups/ACLF/criteria/B1", "not (cirrhosis is yes)", "no"),
    ],
)
def test_a_criterion_that_an_unknown_person_passes_is_refused(
    where: str, rule: str, absent: str
) -> None:
    whole = changed("variables/cirrhosis/absent", absent)
    group, *steps = where.split("/")
    inner = whole[group]
    for step in steps:
        inner = inner[step]
    inner["rule"] = rule
    assert [fault.code for fault in faults(whole)] == ["criterion.passes_unknown"]
