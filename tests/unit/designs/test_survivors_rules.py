"""Decisions of the rules and behaviours that could be changed without a test noticing."""

from __future__ import annotations

from typing import Any

import pytest

from dosepath.designs import Counts, Design, Stop, Tally, Treat, build, select


def rule(
    *, levels: int = 3, around: list[dict[str, Any]] | None = None, **parameters: Any
) -> Design:
    """A 3+3 with these parameters, and behaviours around it."""
    return build([{"three_plus_three": parameters}], levels, behaviours=around or [])


def titration(*, levels: int = 4, after: dict[str, Any] | None = None, **parameters: Any) -> Design:
    """Accelerated titration with these parameters, and the 3+3 that follows."""
    stages = [{"accelerated_titration": parameters}, {"three_plus_three": after or {}}]
    return build(stages, levels)


def seen(*levels: tuple[int, ...], at: int, of: int = 3) -> Counts:
    """Evaluated, DLTs and counting events of each level, the rest untreated."""
    return Counts((*(Tally(*one) for one in levels), *(Tally(),) * (of - len(levels))), at)


DECLARING = rule(two_of_six="declares_mtd", around=[{"demand_at_mtd": {"n": 9}}])


@pytest.mark.parametrize("dlt", [1, 2])
def test_a_declared_mtd_is_not_left_upwards_by_more_participants(dlt: int) -> None:
    """6/2 made it the MTD: the seventh participant must not open the next level."""
    then = DECLARING.decide(seen((7, 2), at=1))
    assert isinstance(then, Treat)
    assert (then.level, then.n) == (1, 2)
    then = DECLARING.decide(seen((9, dlt), at=1))
    assert isinstance(then, Stop)
    assert then.mtd == 1


def test_reasons_tell_what_was_observed_beyond_k_plus_m() -> None:
    """The rule is shown six of more; the committee reads of all of them."""
    design = rule(around=[{"demand_at_mtd": {"n": 12}}])
    down = design.decide(seen((3, 0), (12, 5), (3, 3), at=2)).because
    assert (down.code, down["n"], down["dlt"]) == ("design.de_escalate", 12, 5)
    none = design.decide(seen((12, 5), (3, 2), at=1)).because
    assert (none.code, none["n"], none["dlt"]) == ("design.no_mtd", 12, 5)
    passed = select(design, seen((3, 0), (12, 3), (3, 3), at=2)).because
    assert (passed.code, passed["n"], passed["dlt"]) == ("design.passed", 12, 3)
