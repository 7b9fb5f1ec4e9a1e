"""A design compiled once: its states as plain arrays, ready for any scenario.

Designs that answer arrays are walked as arrays, and the chance of each end is a polynomial
(:mod:`dosepath.pathways.polynomial`). Designs that say which data have the same future are
walked as merged states, and probability is carried forward over these
(:mod:`dosepath.pathways.forward`). Both give the same figures; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from dosepath.designs import Counts, Decision, Design
from dosepath.pathways.alphabet import Alphabet, alphabet_of, innermost
from dosepath.pathways.array_walk import ArrayWalk, Walked, walk_arrays
from dosepath.pathways.ends import ends_of
from dosepath.pathways.evaluator import Evaluator
from dosepath.pathways.explore import Graph
from dosepath.pathways.forward import Forward
from dosepath.pathways.kinds import Kinds
from dosepath.pathways.merged_walk import states_of, walk_merged
from dosepath.pathways.states import STATE_LIMIT, BrokenDesign, States, TooManyStates
from dosepath.pathways.summing import Summing

__all__ = ["BrokenDesign", "Program", "compile_design"]

Waiting = tuple[tuple[int, int], ...]


class End(NamedTuple):
    """Data with which a trial stops, and the decision on them."""

    counts: Counts
    decision: Decision


@dataclass(frozen=True, eq=False)
class Program:
    """A compiled design.

    Attributes:
        design: what was compiled.
        graded: whether grade-2 events are told apart where the design heeds them.
        cancel_undosed: participants are followed one by one, so that a cohort that has
            exceeded the MTD is not completed; else cohorts are complete.
        given: the observations it starts from; ``None``: none.
        waiting: per level the participants whose results come first.
    """

    design: Design
    graded: bool
    cancel_undosed: bool
    given: Counts | None
    waiting: Waiting
    _how: ArrayWalk = field(repr=False)
    _found: Walked | Graph = field(repr=False)

    def __repr__(self) -> str:
        cohorts = "participants one by one" if self.cancel_undosed else "complete cohorts"
        after = "" if self.given is None else f", given {self.given.total} participants"
        return f"Program({self.design.levels} levels, {self._sized}, {cohorts}{after})"

    @property
    def states(self) -> int:
        """How many merged states the design can reach."""
        found = self._found
        return len(found.states) if isinstance(found, Walked) else len(found.nodes)

    @property
    def decision_states(self) -> int:
        """How many of them are not an end of the trial."""
        found = self._found
        if isinstance(found, Walked):
            return found.states.decisions
        return sum(bool(node.edges) for node in found.nodes)

    @property
    def engine(self) -> str:
        """What to print under a figure."""
        return f"exact, {self._sized}"

    @property
    def _sized(self) -> str:
        return f"{self.states:,} merged states"

    @property
    def terminals(self) -> tuple[tuple[int, End], ...]:
        """Number of every state where the trial stops, with data and the decision there."""
        states = self.reached
        found = []
        for index in states.stops.nonzero()[0].tolist():
            counts = states.counts(index)
            found.append((index, End(counts, self.design.decide(counts))))
        return tuple(found)

    @cached_property
    def alphabet(self) -> Alphabet:
        """What is told apart in a participant."""
        return alphabet_of(self.design, graded=self.graded)

    @cached_property
    def evaluator(self) -> Evaluator:
        """How the figures are computed."""
        if isinstance(self._found, Walked):
            return ends_of(self._found)
        return Forward.of(self._found, self.alphabet, self._how)

    @cached_property
    def summing(self) -> Summing:
        """How figures are summed from the ends."""
        return Summing.of(self.evaluator.mtd, self.evaluator.n)

    @cached_property
    def kinds(self) -> Kinds:
        """The cohorts that can be treated, and their results."""
        return Kinds.among(self.reached)

    @cached_property
    def reached(self) -> States:
        """The states as arrays, ready to be walked."""
        if isinstance(self._found, Walked):
            return self._found.states
        return states_of(self._found, self.alphabet, self._how)


def walks_arrays(design: Design) -> bool:
    """Whether ``design`` is walked as arrays, and not as merged values."""
    inner = innermost(design)
    return hasattr(inner, "decide_many") or not hasattr(design, "merge")


def compile_design(
    design: Design,
    *,
    cancel_undosed: bool = False,
    limit: int = STATE_LIMIT,
    given: Counts | None = None,
) -> Program:
    """Visit every state of ``design`` once; the result is kept per design.

    Args:
        design: the rule; it must be hashable.
        cancel_undosed: follow participants one by one, so that the design may cancel the
            rest of a cohort. The default follows complete cohorts, as published figures do.
        limit: the most states.
        given: observations from which the trial goes on, part of a cohort included. All
            figures are then conditional on them, and count them. The results of those
            under observation (:attr:`Tally.pending`) come before the next decision.

    Raises:
        TooManyStates: beyond ``limit``.
        BrokenDesign: a state where the design neither treats somebody nor stops.
    """
    waiting: Waiting = ()
    if given is not None:
        seen = enumerate(given.levels, start=1)
        waiting = tuple((level, len(tally.pending)) for level, tally in seen if tally.pending)
        # The exact engine knows no time: how long they were followed does not matter.
        levels = (replace(tally, pending=()) for tally in given.levels)
        given = Counts(tuple(levels), given.at)
    found = _compiled(design, ArrayWalk(True, cancel_undosed, given, waiting, limit))
    if isinstance(found, Program):
        return found
    raise TooManyStates(found.limit, found.path, found.estimate)


def forget_compiled() -> None:
    """Keep no compiled design any longer (for measurements)."""
    _compiled.cache_clear()


@lru_cache(maxsize=64)
def _compiled(design: Design, how: ArrayWalk) -> Program | TooManyStates:
    """The program, or that there are too many states: both took long to find out."""
    walk = walk_arrays if walks_arrays(design) else walk_merged
    try:
        found = walk(design, how)
    except TooManyStates as error:
        return error.with_traceback(None)
    return Program(design, how.graded, how.one_by_one, how.given, how.waiting, how, found)
