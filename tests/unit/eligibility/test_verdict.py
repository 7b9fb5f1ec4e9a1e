"""The verdict: groups, exclusions, readings, judgements, and what is still missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dosepath.eligibility import Record, Verdict, against, changes, evaluate, verdict_reason
from dosepath.rule import Truth
from tests.unit.eligibility.made_population import AT, built, data, screened

GOOD = "weight 62 kg, inr 1.8, scan no, E12 no"


def missing(facts: str, **pins: str) -> list[str]:
    return [item.key for item in screened(facts, **pins).worklist]


def test_eligible_needs_one_group_no_exclusion_and_every_judgement() -> None:
    result = screened(GOOD)
    assert result.verdict is Verdict.ELIGIBLE
    assert result.groups_met == ("CLF", "ACLF")
    assert result.worklist == ()
    assert not result.needs_signature


def test_one_group_is_enough() -> None:
    result = screened("weight 39 kg, inr 1.8, scan no, E12 no")
    assert result.verdict is Verdict.ELIGIBLE
    assert result.groups_met == ("ACLF",)


@pytest.mark.parametrize("facts", [f"{GOOD}, scan suspected", "scan yes"])
def test_one_exclusion_ends_it_whatever_else_is_unknown(facts: str) -> None:
    result = screened(facts.replace("scan no, ", ""))
    assert result.verdict is Verdict.NOT_ELIGIBLE
    assert against(result) == ("E1",)
    assert result.worklist == ()


def test_a_criterion_not_met_ends_it_only_when_every_group_fails() -> None:
    one = screened("weight 39 kg")
    assert one.verdict is Verdict.UNDETERMINED
    assert against(one) == ()
    both = screened("weight 39 kg, inr 1.5, pta 40 %")
    assert both.verdict is Verdict.NOT_ELIGIBLE
    assert against(both) == ("A1", "B1")


def test_an_informative_criterion_is_recorded_and_never_decides() -> None:
    for facts in (GOOD, f"{GOOD}, cirrhosis no", f"{GOOD}, cirrhosis yes"):
        assert screened(facts).verdict is Verdict.ELIGIBLE
    assert screened(f"{GOOD}, cirrhosis no").criterion("A3").truth is Truth.NOT_MET
    assert "cirrhosis" not in missing("weight 62 kg")


def test_readings_that_agree_decide() -> None:
    assert screened(GOOD).criterion("A2").truth is Truth.MET
    assert not screened(GOOD).criterion("A2").readings_differ


def test_readings_that_differ_ask_for_a_decision() -> None:
    found = screened("weight 62 kg, inr 1.2, pta 90 %, scan no, E12 no")
    criterion = found.criterion("A2")
    assert found.verdict is Verdict.UNDETERMINED
    assert criterion.truth is Truth.UNKNOWN
    assert criterion.readings_differ
    assert criterion.reasons[0]["gives"] == ("r1: met", "r2: not_met")
    assert [item.key for item in found.worklist] == ["reading:A2"]


@pytest.mark.parametrize(("pin", "verdict"), [("r1", "eligible"), ("r2", "not_eligible")])
def test_a_pinned_reading_decides_and_the_others_stay_visible(pin: str, verdict: str) -> None:
    result = screened("weight 62 kg, inr 1.2, pta 90 %, scan no, E12 no", A2=pin)
    assert result.verdict.value == verdict
    assert result.criterion("A2").pinned == pin
    assert len(result.criterion("A2").readings) == 2


def test_a_pin_of_the_study_file_gives_way_to_the_trials() -> None:
    changed = data()
    changed["groups"]["CLF"]["criteria"]["A2"]["pinned"] = "r2"
    population = built(changed)
    facts = "weight 62 kg, inr 1.2, pta 90 %, scan no, E12 no"
    assert screened(facts, population).verdict is Verdict.NOT_ELIGIBLE
    assert screened(facts, population, A2="r1").verdict is Verdict.ELIGIBLE


@pytest.mark.parametrize(("criterion", "reading"), [("A2", "r9"), ("Z1", "r1")])
def test_a_pin_of_nothing_is_an_error(criterion: str, reading: str) -> None:
    with pytest.raises(KeyError):
        screened(GOOD, **{criterion: reading})


def test_only_a_signature_is_missing() -> None:
    result = screened("weight 62 kg, inr 1.8, scan no")
    assert result.verdict is Verdict.UNDETERMINED
    assert result.needs_signature
    assert verdict_reason(result).code == "verdict.needs_signature"


def test_the_worklist_is_small_and_cheapest_first() -> None:
    assert missing("") == ["inr", "scan", "E12"]
    assert missing("inr 1.2") == ["pta", "scan", "E12"]
    # At exactly 1.5 the first group's reading holds, and its weight is cheaper than a PTA.
    assert missing("inr 1.5") == ["weight", "scan", "E12"]
    assert missing("weight 62 kg") == ["inr", "scan", "E12"]


def test_the_worklist_says_what_waits_and_why() -> None:
    first = screened("weight 62 kg, inr 900 mg/dL").worklist[0]
    assert (first.key, first.found_in) == ("inr", "laboratory")
    assert (first.criteria, first.why.code) == (("A2", "B1"), "fact.unit_unknown")
    (scan,) = [item for item in screened("").worklist if item.key == "scan"]
    assert (scan.found_in, scan.criteria, scan.why.code) == ("imaging", ("E1",), "fact.no_data")


def test_a_pinned_reading_leaves_its_group_nothing_to_ask_for() -> None:
    assert missing("", A2="r1") == ["weight", "scan", "E12"]


def test_the_hash_is_of_the_evidence_and_not_of_the_minute() -> None:
    population = built()
    first = evaluate(population, Record(), at=AT)
    later = evaluate(population, Record(), at=AT + timedelta(minutes=1))
    assert first.hash == later.hash
    assert screened(GOOD).hash != screened(GOOD.replace("62", "63")).hash
    assert screened(GOOD).hash != screened(GOOD, A2="r1").hash


def test_a_result_is_plain_json() -> None:
    import json

    text = json.dumps(screened("weight 62 kg, inr 1.2").to_json(), sort_keys=True)
    found = json.loads(text)
    assert found["verdict"] == "undetermined"
    assert found["criteria"][0]["readings"][0]["evidence"][0]["value"] == "62"


def test_what_changed_since_the_last_screening() -> None:
    before, after = screened("weight 62 kg"), screened("weight 39 kg, scan no")
    found = {change.criterion: (change.was, change.now) for change in changes(before, after)}
    assert found == {
        "A1": (Truth.MET, Truth.NOT_MET),
        "E1": (Truth.UNKNOWN, Truth.NOT_MET),
    }
    assert changes(before, screened("weight 62 kg")) == ()


def test_the_hash_of_a_population_is_of_what_decides() -> None:
    reworded, moved = data(), data()
    reworded["groups"]["CLF"]["criteria"]["A1"]["text"] = "More than forty kilograms."
    moved["groups"]["CLF"]["criteria"]["A1"]["rule"] = "weight > 41 kg"
    assert built(reworded).hash == built().hash
    assert built(moved).hash != built().hash


def test_a_judgement_from_the_future_does_not_count() -> None:
    early = screened(f"{GOOD} at 2026-01-16")
    assert early.needs_signature
    assert [reason.code for reason in early.warnings] == ["fact.future_ignored"]
