"""What is a candidate for a DLT, who judges it, and what each participant then counts for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import Choice, DltRule, Override, outcome
from dosepath.conduct.dlt_condition import condition_holds
from dosepath.rule import Truth
from dosepath.study import load
from tests.unit.conduct.playing import (
    INVESTIGATOR,
    PHYSICIAN,
    SECOND,
    START,
    Play,
    protocol,
    report,
)

# grade, baseline grade, attribution, term, day of onset -> candidate?
CANDIDATES = (
    (3, 0, "possible", "Abdominal pain", 0, True),
    (3, 0, "probable", "Abdominal pain", 28, True),
    (3, 0, "definite", "Abdominal pain", 29, False),
    # Began before dosing: a candidate only if it is reported as worse than it was then.
    (3, 3, "possible", "Abdominal pain", -1, False),
    (3, 2, "possible", "Abdominal pain", -1, True),
    (3, 2, "unlikely", "Abdominal pain", -1, False),
    (2, 0, "definite", "Abdominal pain", 5, False),
    (3, 0, "unlikely", "Abdominal pain", 5, False),
    (3, 0, "unrelated", "Abdominal pain", 5, False),
    (3, 3, "possible", "Abdominal pain", 5, False),
    (3, 2, "possible", "Abdominal pain", 5, True),
    (4, 3, "possible", "Abdominal pain", 5, True),
    (4, 0, "definite", "Hepatic failure", 5, False),
    (4, 0, "definite", "hepatic FAILURE", 5, False),
)


@pytest.mark.parametrize("row", CANDIDATES, ids=str)
def test_candidates(row: tuple[int, int, str, str, int, bool]) -> None:
    grade, baseline, attribution, term, day, expected = row
    trial = Play().open()
    participant = trial.dosed()
    onset = trial.now + timedelta(days=day)
    trial.wait(days=40)
    given = report(grade, attribution, term=term, baseline_grade=baseline, onset=onset)
    trial.do(conduct.record_adverse_event, participant, report=given)
    assert bool(conduct.candidates(trial.state)) is expected


def _answer(truth: Truth) -> Play:
    override = Override("INR increased", "INR > 2.5 x baseline", lambda _: truth)
    rule = DltRule(28, overrides={"inr increased": override})
    trial = Play(protocol(dlt=rule)).open()
    trial.harm(trial.dosed(), 3, term="INR increased")
    return trial


@pytest.mark.parametrize(
    ("truth", "expected"), [(Truth.MET, True), (Truth.UNKNOWN, True), (Truth.NOT_MET, False)]
)
def test_a_rule_of_its_own_stands_in_the_place_of_the_general_one(
    truth: Truth, expected: bool
) -> None:
    assert bool(conduct.candidates(_answer(truth).state)) is expected


# override of the worked study, term, details -> the rule's answer
DETAILS = (
    ("Blood bilirubin increased", {"times_baseline": "3.1", "rise": "171 umol/L"}, Truth.MET),
    ("Blood bilirubin increased", {"times_baseline": "3", "rise": "400 umol/L"}, Truth.NOT_MET),
    ("Blood bilirubin increased", {"times_baseline": "3.1", "rise": "170 umol/L"}, Truth.NOT_MET),
    ("Blood bilirubin increased", {"times_baseline": "3.1"}, Truth.UNKNOWN),
    ("Blood bilirubin increased", {"times_baseline": "3.1", "rise": "10 mg/dL"}, Truth.UNKNOWN),
    ("INR increased", {"times_baseline": "2.5"}, Truth.NOT_MET),
    ("INR increased", {"times_baseline": "2.51"}, Truth.MET),
    ("INR increased", {"times_baseline": "NaN"}, Truth.UNKNOWN),
    ("Platelet count decreased", {"value": "9 10*9/L"}, Truth.MET),
    ("Platelet count decreased", {"value": "10 10*9/L"}, Truth.NOT_MET),
    ("Encephalopathy", {}, Truth.UNKNOWN),
)


@pytest.mark.parametrize(("term", "details", "expected"), DETAILS)
def test_the_worked_studys_own_rules(
    root, term: str, details: dict[str, str], expected: Truth
) -> None:
    study = load(root / "studies/nct05727722/study.yaml")
    rule = conduct.protocol_of(study).dlt.overrides[term.casefold()]
    assert rule.holds(report(3, term=term, details=details)) is expected


def test_encephalopathy_is_met_only_when_it_is_new_and_lasted_more_than_48_hours(root) -> None:
    study = load(root / "studies/nct05727722/study.yaml")
    rule = conduct.protocol_of(study).dlt.overrides["encephalopathy"]
    ended = START + timedelta(hours=49)
    assert rule.holds(report(3, resolved=ended)) is Truth.MET
    assert rule.holds(report(3, resolved=START + timedelta(hours=48))) is Truth.NOT_MET
    assert rule.holds(report(3, resolved=ended, baseline_grade=1)) is Truth.NOT_MET


def test_a_condition_that_asks_for_nothing_is_unknown() -> None:
    assert condition_holds(object(), report()) is Truth.UNKNOWN


# verdicts of investigator, second investigator, physician -> status
VERDICTS = (
    (("dlt",), "pending"),
    (("dlt", "dlt"), "dlt"),
    (("not_dlt", "not_dlt"), "not_dlt"),
    (("not_evaluable", "not_evaluable"), "not_evaluable"),
    (("dlt", "not_dlt"), "pending"),
    (("dlt", "not_dlt", "not_dlt"), "not_dlt"),
    (("dlt", "not_dlt", "dlt"), "dlt"),
    (("not_dlt", "not_evaluable", "not_dlt"), "not_dlt"),
    (("dlt", "not_dlt", "not_evaluable"), "dlt"),
    (("not_evaluable", "not_dlt", "dlt"), "dlt"),
)


@pytest.mark.parametrize(("verdicts", "status"), VERDICTS)
def test_two_people_agree_or_a_third_judges_and_without_a_majority_it_is_a_dlt(
    verdicts: tuple[str, ...], status: str
) -> None:
    trial = Play().open()
    event = trial.harm(trial.dosed())
    for verdict, by in zip(verdicts, (INVESTIGATOR, SECOND, PHYSICIAN), strict=False):
        trial.do(conduct.adjudicate, event, verdict=verdict, by=by, reason="reviewed")
    (candidate,) = conduct.candidates(trial.state)
    assert candidate.status == status


# verdicts on a death -> status
DEATHS = (
    ((), "pending"),
    (("not_dlt",), "pending"),
    (("not_dlt", "not_dlt"), "not_dlt"),
    (("dlt",), "dlt"),
    (("not_dlt", "dlt"), "dlt"),
)


@pytest.mark.parametrize(("verdicts", "status"), DEATHS)
def test_a_death_in_the_window_is_a_dlt_unless_both_find_it_clearly_unrelated(
    verdicts: tuple[str, ...], status: str
) -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.wait(days=20)
    trial.do(conduct.record_death, participant, on=trial.now, cause="variceal bleeding")
    for verdict, by in zip(verdicts, (INVESTIGATOR, PHYSICIAN), strict=False):
        trial.do(
            conduct.adjudicate, f"DEATH-{participant}", verdict=verdict, by=by, reason="reviewed"
        )
    (candidate,) = conduct.candidates(trial.state)
    assert candidate.status == status


def test_a_death_after_the_window_is_no_candidate() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.wait(days=29)
    trial.do(conduct.record_death, participant, on=trial.now)
    assert conduct.candidates(trial.state) == ()


def test_correcting_a_report_voids_the_verdicts_and_cannot_make_the_candidate_vanish() -> None:
    trial = Play().open()
    event = trial.harm(trial.dosed())
    trial.judged(event, "dlt")
    milder = report(1, "unrelated", onset=trial.now)
    trial.do(conduct.update_adverse_event, event, report=milder, reason="graded wrongly")
    (candidate,) = conduct.candidates(trial.state)
    assert candidate.status == "pending"
    assert [given.verdict for given in candidate.voided] == ["dlt", "dlt"]
    trial.judged(event, "not_dlt")
    assert outcome(trial.state, "P-001").result == "pending"  # type: ignore[union-attr]
    assert [version.report.grade for version in trial.state.adverse_events[event].versions] == [
        3,
        1,
    ]


def result(trial: Play, participant: str = "P-001") -> str | None:
    found = outcome(trial.state, participant)
    return None if found is None else found.result


def test_a_participant_counts_once_day_28_has_passed_and_its_assessment_is_entered() -> None:
    trial = Play().open()
    participant = trial.enrolled()
    assert result(trial) is None
    trial.do(conduct.reserve_slot, participant)
    trial.check(participant)
    trial.do(conduct.give_dose, participant, given_at=trial.now)
    trial.wait(days=40)
    assert result(trial) == "pending"
    assert [reason.code for reason in trial.recommend().missing] == ["missing.forms"]
    trial.completed(participant)
    assert result(trial) == "none"


def test_a_related_grade_2_event_counts_in_titration_and_tops_the_level_up() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.harm(participant, 2)
    trial.completed(participant)
    assert result(trial) == "grade_2"
    assert trial.recommend().choice == Choice("treat", level=1, n=2)


def test_transplantation_without_a_dlt_is_not_evaluable_and_replaced() -> None:
    trial = Play().open()
    first = trial.dosed()
    trial.wait(days=12)
    trial.do(conduct.record_transplantation, first, on=trial.now)
    assert result(trial) == "not_evaluable"
    assert trial.recommend().choice == Choice("treat", level=1, n=1)
    assert trial.recommend().status == "continue"
    assert trial.dosed() == "P-002"


def test_a_dlt_before_transplantation_stays_a_dlt() -> None:
    trial = Play().open()
    first = trial.dosed()
    trial.toxic(first)
    trial.wait(days=3)
    trial.do(conduct.record_transplantation, first, on=trial.now)
    assert result(trial) == "dlt"


def test_transplantation_after_the_window_changes_nothing() -> None:
    trial = Play().open()
    first = trial.dosed()
    trial.completed(first)
    trial.wait(days=5)
    trial.do(conduct.record_transplantation, first, on=trial.now)
    assert result(trial) == "none"


def test_a_second_replacement_in_a_cohort_goes_to_the_committee() -> None:
    trial = Play().open()
    for _ in range(2):
        participant = trial.dosed()
        trial.wait(days=8)
        trial.do(conduct.record_transplantation, participant, on=trial.now)
    found = trial.recommend()
    assert found.status == "treat"
    assert found.choice == Choice("treat", level=1, n=1)
    assert "recommend.replacements" in [reason.code for reason in found.because]
    assert trial.refused(conduct.reserve_slot, trial.enrolled())[0] == "refused.no_cohort_open"


def test_leaving_the_study_in_the_window_is_not_evaluable_and_needs_no_reason() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.wait(days=3)
    trial.do(conduct.record_withdrawal, participant, on=trial.now)
    assert result(trial) == "not_evaluable"


def test_an_unrelated_death_in_the_window_is_not_evaluable() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.wait(days=3)
    trial.do(conduct.record_death, participant, on=trial.now)
    trial.judged(f"DEATH-{participant}", "not_dlt")
    assert result(trial) == "not_evaluable"
