"""Which engine answers for a design: exact where its states can all be followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dosepath.designs import Design, needs
from dosepath.pathways.program import Program, compile_design, walks_arrays
from dosepath.pathways.states import STATE_LIMIT, TooManyStates, rounded
from dosepath.rule import Reason

# A design that is asked value by value is slow: fewer states are followed.
_ONE_BY_ONE_LIMIT = 60_000


@dataclass(frozen=True, eq=False)
class Plan:
    """Which engine answers, and why.

    Attributes:
        engine: ``exact`` or ``simulation``.
        states: how many merged states there are; beyond the limit an estimate, ``None``
            where nothing tells.
        is_estimate: ``states`` is one.
        why: the reason.
        program: the compiled design; ``None`` for simulation, unless it is small enough and
            only time speaks against exact figures.
    """

    engine: Literal["exact", "simulation"]
    states: int | None
    is_estimate: bool
    why: Reason
    program: Program | None = field(default=None, repr=False)

    @property
    def about(self) -> str | None:
        """How many states, as people say it; ``None`` where nothing tells."""
        if self.states is None:
            return None
        return f"about {rounded(self.states):,}" if self.is_estimate else f"{self.states:,}"

    def to_json(self) -> dict[str, object]:
        """Engine, states and reason."""
        return {
            "engine": self.engine,
            "states": self.states,
            "is_estimate": self.is_estimate,
            "why": self.why.to_json(),
        }


def plan(
    design: Design,
    *,
    limit: int | None = None,
    cancel_undosed: bool = False,
    exact_if_pending: bool = False,
) -> Plan:
    """Count the states of ``design`` up to ``limit`` and say which engine answers.

    The walk that counts is kept, so that an exact answer costs nothing more. A design that
    heeds participants under observation depends on time; exact figures then hold only with
    every window complete before the next cohort, and are chosen only if
    ``exact_if_pending``.

    Args:
        design: the rule.
        limit: the most states to follow; by default 500,000, and 60,000 for a design that
            has to be asked one state after another.
        cancel_undosed: see :func:`compile_design`.
        exact_if_pending: see above.
    """
    usual = STATE_LIMIT if walks_arrays(design) and _is_quick(design) else _ONE_BY_ONE_LIMIT
    most = usual if limit is None else limit
    if "pending" in needs(design) and not exact_if_pending:
        return Plan("simulation", None, is_estimate=False, why=Reason.of("plan.pending"))
    try:
        program = compile_design(design, cancel_undosed=cancel_undosed, limit=most)
    except TooManyStates as error:
        if error.estimate is None:
            why = Reason.of("plan.too_many", limit=most)
        else:
            about = rounded(error.estimate)
            why = Reason.of("plan.too_many_about", limit=most, estimate=about)
        return Plan("simulation", error.estimate, is_estimate=True, why=why)
    code = "plan.exact_if_complete" if "pending" in needs(design) else "plan.exact"
    why = Reason.of(code, states=program.states)
    return Plan("exact", program.states, is_estimate=False, why=why, program=program)


def _is_quick(design: Design) -> bool:
    return hasattr(design, "decide_many")
