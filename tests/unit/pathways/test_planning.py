"""Which engine answers, and the reason that is given."""

from __future__ import annotations

import pytest

from dosepath.designs import Counts, Decision, Stop, ThreePlusThree, Treat, build
from dosepath.pathways import compile_design, plan
from dosepath.rule import Reason
from dosepath.wording import say


def boin(max_n: int) -> object:
    return build([{"boin": {"target": 0.3, "max_n": max_n, "cohort": 3}}], 5)


def test_a_small_design_is_exact_and_already_compiled() -> None:
    chosen = plan(boin(15))
    assert chosen.engine == "exact"
    assert chosen.program is compile_design(boin(15))
    assert chosen.states == chosen.program.states
    assert not chosen.is_estimate
    assert f"has {chosen.states:,} states" in say(chosen.why)


def test_a_large_design_is_simulated_and_its_size_estimated() -> None:
    chosen = plan(boin(45), limit=50_000)
    assert (chosen.engine, chosen.program, chosen.is_estimate) == ("simulation", None, True)
    assert chosen.states == pytest.approx(301_908, rel=0.25)
    assert "more than the 50,000" in say(chosen.why)


def test_a_limit_that_is_raised_makes_it_exact() -> None:
    assert plan(boin(18), limit=100).engine == "simulation"
    assert plan(boin(18), limit=100_000).engine == "exact"


def test_time_speaks_against_exact_figures() -> None:
    rolling = build([{"rolling_six": {}}], 3)
    assert plan(rolling).engine == "simulation"
    assert plan(rolling).why.code == "plan.pending"
    exact = plan(rolling, exact_if_pending=True)
    assert (exact.engine, exact.why.code) == ("exact", "plan.exact_if_complete")


class Long:
    """States that nothing tells the number of, asked one after another."""

    levels = 2

    def decide(self, counts: Counts) -> Decision:
        why = Reason.of("design.pending", level=1, n=1)
        return Treat(1 + counts.total % 2, 1, why) if counts.total < 200 else Stop(None, why)


def test_where_nothing_tells_there_is_no_estimate() -> None:
    chosen = plan(Long(), limit=500)
    assert (chosen.engine, chosen.states, chosen.why.code) == ("simulation", None, "plan.too_many")


def test_a_plan_is_plain_in_json() -> None:
    data = plan(ThreePlusThree(levels=3)).to_json()
    assert data["engine"] == "exact"
    assert data["why"]["code"] == "plan.exact"
