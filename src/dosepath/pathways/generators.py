"""Random scenarios: what a design does on the whole, not under a curve chosen to flatter it.

Every scenario increases with the dose, and every level is equally likely to be the one whose
DLT probability is closest to the target.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from dosepath.pathways.scenario import Floats, Scenario
from dosepath.quantity import Fault, FaultsFound, Place

Whole = NDArray[np.int64]

_EDGE = 1e-9
# The square of a normal variable of this mean leaves nothing on its side of the target.
_FARTHEST = 6.0
# So many rejections in a row are a bound that was drawn too low for its level: draw another.
_PATIENCE = 2000


class Scenarios(Protocol):
    """A way to draw random scenarios."""

    def draw(self, levels: int, target: float, *, n: int, seed: int) -> tuple[Scenario, ...]:
        """``n`` scenarios on ``levels`` levels around ``target``; the same seed, the same ones."""


@dataclass(frozen=True, kw_only=True)
class Paoletti:
    """Normal steps on the probit scale away from a level that lies near the target.

    The level is chosen with equal probabilities; its probit is normal around that of the
    target. Each level away from it differs by the square of a normal variable, and its two
    neighbours are kept at least as far from the target as it is.

    Attributes:
        target_sd: standard deviation of the chosen level's probit.
        step_sd: standard deviation of the normal variables whose squares are the steps.
        distance: mean difference in probability between the level at the target and its
            neighbours, which fixes the mean of those variables on either side.

    Raises:
        FaultsFound: a standard deviation that is none, a distance that cannot be.

    SOURCE: Paoletti X, O'Quigley J, Maccario J. Design efficiency in dose finding studies.
    Comput Stat Data Anal 2004;45:197-214, in the form of Liu S, Yuan Y. J R Stat Soc C
    2015;64:507-23 (standard deviations .05 and .35; distances .07, .10 and .15).
    """

    target_sd: float = 0.05
    step_sd: float = 0.35
    distance: float = 0.1

    def __post_init__(self) -> None:
        wrong = [name for name in ("target_sd", "step_sd") if not getattr(self, name) > 0]
        faults = [_fault(name, getattr(self, name), "more than 0") for name in wrong]
        if not 0 < self.distance < 1:
            faults.append(_fault("distance", self.distance, "between 0 and 1"))
        if faults:
            raise FaultsFound(faults)

    def draw(self, levels: int, target: float, *, n: int, seed: int) -> tuple[Scenario, ...]:
        """See :class:`Scenarios`."""
        _check(levels, target, n=n)
        draw, middle = _generator(seed, 0), float(ndtri(target))
        down, up = self._means(target)
        chosen = draw.integers(0, levels, size=n)
        at = draw.normal(middle, self.target_sd, size=n)
        # The probit of what lies as far from the target on its other side.
        mirror = ndtri(np.clip(2 * target - ndtr(at), _EDGE, 1 - _EDGE))
        below = draw.normal(down, self.step_sd, size=(n, levels)) ** 2
        above = draw.normal(up, self.step_sd, size=(n, levels)) ** 2
        probit = np.empty((n, levels))
        rows = np.arange(n)
        probit[rows, chosen] = at
        for away in range(1, levels):
            for side, steps, near in (
                (-1, -below, np.minimum(at, mirror)),
                (1, above, np.maximum(at, mirror)),
            ):
                place = chosen + side * away
                here = rows[(place >= 0) & (place < levels)]
                to, step = place[here], steps[here, place[here]]
                start = near[here] if away == 1 else probit[here, to - side]
                probit[here, to] = start + step
        return _named("Paoletti", ndtr(probit))

    def _means(self, target: float) -> tuple[float, float]:
        """Means of the normal variables below and above, for the wanted distance."""
        nodes, weights = np.polynomial.hermite_e.hermegauss(40)
        weights = weights / weights.sum()

        def off(mean: float, side: int) -> float:
            squares = (mean + self.step_sd * nodes) ** 2
            reached = ndtr(ndtri(target) + side * squares)
            return float(weights @ np.abs(reached - target)) - self.distance

        found = []
        for side in (-1, 1):
            low, high = 0.0, _FARTHEST
            least, most = (off(mean, side) + self.distance for mean in (low, high))
            if not least <= self.distance < most:
                allowed = f"from {least:.3f} to under {most:.3f} for a target of {target:g}"
                raise FaultsFound([_fault("distance", self.distance, allowed)])
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (low, middle) if off(middle, side) > 0 else (middle, high)
            found.append(low)
        return found[0], found[1]


@dataclass(frozen=True)
class PseudoUniform:
    """Sorted uniform probabilities below a random bound, kept if the chosen level is nearest.

    The level j of D is chosen with equal probabilities; M is beta(max(D - j, 1/2), 1), and the
    bound target + (1 - target) M. Probabilities uniform up to the bound are drawn until level j
    is the nearest to the target. (A bound that is met by none of 2000 draws is drawn again.)

    SOURCE: Clertant M, O'Quigley J. Semiparametric dose finding methods. J R Stat Soc B
    2017;79:1487-1508.
    """

    def draw(self, levels: int, target: float, *, n: int, seed: int) -> tuple[Scenario, ...]:
        """See :class:`Scenarios`."""
        _check(levels, target, n=n)
        draw = _generator(seed, 1)
        chosen = draw.integers(0, levels, size=n)
        found = np.empty((n, levels))
        open_, tries = np.arange(n), 0
        bound = _bounds(draw, chosen, levels, target)
        while len(open_):
            if tries and tries % _PATIENCE == 0:
                bound[open_] = _bounds(draw, chosen[open_], levels, target)
            tried = np.sort(draw.random((len(open_), levels)) * bound[open_][:, None], axis=1)
            fits = np.argmin(np.abs(tried - target), axis=1) == chosen[open_]
            found[open_[fits]] = tried[fits]
            open_, tries = open_[~fits], tries + 1
        return _named("pseudo-uniform", found)


def _bounds(draw: np.random.Generator, chosen: Whole, levels: int, target: float) -> Floats:
    upper = draw.beta(np.maximum(levels - 1 - chosen, 0.5), 1.0)
    return np.asarray(target + (1 - target) * upper)


def _generator(seed: int, kind: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(kind,))))


def _named(kind: str, dlt: Floats) -> tuple[Scenario, ...]:
    return tuple(Scenario(tuple(row), name=f"{kind} {i}") for i, row in enumerate(dlt.tolist(), 1))


def _check(levels: int, target: float, *, n: int) -> None:
    faults = list(_asked(levels, target, n))
    if faults:
        raise FaultsFound(faults)


def _asked(levels: int, target: float, n: int) -> Iterator[Fault]:
    if levels < 1:
        yield _fault("levels", levels, "1 or more")
    if not 0 < target < 1:
        yield _fault("target", target, "between 0 and 1, both excluded")
    if n < 1:
        yield _fault("n", n, "1 or more")


def _fault(name: str, value: float, allowed: str) -> Fault:
    message = "No scenarios can be drawn with this."
    return Fault(Place(path=name), "generator", message, f"{value:g}", allowed)
