"""What may still come of a running trial: the tree of next decisions, and how much remains.

Everything is exact and conditional on the data at hand: the design itself is walked on from
them, with the participants under observation first; under scenarios that are assumed, and
averaged over draws from a posterior whose prior is stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dosepath import pathways
from dosepath.designs import Counts, Design, needs
from dosepath.pathways import (
    Ahead,
    Beliefs,
    Posterior,
    TooManyStates,
    look_ahead,
    posterior_scenarios,
)
from dosepath.rule import Reason

if TYPE_CHECKING:
    from dosepath.conduct import Recommendation

STATES = 200_000
"""The most states that are followed: about a second on one core."""

POSTERIOR = "posterior"
"""The name under which the posterior stands among the truths."""

DRAWS = 1000


@dataclass(frozen=True)
class Prior:
    """The beta prior (a, b) of each level's DLT probability, and where the draws come from.

    The order of the levels is part of it: no level is less toxic than the one below. ``seed``
    is what ``generator`` was made from: it is said beside the figures.
    """

    generator: np.random.Generator
    seed: int
    a: float = 1.0
    b: float = 1.0
    draws: int = DRAWS


@dataclass(frozen=True)
class Truths:
    """What is assumed: scenarios by name, and a prior if a posterior is to be one more."""

    scenarios: Mapping[str, object]
    prior: Prior | None = None


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
    ``""``. ``prospects`` is empty where the design has too many states. ``posterior`` is what
    the truth of that name was drawn from, ``None`` if it was not asked for or there is none.
    ``engine`` says how the figures were made, ``rests_on`` what they rest on.
    """

    planned: int
    dosed: int
    trees: Mapping[str, Ahead]
    prospects: tuple[Prospect, ...]
    posterior: Posterior | None
    engine: str
    rests_on: tuple[Reason, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing comes next: the rule has stopped, or waits."""
        return not any(tree.branches for tree in self.trees.values())


def outlook(design: Design, advice: Recommendation, *, planned: int, truths: Truths) -> Outlook:
    """Look ahead from the data that ``advice`` rests on, under each of ``truths``.

    Everybody dosed counts towards ``planned``, also who could not be evaluated. More than
    :data:`STATES` states are not followed: the trees remain, without what would come of them.
    """
    prior = truths.prior
    known = evaluated_only(advice.counts)
    pending = Counter(one.level for one in advice.outcomes if one.is_awaited)
    drawn = None if prior is None else _posterior(design, known, prior)
    every = {**truths.scenarios, **({POSTERIOR: drawn} if drawn is not None else {})}
    trees = {
        name: look_ahead(design, known, pending=pending, scenario=truth)
        for name, truth in (every or {"": None}).items()
    }
    lost = len(advice.outcomes) - known.total - pending.total()
    prospects, engine = _prospects(_Asked(design, known, pending, planned - lost), every)
    used = prior if drawn is not None else None
    grounds = _Grounds(design, advice, used, bool(engine) or not every)
    return Outlook(
        planned=planned,
        dosed=len(advice.outcomes),
        trees=trees,
        prospects=tuple(replace(one, most=one.most + lost) for one in prospects),
        posterior=drawn,
        engine=engine,
        rests_on=tuple(grounds.reasons()),
    )


def _posterior(design: Design, known: Counts, prior: Prior) -> Posterior | None:
    """Draws given the evaluated; None for two agents, whose levels have no single order."""
    if getattr(design, "grid", None) is not None:
        return None
    return posterior_scenarios(
        design,
        known,
        generator=prior.generator,
        beliefs=Beliefs(dlt=(prior.a, prior.b), draws=prior.draws),
    )


def evaluated_only(counts: Counts) -> Counts:
    """``counts`` without those under observation."""
    return Counts(tuple(replace(tally, pending=()) for tally in counts.levels), counts.at)


@dataclass(frozen=True)
class _Asked:
    """What is followed on; ``planned`` is without those who do not count for the design."""

    design: Design
    known: Counts
    pending: Mapping[int, int]
    planned: int

    @property
    def counts(self) -> Counts:
        """What is known, with those under observation; how long they were does not matter."""
        levels = (
            replace(tally, pending=(0.0,) * self.pending.get(level, 0))
            for level, tally in enumerate(self.known.levels, start=1)
        )
        return Counts(tuple(levels), self.known.at)


def _prospects(asked: _Asked, truths: Mapping[str, object]) -> tuple[list[Prospect], str]:
    """A prospect for each truth, and the engine; nothing where there are too many states."""
    found, engine = [], ""
    for name, truth in truths.items():
        try:
            result = pathways.outlook(asked.design, asked.counts, scenario=truth, limit=STATES)
        except TooManyStates:
            return [], ""
        reached = np.cumsum(result.size_probability) >= 0.95 - 1e-12
        one = Prospect(
            name=name,
            remaining=result.expected_remaining,
            cohorts=result.expected_cohorts,
            above=result.probability_above(asked.planned),
            most=result.sizes[int(np.argmax(reached))],
            selection=tuple(float(share) for share in result.selection),
        )
        found.append(one)
        engine = result.engine
    return found, engine


@dataclass(frozen=True)
class _Grounds:
    """What the figures take for granted."""

    design: Design
    advice: Recommendation
    prior: Prior | None
    is_followed: bool

    def reasons(self) -> Iterator[Reason]:
        """In the order in which they matter."""
        yield Reason.of("outlook.rule_followed")
        if "pending" in needs(self.design):
            yield Reason.of("outlook.one_by_one")
        else:
            yield Reason.of("outlook.cohorts_completed")
        waiting = sum(one.is_awaited for one in self.advice.outcomes)
        if waiting:
            yield Reason.of("outlook.pending_first", n=waiting)
        if any(one.toxicity for one in self.advice.outcomes):
            yield Reason.of("outlook.toxicity_unused")
        yield Reason.of("outlook.independent")
        if self.prior is not None:
            yield self._posterior(self.prior)
        if not self.is_followed:
            yield Reason.of("outlook.too_many", limit=STATES)

    def _posterior(self, prior: Prior) -> Reason:
        if hasattr(self.design, "draw_rates"):
            return Reason.of("outlook.posterior_model", draws=prior.draws, seed=prior.seed)
        return Reason.of(
            "outlook.posterior", a=prior.a, b=prior.b, draws=prior.draws, seed=prior.seed
        )
