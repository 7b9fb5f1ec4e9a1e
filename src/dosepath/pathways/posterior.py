"""What the data so far say of each level: scenarios drawn from a posterior.

For a rule without a model of its own: each level's DLT probability has a beta prior,
independent of the others but for their order, which is that no level is less toxic than the
one below (so with data, an order-restricted posterior; Gelfand AE, Smith AFM, Lee TM. J Am
Stat Assoc 1992;87:523-32). It is drawn exactly on a grid of equal cells: the order makes the
levels a chain, whose cells are drawn one level after another from backward sums. Nothing is
iterated, and the same generator gives the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from scipy.special import betainc

from dosepath.designs import Counts, Design
from dosepath.pathways.alphabet import Whole
from dosepath.pathways.scenario import Floats, Toxicity
from dosepath.quantity import Fault, FaultsFound, Place

Prior = tuple[float, float]

# Cells of the grid; their width is far less than what the data of a phase 1 trial can tell.
_CELLS = 500


@dataclass(frozen=True, eq=False)
class Posterior:
    """Equally likely scenarios drawn from a posterior.

    Attributes:
        scenarios: S draws on D levels.
        counts: the data.
        prior: the beta prior of each level's DLT probability; (D pairs).
        events_prior: the beta prior of a counting event of grade 2 among participants without
            a DLT, and of a response; every level by itself, without order.
        of_model: the DLT probabilities are the design's own posterior, not that of ``prior``.
    """

    scenarios: Toxicity = field(repr=False)
    counts: Counts
    prior: tuple[Prior, ...]
    events_prior: Prior
    of_model: bool = False

    def __repr__(self) -> str:
        mean = ", ".join(f"{share:.2f}" for share in self.mean)
        return f"Posterior({len(self)} draws; mean P(DLT) {mean})"

    def __len__(self) -> int:
        return len(self.scenarios.dlt)

    @property
    def mean(self) -> Floats:
        """Posterior mean of each level's DLT probability; (D)."""
        return np.asarray(self.scenarios.dlt.mean(axis=0))

    def interval(self, share: float = 0.95) -> Floats:
        """Equal-tailed credible interval of each level's DLT probability; (D x 2)."""
        tail = (1 - share) / 2
        return np.asarray(np.quantile(self.scenarios.dlt, [tail, 1 - tail], axis=0).T)

    def above(self, target: float) -> Floats:
        """Posterior probability that a level's DLT probability exceeds ``target``; (D)."""
        return np.asarray((self.scenarios.dlt > target).mean(axis=0))

    def to_json(self) -> dict[str, Any]:
        """Prior, number of draws, mean and interval per level."""
        return {
            "of_model": self.of_model,
            "prior": None if self.of_model else [list(one) for one in self.prior],
            "events_prior": list(self.events_prior),
            "draws": len(self),
            "mean": self.mean.tolist(),
            "interval_95": self.interval().tolist(),
        }


@dataclass(frozen=True)
class Beliefs:
    """What is believed before the data, and how finely it is drawn.

    Attributes:
        dlt: (a, b) of the beta prior of the DLT probability, one for all levels or one per
            level. The default is uniform but for the order.
        events: see :class:`Posterior`.
        draws: how many scenarios; stratified, so that a thousand suffice for two digits.
    """

    dlt: Prior | Sequence[Prior] = (1.0, 1.0)
    events: Prior = (1.0, 1.0)
    draws: int = 1000


def posterior_scenarios(
    design: Design,
    counts: Counts,
    *,
    generator: np.random.Generator,
    beliefs: Beliefs = Beliefs(),
) -> Posterior:
    """Draw scenarios given the data so far.

    A design with an own posterior (a model) offers ``draw_rates(counts, generator, n)``, DLT
    probabilities (n x D), which are then used instead of the beta prior with its order.

    Args:
        design: the rule; only its levels and what it offers matter.
        counts: evaluated participants; those under observation tell nothing here.
        generator: where chance comes from.
        beliefs: the priors, and how many scenarios are drawn.

    Raises:
        FaultsFound: a prior that is none, too few draws, or two agents, whose combinations
            have no single order.
    """
    draws, events_prior = beliefs.draws, beliefs.events
    priors = _priors(beliefs.dlt, design.levels)
    _check(design, (*priors, events_prior), draws)
    own = getattr(design, "draw_rates", None)
    if own is not None:
        dlt = np.asarray(own(counts, generator, draws), dtype=np.float64)
    else:
        dlt = _ordered(counts, priors, _strata(generator, draws, design.levels))
    free = 1 - dlt

    def draw(a: float, b: float) -> Floats:
        return generator.beta(a, b, size=draws)

    events = _shares(counts, "grade2", prior=events_prior, draw=draw)
    responses = _shares(counts, "responses", prior=events_prior, draw=draw)
    truth = Toxicity(dlt, free * events, False, True, responses)
    return Posterior(truth, counts, priors, events_prior, of_model=own is not None)


def _priors(prior: Prior | Sequence[Prior], levels: int) -> tuple[Prior, ...]:
    given = tuple(prior)
    if len(given) == 2 and not isinstance(given[0], Sequence):
        return (cast("Prior", given),) * levels
    pairs = cast("tuple[Prior, ...]", given)
    if len(pairs) != levels:
        place, allowed = Place(path="prior"), f"one pair, or one for each of {levels} levels"
        fault = Fault(place, "posterior", "The wrong number of priors.", str(len(pairs)), allowed)
        raise FaultsFound([fault])
    return tuple((float(a), float(b)) for a, b in pairs)


def _check(design: Design, priors: tuple[Prior, ...], draws: int) -> None:
    faults = [
        Fault(
            Place(path="prior"), "posterior", "Not a beta prior.", str(one), "two numbers above 0"
        )
        for one in dict.fromkeys(priors)
        if not all(value > 0 for value in one)
    ]
    if draws < 1:
        place = Place(path="draws")
        faults.append(Fault(place, "posterior", "Too few draws.", str(draws), "1 or more"))
    if getattr(design, "grid", None) is not None:
        message = "Combinations of two agents have no single order of toxicity."
        faults.append(Fault(Place(path="design"), "posterior", message, "", "a scenario instead"))
    if faults:
        raise FaultsFound(faults)


def _strata(generator: np.random.Generator, draws: int, levels: int) -> Floats:
    """Uniform numbers (draws x levels), one of each column in each of equal parts of 0 to 1."""
    part = np.stack([generator.permutation(draws) for _ in range(levels)], axis=1)
    return np.asarray((part + generator.random((draws, levels))) / draws)


def _ordered(counts: Counts, priors: tuple[Prior, ...], uniform: Floats) -> Floats:
    """Draws from the order-restricted posterior; (draws x D)."""
    edges = np.linspace(0, 1, _CELLS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    mass = np.array(
        [
            np.diff(betainc(a + tally.dlt, b + tally.n - tally.dlt, edges))
            for (a, b), tally in zip(priors, counts.levels, strict=True)
        ]
    )
    # onward[j, i]: the weight of all levels above j, none of them below cell i.
    onward = np.ones_like(mass)
    for level in range(len(mass) - 2, -1, -1):
        above = np.cumsum((mass[level + 1] * onward[level + 1])[::-1])[::-1]
        onward[level] = above / above.max()
    place: Whole = np.zeros(len(uniform), dtype=np.int64)
    drawn = []
    for weight, u in zip(mass * onward, uniform.T, strict=True):
        summed = np.concatenate([[0.0], np.cumsum(weight)])
        low, high = summed[place], summed[-1]
        wanted = low + u * (high - low)
        place = np.clip(np.searchsorted(summed, wanted, side="right") - 1, place, _CELLS - 1)
        drawn.append(middle[place])
    return np.stack(drawn, axis=1)


def _shares(
    counts: Counts, name: str, *, prior: Prior, draw: Callable[[float, float], Floats]
) -> Floats:
    """Draws of a share among participants (without a DLT, for grade 2), level by level."""
    columns = []
    for tally in counts.levels:
        seen = getattr(tally, name)
        of = tally.n - tally.dlt if name == "grade2" else tally.n
        columns.append(draw(prior[0] + seen, prior[1] + of - seen))
    return np.stack(columns, axis=1)
