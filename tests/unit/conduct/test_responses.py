"""A design that weighs responses, in conduct: who counts, who is awaited, what is never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import Choice, Outcome, ResponseRule, stand
from dosepath.designs import Counts, Decision, Stop, Treat, build
from dosepath.rule import Reason
from dosepath.schedule import Form, Item, ItemType, Visit, read_predicate
from tests.unit.conduct.playing import COORDINATOR, FORMS, VISITS, Play, protocol

TUMOUR = Form(
    "tumour",
    {"en": "Tumour"},
    (Item("responded", ItemType.YES_NO, {"en": "Response"}), Item("note", ItemType.TEXT, {})),
)


@dataclass(frozen=True)
class Weigher:
    """Cohorts of three; two DLTs close a level; up without a response, else stop there."""

    levels: int = 3
    needs: frozenset[str] = frozenset({"responses"})

    def decide(self, counts: Counts) -> Decision:
        at = counts.at or 1
        here = counts[at]
        if here.dlt >= 2:
            return self.treat(at - 1) if at > 1 else Stop(None, Reason.of("design.no_mtd"))
        if here.n < 3:
            return self.treat(at, 3 - here.n)
        if here.responses:
            return Stop(at, Reason.of("design.passed"))
        return self.treat(min(at + 1, self.levels))

    def treat(self, level: int, n: int = 3) -> Treat:
        return Treat(level, n, Reason.of("design.start", level=level, n=n))


def weighing(design: object = None, **rule: object) -> Play:
    given: dict[str, object] = {"visit": "d56", "form": "tumour", "text": "Response on day 56"}
    response = ResponseRule(holds=read_predicate(TUMOUR, "responded is yes"), **given | rule)  # type: ignore[arg-type]
    made = protocol(
        design or Weigher(),  # type: ignore[arg-type]
        stagger_hours=24,
        visits=(*VISITS, Visit("d56", 56, 7, 7, ("tumour",))),
        forms={**FORMS, "tumour": TUMOUR},
        response=response,
        planned=40,
    )
    return Play(made).open()


def assessed(trial: Play, participant: str, answer: str | None = "no", *, day: int = 56) -> None:
    dosing = trial.state.participants[participant].dosing
    assert dosing is not None
    on = dosing.given_at + timedelta(days=day)
    trial.now = max(trial.now, on)
    items = {"note": "seen"} if answer is None else {"responded": answer}
    key = (participant, "d56", "tumour")
    trial.do(conduct.record_form, key, on=on, items=items, by=COORDINATOR)


def seen(trial: Play, number: str = "P-001") -> Outcome:
    found = conduct.outcome(trial.state, number)
    assert found is not None
    return found


def test_a_participant_counts_only_when_toxicity_and_response_are_both_known() -> None:
    trial = weighing()
    first = trial.dosed()
    assert seen(trial).because.code == "outcome.window"
    trial.completed(first)
    assert (seen(trial).result, seen(trial).because.code) == ("pending", "outcome.response")
    assert stand(trial.state, trial.now).counts.total == 0
    assert [reason.code for reason in trial.recommend().missing] == ["missing.response"]
    assessed(trial, first, "yes")
    assert (seen(trial).result, seen(trial).response) == ("none", True)
    tally = stand(trial.state, trial.now).counts[1]
    assert (tally.n, tally.responses, tally.responses_with_dlt) == (1, 1, 0)


def test_a_form_that_does_not_answer_is_no_answer() -> None:
    trial = weighing()
    first = trial.dosed()
    trial.completed(first)
    assessed(trial, first, None)
    assert seen(trial).because.code == "outcome.response"


def test_a_response_with_a_dlt_is_counted_as_both() -> None:
    trial = weighing()
    first = trial.dosed()
    trial.toxic(first)
    # The window needs no assessment: the DLT is known, the response is not.
    trial.wait(days=40)
    assert [task.what.code for task in conduct.tasks(trial.state, trial.now)] == []
    assessed(trial, first, "yes")
    tally = stand(trial.state, trial.now).counts[1]
    assert (tally.n, tally.dlt, tally.responses_with_dlt) == (1, 1, 1)


def test_a_decision_waits_for_the_responses_and_freezes_them() -> None:
    trial = weighing()
    people = [trial.dosed() for _ in range(3)]
    trial.completed(*people)
    assert trial.recommend().status == "wait"
    for who in people:
        assessed(trial, who)
    found = trial.recommend()
    assert (found.status, found.choice) == ("treat", Choice("treat", level=2, n=3))
    decision = trial.decide()
    rows = trial.state.decisions[decision].recommendation["participants"]
    assert [row["response"] for row in rows] == [False, False, False]  # type: ignore[attr-defined]
    counts = trial.state.decisions[decision].recommendation["counts"]
    assert counts["levels"][0] == {"n": 3, "dlt": 0, "grade_2": 0}  # type: ignore[index]


def test_a_corrected_response_overtakes_the_decision_that_rested_on_it() -> None:
    trial = weighing()
    people = [trial.dosed() for _ in range(3)]
    trial.completed(*people)
    for who in people:
        assessed(trial, who)
    decision = trial.decide()
    key = (people[0], "d56", "tumour")
    trial.do(conduct.correct_form, key, items={"responded": "yes"}, reason="read again")
    assert stand(trial.state, trial.now).superseded == (decision,)


def test_two_dlts_close_the_level_before_their_responses_are_known() -> None:
    trial = weighing()
    for _ in range(2):
        trial.toxic(trial.dosed())
    assert conduct.free_places(trial.state, trial.now) == 0
    found = trial.recommend()
    assert (found.status, found.choice) == ("stop", Choice("stop"))
    assert "recommend.settled" in [reason.code for reason in found.because]


def test_one_dlt_leaves_the_rest_of_the_cohort_open() -> None:
    trial = weighing()
    trial.toxic(trial.dosed())
    assert conduct.free_places(trial.state, trial.now) == 2


@pytest.mark.parametrize(
    ("rule", "result", "response"),
    [({}, "none", False), ({"not_assessed": "not_evaluable"}, "not_evaluable", None)],
)
def test_who_left_before_the_assessment_is_what_the_study_file_says(
    rule: dict[str, object], result: str, response: bool | None
) -> None:
    trial = weighing(**rule)
    first = trial.dosed()
    trial.completed(first)
    trial.do(conduct.record_withdrawal, first, on=trial.now)
    assert (seen(trial).result, seen(trial).response) == (result, response)


def test_a_dlt_is_never_erased_because_the_response_was_not_seen() -> None:
    trial = weighing(not_assessed="not_evaluable")
    first = trial.dosed()
    trial.toxic(first)
    trial.do(conduct.record_death, first, on=trial.now)
    trial.do(conduct.adjudicate, f"DEATH-{first}", verdict="dlt", reason="reviewed")
    assert (seen(trial).result, seen(trial).response) == ("dlt", False)


def test_an_assessment_after_its_window_does_not_count() -> None:
    trial = weighing(window_days=60)
    first = trial.dosed()
    trial.completed(first)
    assessed(trial, first, "yes", day=61)
    assert (seen(trial).result, seen(trial).response) == ("none", False)


def test_without_a_rule_for_a_response_nobody_ever_counts() -> None:
    trial = Play(protocol(Weigher())).open()
    trial.completed(trial.dosed())
    assert seen(trial).because.code == "outcome.response"


BOIN12 = build([{"boin12": {"target": 0.35, "efficacy_limit": 0.25, "max_n": 18}}], 3)


def test_a_catalogued_design_is_fed_with_toxicity_and_response() -> None:
    trial = weighing(BOIN12)
    assert trial.recommend().choice == Choice("treat", level=1, n=3)
    people = [trial.dosed() for _ in range(3)]
    trial.completed(*people)
    for who, answer in zip(people, ("yes", "no", "no"), strict=True):
        assessed(trial, who, answer)
    tally = stand(trial.state, trial.now).counts[1]
    assert (tally.n, tally.dlt, tally.responses) == (3, 0, 1)
    known = BOIN12.decide(stand(trial.state, trial.now).counts)
    assert isinstance(known, Treat)
    assert trial.recommend().choice == Choice("treat", level=known.level, n=known.n)
    trial.decide()
    assert trial.recommend().status == "continue"


def test_a_toxic_lowest_level_stops_before_the_responses_are_known() -> None:
    trial = weighing(BOIN12)
    for _ in range(3):
        trial.toxic(trial.dosed())
    assert trial.recommend().choice == Choice("stop")
