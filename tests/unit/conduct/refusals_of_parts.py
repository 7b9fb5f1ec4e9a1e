"""How each refusal comes about that only a trial with parts knows."""

from __future__ import annotations

from dosepath import conduct
from tests.unit.conduct.playing import STATISTICIAN, Play, with_parts
from tests.unit.conduct.refusals_until_dosing import case


@case
def unknown_part(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.open_part, "b")


@case
def part_after(_: Play) -> tuple[str, ...]:
    return Play(with_parts()).open().refused(conduct.open_part, "b")


@case
def part_open(_: Play) -> tuple[str, ...]:
    trial = Play(with_parts()).open()
    trial.do(conduct.open_part, "c")
    return trial.refused(conduct.open_part, "c")


@case
def part_halted(_: Play) -> tuple[str, ...]:
    trial = Play(with_parts()).open()
    trial.do(conduct.halt_dosing, reason="a worry")
    return trial.refused(conduct.open_part, "c")[:1]


@case
def enrolled_elsewhere(_: Play) -> tuple[str, ...]:
    trial = Play(with_parts()).open()
    trial.do(conduct.open_part, "c")
    trial.enrolled()
    return trial.part("c").refused(conduct.enrol, list(trial.state.screenings)[-1])


@case
def part_not_open(_: Play) -> tuple[str, ...]:
    trial = Play(with_parts()).open()
    screening = trial.consented()
    trial.weigh(screening)
    trial.do(conduct.sign_eligibility, screening, group="CLF")
    return trial.part("c").refused(conduct.enrol, screening)


def parted() -> tuple[Play, str]:
    """A decision on part c that waits for signatures."""
    trial = Play(with_parts()).open()
    trial.do(conduct.open_part, "c")
    c = trial.part("c")
    c.completed(*(c.dosed() for _ in range(3)))
    return trial, c.propose()


@case
def unacknowledged(_: Play) -> tuple[str, ...]:
    trial, number = parted()
    trial.toxic(trial.dosed())
    return trial.refused(conduct.sign_decision, number, name="x", meaning="I agree")[:1]


@case
def signed_unaware(_: Play) -> tuple[str, ...]:
    trial, number = parted()
    given = {"name": "x", "meaning": "I agree"}
    trial.do(conduct.sign_decision, number, **given)
    trial.toxic(trial.dosed())
    return trial.refused(conduct.sign_decision, number, by=STATISTICIAN, **given)[:1]
