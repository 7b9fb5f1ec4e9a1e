"""Laws of designs that answer arrays: what is wrong is found, and shown by its shortest course."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dosepath.designs import Batch, Counts, Decision, Design, Moves, Stop, Treat, Wait, build
from dosepath.pathways import Law, Limits, Proof, decision_table, prove, tabulate
from dosepath.rule import Reason

OWN = Limits()
WHY = Reason.of("design.pending", level=1, n=1)
Change = Callable[[Batch, Moves], None]


def boin(levels: int = 3, max_n: int = 12, **more: object) -> Design:
    return build([{"boin": {"target": 0.3, "max_n": max_n, "cohort": 3, **more}}], levels)


class Changed:
    """BOIN on three levels with the answers to some observations changed."""

    levels, target, max_n = 3, 0.3, 12

    def __init__(self, change: Change) -> None:
        self.rule, self.change = boin(), change

    def decide(self, counts: Counts) -> Decision:
        moves = self.decide_many(Batch.of(counts))
        if moves.waits[0]:
            return Wait(WHY)
        level = int(moves.level[0])
        return Treat(level, int(moves.size[0]), WHY) if level else Stop(None, WHY)

    def decide_many(self, batch: Batch) -> Moves:
        moves = self.rule.decide_many(batch)
        self.change(batch, moves)
        return moves


def after(n: tuple[int, ...], dlt: tuple[int, ...], **answer: int) -> Change:
    """Where the numbers treated and the DLTs are these, another answer."""

    def change(batch: Batch, moves: Moves) -> None:
        here = (batch.n == np.array(n)).all(axis=1) & (batch.dlt == np.array(dlt)).all(axis=1)
        for name, value in answer.items():
            getattr(moves, name)[here] = value

    return change


def found(design: object, code: str, limits: Limits = OWN) -> Law:
    return next(law for law in prove(design, limits=limits).laws if law.code == code)


@pytest.mark.parametrize(
    ("code", "change", "course"),
    [
        ("law.levels", after((3, 3, 0), (0, 0, 0), level=4), "1NNN 2NNN"),
        ("law.levels", after((3, 0, 0), (3, 0, 0), level=0, mtd=7), "1TTT"),
        ("law.no_skipping", after((3, 0, 0), (0, 0, 0), level=3), "1NNN"),
        ("law.one_decision", after((3, 0, 0), (1, 0, 0), level=0, waits=1), "1NNT"),
        ("law.mtd_treated", after((3, 0, 0), (0, 0, 0), level=0, size=0, mtd=2), "1NNN"),
        ("law.ends", after((3, 0, 0), (0, 0, 0), size=0), "1NNN"),
        ("law.level_limit", after((3, 0, 0), (0, 0, 0), level=1, size=12), "1NNN"),
        ("law.cap", after((3, 3, 0), (0, 0, 0), level=3, size=9), "1NNN 2NNN"),
    ],
)
def test_a_broken_law_is_shown_by_its_shortest_course(
    code: str, change: Change, course: str
) -> None:
    law = found(Changed(change), code, Limits(level=12))
    assert (law.holds, law.counterexample) == (False, course)


def test_more_dlts_that_lead_higher_are_shown_with_what_they_are_compared_to() -> None:
    law = found(Changed(after((3, 0, 0), (2, 0, 0), level=2, size=3)), "law.more_dlts")
    assert (law.holds, law.counterexample, law.against) == (False, "1NTT", "1NNT")


def test_an_answer_to_part_of_a_cohort_is_an_observation_too() -> None:
    law = found(Changed(after((2, 0, 0), (0, 0, 0), level=3)), "law.no_skipping")
    assert (law.holds, law.counterexample) == (False, "1NN")


def test_a_number_of_dlts_can_be_stated() -> None:
    codes = [law.code for law in prove(boin()).laws]
    assert "law.no_escalation" not in codes
    law = found(boin(), "law.no_escalation", Limits(dlts=1))
    assert law.holds is False
    assert law.counterexample is not None
    assert "T" in law.counterexample
    assert found(boin(), "law.no_escalation", Limits(dlts=6)).holds


@pytest.mark.parametrize(
    "design",
    [
        boin(5, 18),
        boin(4, 15, stop_at_level_n=9),
        build([{"i3plus3": {"target": 0.3, "max_n": 15, "cohort": 3}}], 4),
        build([{"mtpi_2": {"target": 0.3, "max_n": 15, "cohort": 3}}], 4),
        build([{"keyboard": {"target": 0.3, "max_n": 15, "cohort": 3}}], 4),
        build([{"crm": {"target": 0.25, "max_n": 15, "cohort": 3}}], 4),
        build([{"two_agent_boin": {"target": 0.3, "max_n": 12, "cohort": 3, "grid": [2, 2]}}], 4),
    ],
    ids=lambda one: type(one).__name__,
)
def test_published_designs_are_proven(design: Design) -> None:
    proof = prove(design)
    assert proof.holds, proof.rows()
    assert proof.states > 100
    assert {law.code for law in proof.laws} >= {"law.ends", "law.more_dlts", "law.cap"}


def test_a_step_of_both_agents_at_once_is_a_skip() -> None:
    class Diagonal(Changed):
        levels, grid = 4, (2, 2)

        def __init__(self) -> None:
            rule = {"target": 0.3, "max_n": 12, "cohort": 3, "grid": [2, 2]}
            self.rule = build([{"two_agent_boin": rule}], 4)
            self.change = after((3, 0, 0, 0), (0, 0, 0, 0), level=4)

    law = found(Diagonal(), "law.no_skipping")
    assert (law.holds, law.counterexample) == (False, "1NNN")


def test_a_law_that_a_design_is_known_to_break_is_marked() -> None:
    class Known(Changed):
        known_to_break = frozenset({"law.no_skipping"})

    proof: Proof = prove(Known(after((3, 0, 0), (0, 0, 0), level=3)))
    law = next(one for one in proof.laws if one.code == "law.no_skipping")
    assert (law.holds, law.is_known) == (False, True)
    assert not proof.holds
    assert proof.is_sound
    assert not any(one.is_known for one in prove(Known(lambda *_: None)).laws)


def test_a_design_may_skip_levels_on_purpose() -> None:
    rule = {"target": 0.25, "max_n": 12, "cohort": 3, "allow_skipping": True}
    design = build([{"crm": rule}], 4)
    assert "law.no_skipping" not in [law.code for law in prove(design).laws]
    held = build([{"crm": rule}], 4, behaviours=[{"no_skipping": {}}])
    assert found(held, "law.no_skipping").holds


def test_too_many_observations_are_not_proven() -> None:
    proof = prove(boin(5, 30), limit=1000)
    assert not proof.holds
    assert not proof.is_complete
    assert {law.holds for law in proof.laws} == {None}
    assert {law.checked for law in proof.laws} == {1000}


def test_the_decision_table_is_that_of_values_asked_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    design = boin(3, 12)
    on_arrays = decision_table(design)
    monkeypatch.setattr(tabulate, "innermost", lambda _: None)
    assert decision_table(design).lines == on_arrays.lines
    assert len(on_arrays.lines) > 30
