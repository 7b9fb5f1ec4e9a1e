"""What may still come of a running trial: the tree of next decisions, and how much remains.

Everything is exact and conditional on the data at hand: the design itself is walked on from
them, with the participants under observation first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dosepath.designs import Counts, Design, needs
from dosepath.pathways import (
    Ahead,
    TooManyStates,
    compile_design,
    look_ahead,
    operating_characteristics,
)
from dosepath.rule import Reason

if TYPE_CHECKING:
    from dosepath.conduct import Recommendation

STATES = 200_000
"""The most states that are followed: about a second on one core."""


@dataclass(frozen=True)
class Prospect:
    """What remains of the trial if one assumed truth holds.

    ``remaining`` is the expected number of participants besides those dosed, ``cohorts`` that
    of cohorts to come, ``above`` the chance of more participants than planned, ``most`` the
    number of all participants that is not exceeded with 95% probability. ``selection`` is the
    chance that the MTD will be none, or level 1, 2 ...
    """

    name: str
    remaining: float
    cohorts: float
    above: float
    most: int
    selection: tuple[float, ...]

    def to_json(self) -> dict[str, object]:
        """Plain named values."""
        return {
            "remaining": self.remaining,
            "cohorts": self.cohorts,
            "above_planned": self.above,
            "most_95": self.most,
            "selection": list(self.selection),
        }


@dataclass(frozen=True)
class Outlook:
    """The look ahead from the present data.

    ``dosed`` counts everybody dosed, ``planned`` is the number that may be. ``trees`` and
    ``prospects`` are by the name of the assumed truth; a tree without a truth has the name
    ``""``. ``prospects`` is empty where the design has too many states. ``engine`` says how
    the figures were made, ``rests_on`` what they rest on.
    """

    planned: int
    dosed: int
    trees: Mapping[str, Ahead]
    prospects: tuple[Prospect, ...]
    engine: str
    rests_on: tuple[Reason, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing comes next: the rule has stopped, or waits."""
        return not any(tree.branches for tree in self.trees.values())


def outlook(
    design: Design,
    advice: Recommendation,
    *,
    planned: int,
    truths: Mapping[str, object],
    limit: int = STATES,
) -> Outlook:
    """Look ahead from the data that ``advice`` rests on, under each of ``truths`` by name.

    Everybody dosed counts towards ``planned``, also who could not be evaluated. More than
    ``limit`` states are not followed: the trees remain, without what would come of them.
    """
    pending = Counter(one.level for one in advice.outcomes if one.result == "pending")
    known = evaluated_only(advice.counts)
    trees = {
        name: look_ahead(design, known, pending=pending, scenario=truth)
        for name, truth in (truths or {"": None}).items()
    }
    lost = len(advice.outcomes) - known.total - pending.total()
    asked = _Asked(design, known, tuple(sorted(pending.items())), planned - lost, limit)
    prospects, engine = asked.answer(truths)
    return Outlook(
        planned=planned,
        dosed=len(advice.outcomes),
        trees=trees,
        prospects=tuple(replace(one, most=one.most + lost) for one in prospects),
        engine=engine,
        rests_on=tuple(_rests_on(design, advice, is_followed=bool(engine), limit=limit)),
    )


def evaluated_only(counts: Counts) -> Counts:
    """``counts`` without those under observation."""
    return Counts(tuple(replace(tally, pending=()) for tally in counts.levels), counts.at)


@dataclass(frozen=True)
class _Asked:
    """What is asked of the design; ``planned`` is without those who do not count for it."""

    design: Design
    known: Counts
    pending: tuple[tuple[int, int], ...]
    planned: int
    limit: int

    def answer(self, truths: Mapping[str, object]) -> tuple[list[Prospect], str]:
        """A prospect for each truth, and the engine; nothing where there are too many states."""
        try:
            program = compile_design(
                self.design, given=self.known, pending=self.pending, limit=self.limit
            )
        except TooManyStates:
            return [], ""
        waiting = sum(n for _, n in self.pending)
        found = []
        for name, truth in truths.items():
            result = operating_characteristics(program, truth)
            one = Prospect(
                name=name,
                remaining=float(result.expected_size) - self.known.total - waiting,
                cohorts=float(result.cohorts),
                above=float(result.probability_above(self.planned)),
                most=int(result.quantile(0.95)),
                selection=tuple(float(share) for share in result.selection),
            )
            found.append(one)
        return found, program.engine


def _rests_on(
    design: Design, advice: Recommendation, *, is_followed: bool, limit: int
) -> Iterator[Reason]:
    """What the figures take for granted, in the order in which it matters."""
    yield Reason.of("outlook.rule_followed")
    if "pending" in needs(design):
        yield Reason.of("outlook.one_by_one")
    else:
        yield Reason.of("outlook.cohorts_completed")
    waiting = sum(one.result == "pending" for one in advice.outcomes)
    if waiting:
        yield Reason.of("outlook.pending_first", n=waiting)
    if any(one.toxicity for one in advice.outcomes):
        yield Reason.of("outlook.toxicity_unused")
    yield Reason.of("outlook.independent")
    if not is_followed:
        yield Reason.of("outlook.too_many", limit=limit)
