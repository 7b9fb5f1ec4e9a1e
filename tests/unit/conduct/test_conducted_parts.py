"""Parts of a trial, each conducted by itself: its people, cohorts, decisions and signatures."""

from __future__ import annotations

import pytest

from dosepath import conduct
from dosepath.conduct import Choice, UnreadableEvent, outcomes, replay
from dosepath.ledger import canonical_json
from dosepath.rule import Reason
from dosepath.wording import say
from tests.unit.conduct.playing import COORDINATOR, InPart, Play, protocol, with_parts


@pytest.fixture
def trial() -> Play:
    return Play(with_parts(planned=20)).open()


@pytest.fixture
def b(trial: Play) -> InPart:
    trial.do(conduct.open_part, "b", reason="agreed in D-004")
    return trial.part("b")


def course(trial: Play) -> None:
    """From the first participant to the second level, with a decision, on the main part."""
    trial.completed(trial.dosed())
    trial.decide()
    trial.harm(trial.dosed())


def test_the_main_part_of_a_trial_with_parts_writes_what_a_trial_without_them_does() -> None:
    plain, parted = Play(protocol()).open(), Play(with_parts()).open()
    for one in (plain, parted):
        course(one)
    written = [[canonical_json(event.payload) for event in one.events] for one in (plain, parted)]
    assert written[0] == written[1]
    assert plain.recommend().to_json() == parted.recommend().to_json()
    assert not any("part" in event.payload for event in parted.events)


def test_a_part_opens_by_a_person_and_with_it_its_first_cohort(trial: Play) -> None:
    closed = trial.part("b").recommend()
    assert (closed.status, closed.because) == (
        "hold",
        (Reason.of("recommend.part_not_open", part="b"),),
    )
    trial.do(conduct.open_part, "b", reason="agreed in D-004")
    found = trial.part("b").recommend()
    assert (found.status, found.choice) == ("continue", Choice("treat", level=1, n=3))
    assert trial.events[-1].payload == {"part": "b", "cohort": 2}
    assert trial.events[-1].reason == "agreed in D-004"
    assert trial.recommend().choice == Choice("treat", level=1, n=1), "the main part is as it was"


def test_each_part_sees_its_own_people_and_ladder_only(trial: Play, b: InPart) -> None:
    adult = trial.dosed()
    child = b.dosed()
    assert [one.participant for one in outcomes(trial.state)] == [adult]
    assert [one.participant for one in outcomes(b.state)] == [child]
    assert [one.n for one in trial.recommend().counts.levels] == [0, 0, 0, 0]
    assert len(b.recommend().counts.levels) == 2
    assert b.state.participants[child].dosing.dose == "1 mg"  # type: ignore[union-attr]
    assert b.state.participants[child].slot == "C2-1"
    assert conduct.outcome(trial.state, child) is not None, "found from any part"
    visits = {one.participant for one in conduct.due(trial.state, trial.now)}
    trial.wait(days=1)
    visits |= {one.participant for one in conduct.due(trial.state, trial.now)}
    assert {adult, child} >= visits
    assert child in visits


def test_a_decision_belongs_to_its_part(trial: Play, b: InPart) -> None:
    adult = trial.dosed()
    children = [b.dosed() for _ in range(3)]
    b.completed(*children)
    number = b.decide()
    assert trial.state.decisions[number].part == "b"
    assert b.state.cohort is not None
    assert b.state.cohort.level == 2
    assert b.recommend().choice == Choice("treat", level=2, n=3)
    assert trial.state.cohort is not None
    assert trial.state.cohort.number == 1
    assert trial.state.newest_decision is None
    trial.completed(adult)
    assert trial.decide() == "D-002"
    assert [d.number for d in trial.state.decided] == ["D-002"]
    assert [c.part for c in trial.state.cohorts] == ["", "b", "b", ""]


def test_a_decision_of_one_part_leaves_places_held_in_another(trial: Play, b: InPart) -> None:
    children = [b.dosed() for _ in range(3)]
    b.completed(*children)
    held = trial.enrolled()
    trial.do(conduct.reserve_slot, held)
    b.decide()
    assert trial.state.slots[trial.state.participants[held].slot].status == "reserved"  # type: ignore[index]


def test_the_gate_of_a_participant_is_that_of_their_part_from_wherever_it_is_asked(
    trial: Play, b: InPart
) -> None:
    child = b.ready()
    for state in (trial.state, b.state):
        gate = conduct.dosing_gate(state, child, at=trial.now)
        assert gate.is_open, [one.code for one in gate.closed_by]
        assert gate.condition("level").reason == Reason.of("gate.level_open", level=1, dose="1 mg")
    trial.do(conduct.give_dose, child, given_at=trial.now)


def test_the_stagger_runs_within_a_part(trial: Play, b: InPart) -> None:
    trial.dosed()
    before = trial.now
    b.dosed()
    assert trial.now == before


def test_a_candidate_pauses_every_part_and_a_halt_is_lifted_by_each(trial: Play, b: InPart) -> None:
    candidate = trial.harm(trial.dosed())
    assert b.recommend().status == "wait"
    child = b.ready()
    assert not conduct.dosing_gate(b.state, child, at=b.now).condition("candidates").is_green
    trial.judged(candidate, "not_dlt")
    assert b.recommend().status == "continue"
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    for one in (trial.part(""), b):
        assert not conduct.dosing_gate(one.state, child, at=b.now).condition("halt").is_green
    b.decide()
    assert not conduct.active_halts(b.state)
    assert conduct.active_halts(trial.state)


def test_a_halt_holds_also_in_a_part_that_opens_after_another_committee_lifted_it(
    trial: Play,
) -> None:
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    trial.decide()
    trial.do(conduct.open_part, "c")
    c = trial.part("c")
    assert conduct.active_halts(c.state)
    assert "refused.no_cohort_open" in c.refused(conduct.reserve_slot, c.enrolled())
    c.decide()
    c.dosed()
    assert not conduct.active_halts(trial.state)


def test_somebody_enrolled_into_the_wrong_part_is_enrolled_anew_before_a_dose(
    trial: Play, b: InPart
) -> None:
    wrong = trial.enrolled()
    screening = trial.state.participants[wrong].screening
    refused = b.refused(conduct.enrol, screening)
    assert refused == ("refused.enrolled_elsewhere",)
    trial.do(conduct.record_withdrawal, wrong, on=trial.now, reason="wrong part", by=COORDINATOR)
    assert b.refused(conduct.enrol, screening) == ("refused.enrolled_elsewhere",)
    right = b.enrolled()
    assert trial.state.participants[right].part == "b"
    assert trial.state.participants[right].screening != screening
    dosed = trial.dosed()
    assert b.refused(conduct.enrol, trial.state.participants[dosed].screening) == (
        "refused.duplicate_subject",
    ), "nobody is enrolled anew after a dose"


def test_no_part_opens_while_dosing_is_halted_anywhere(trial: Play, b: InPart) -> None:
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    assert trial.refused(conduct.open_part, "c") == ("refused.part_halted", "gate.halted")
    trial.decide()
    assert trial.refused(conduct.open_part, "c")[0] == "refused.part_halted", "b is halted yet"
    b.decide()
    trial.do(conduct.open_part, "c")
    (said, _) = conduct.standing_sentences(trial.part("c").state, trial.now)
    assert said.code == "sentence.part_halted_before"


def test_where_a_part_stands_says_that_it_is_open_but_halted(trial: Play, b: InPart) -> None:
    def codes(one: Play) -> list[str]:
        return [said.code for said in conduct.standing_sentences(one.state, trial.now)]

    assert codes(b) == ["sentence.open_now"]
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    assert codes(b) == ["sentence.part_halted", "sentence.treat_due"]
    assert codes(trial.part("c")) == ["sentence.part_not_open"]
    assert codes(trial)[0] == "sentence.part_halted"
    plain = Play(protocol()).open()
    plain.do(conduct.halt_dosing, reason="a lot is in doubt")
    assert codes(plain)[0] == "sentence.halted"


def test_a_decision_that_waits_for_signatures_waits_while_a_candidate_of_another_part_is_judged(
    trial: Play, b: InPart
) -> None:
    b.completed(*(b.dosed() for _ in range(3)))
    number = b.propose()
    candidate = trial.harm(trial.dosed())
    signature = {"name": "x", "meaning": "I agree"}
    assert trial.refused(conduct.sign_decision, number, **signature) == ("refused.cut_superseded",)
    trial.judged(candidate, "dlt")
    assert trial.refused(conduct.sign_decision, number, **signature)[0] == "refused.unacknowledged"
    trial.sign(number, reason="another ladder")
    assert trial.state.decisions[number].is_effective


def test_the_planned_number_is_that_of_the_whole_trial() -> None:
    trial = Play(with_parts(planned=2)).open()
    trial.do(conduct.open_part, "c")
    c = trial.part("c")
    trial.dosed()
    c.dosed()
    assert "refused.planned_reached" in c.refused(conduct.reserve_slot, c.enrolled())


def test_a_place_held_in_one_part_is_taken_from_the_planned_number_of_all() -> None:
    trial = Play(with_parts(planned=2)).open()
    trial.do(conduct.open_part, "c")
    c = trial.part("c")
    trial.completed(trial.dosed())
    trial.decide()
    held, other = c.enrolled(), trial.enrolled()
    c.do(conduct.reserve_slot, held)
    assert trial.refused(conduct.reserve_slot, other) == ("refused.no_free_slot",)
    trial.do(conduct.release_slot, held, reason="not today")
    trial.do(conduct.reserve_slot, other)


def test_what_a_part_may_come_to_leaves_out_who_was_dosed_in_others() -> None:
    trial = Play(with_parts(planned=5)).open()
    trial.do(conduct.open_part, "c")
    trial.dosed()
    trial.part("c").dosed()
    trial.part("c").dosed()
    assert [trial.part(name).state.planned_here for name in ("", "c")] == [3, 4]


def test_the_log_says_in_words_which_part_a_person_and_a_decision_belong_to(
    trial: Play, b: InPart
) -> None:
    b.completed(*(b.dosed() for _ in range(3)))
    b.propose()
    trial.completed(trial.dosed())
    trial.propose()
    told = {
        (event.kind, event.subject): say(conduct.event_reason(event, zone=trial.state.zone))
        for event in trial.events
        if event.kind in ("enrolled", "decision_proposed")
    }
    for (_, subject), said in told.items():
        in_b = subject in ("P-001", "P-002", "P-003", "D-001")
        assert ("part b" in said) is in_b, said


def test_a_decision_is_signed_from_any_part(trial: Play, b: InPart) -> None:
    b.completed(*(b.dosed() for _ in range(3)))
    number = b.propose()
    trial.sign(number)
    assert trial.state.decisions[number].is_effective


def test_tasks_are_those_of_all_parts(trial: Play, b: InPart) -> None:
    child = b.past_window()
    assert {(t.what.code, t.subject) for t in conduct.tasks(trial.state, trial.now)} == {
        ("task.assess_window", child)
    }


def test_a_log_that_names_a_part_the_study_does_not_have_cannot_be_read(
    trial: Play, b: InPart
) -> None:
    b.dosed()
    with pytest.raises(UnreadableEvent, match="no part b"):
        replay(trial.events, protocol())


def test_the_log_alone_gives_the_state_of_every_part(trial: Play, b: InPart) -> None:
    b.completed(*(b.dosed() for _ in range(3)))
    b.decide()
    again = replay(trial.events, trial.protocol)
    for name in again.parts:
        seen = conduct.recommend(again.of_part(name), at=trial.now).to_json()
        assert seen == conduct.recommend(trial.state.of_part(name), at=trial.now).to_json()
