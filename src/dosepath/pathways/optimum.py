"""The nonparametric optimal benchmark: how often the right level could be found at best.

It knows of every participant the tolerance, and so whether a DLT would have come at each
level. From n such participants every level's DLT probability is estimated by its share; no
design that sees each participant at one level can be expected to do better on average.

The shares at neighbouring levels follow one another as a Markov chain (who has a DLT at a
level has one at every level with a higher probability), so that selection is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln

from dosepath.pathways.comparison import CORRECT, Correct
from dosepath.pathways.scenario import Floats, read_scenario
from dosepath.quantity import Fault, FaultsFound, Place

# Numbers in the largest array: scenarios are taken in parts.
_ROOM = 4_000_000


@dataclass(frozen=True, eq=False)
class Benchmark:
    """What complete information on ``n`` participants would select.

    Attributes:
        selection: probability of none (index 0) or level 1..D; (D + 1), or (S x D + 1).
        n: participants.
        target: the DLT rate sought.
        rule: which level is selected from the shares, as in :class:`Question`.
    """

    selection: Floats
    n: int
    target: float
    rule: Correct

    @property
    def engine(self) -> str:
        """What to print under a figure."""
        return f"exact, complete information on {self.n} participants"

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers under the attributes' names."""
        return {
            "engine": self.engine,
            "n": self.n,
            "target": self.target,
            "rule": self.rule,
            "selection": self.selection.tolist(),
        }


def benchmark(scenario: object, target: float, *, n: int, rule: Correct = "nearest") -> Benchmark:
    """The optimal benchmark under one scenario or several.

    Args:
        scenario: see :func:`dosepath.pathways.read_scenario`.
        target: the DLT rate sought.
        n: participants.
        rule: ``nearest`` selects the level whose share is closest to the target on either
            side, the lowest of several equally close; ``at_most`` the highest level whose
            share does not exceed it, none if the lowest does. Levels are taken in the order of
            their true probabilities.

    Raises:
        FaultsFound: a scenario that is not one, a target outside (0, 1), no participants.

    SOURCE: O'Quigley J, Paoletti X, Maccario J. Non-parametric optimal design in dose finding
    studies. Biostatistics 2002;3:51-6.
    """
    if faults := list(_asked(target, n, rule)):
        raise FaultsFound(faults)
    given = np.asarray(scenario) if isinstance(scenario, list | tuple | np.ndarray) else None
    levels = given.shape[-1] if given is not None else len(getattr(scenario, "dlt", ()))
    truth = read_scenario(scenario, levels)
    order = np.argsort(truth.dlt, axis=1, kind="stable")
    sorted_ = np.take_along_axis(truth.dlt, order, axis=1)
    select = _at_most if rule == "at_most" else _nearest
    size = max(1, _ROOM // (levels * (n + 1) ** 2))
    parts = [sorted_[start : start + size] for start in range(0, len(sorted_), size)]
    found = np.concatenate([select(part, target, n) for part in parts])
    selection = np.zeros_like(found)
    selection[:, 0] = found[:, 0]
    np.put_along_axis(selection, order + 1, found[:, 1:], axis=1)
    return Benchmark(selection[0] if truth.single else selection, n, target, rule)


def _nearest(p: Floats, target: float, n: int) -> Floats:
    """Selection by the closest share; (S x D + 1)."""
    scenarios, levels = p.shape
    count = np.arange(n + 1)
    # Rounded, so that two shares as far from the target on either side are equally far.
    off = np.round(np.abs(count / n - target), 12)
    under = count / n <= target
    passes = under[:, None] & ~under[None, :]
    closer = passes & (off[None, :] < off[:, None])
    farther = passes & ~closer
    stays = np.eye(n + 1, dtype=np.bool_)
    found = np.zeros((scenarios, levels + 1))
    # Per count of DLTs, not above the target: its probability by the lowest level with it.
    reached = np.zeros((scenarios, levels, n + 1))
    steps = _steps(p, n)
    first = next(steps)[:, 0, :]
    found[:, 1] = first[:, ~under].sum(axis=1)
    reached[:, 0] = first * under
    for level, step in enumerate(steps, start=1):
        flow = reached.sum(axis=1)[:, :, None] * step
        found[:, level + 1] += flow[:, closer].sum(axis=1)
        found[:, 1:] += np.einsum("sli,sij,ij->sl", reached, step, farther, optimize=True)
        moved = (flow * ~stays).sum(axis=1) * under
        reached = reached * np.einsum("sii->si", step)[:, None, :]
        reached[:, level] += moved
    found[:, 1:] += reached.sum(axis=2)
    return found


def _at_most(p: Floats, target: float, n: int) -> Floats:
    """Selection of the highest level whose share does not exceed the target; (S x D + 1)."""
    under = np.arange(n + 1) / n <= target + 1e-12
    found = np.zeros((p.shape[0], p.shape[1] + 1))
    now = np.zeros((p.shape[0], n + 1))
    now[:, 0] = 1.0
    for level, step in enumerate(_steps(p, n)):
        flow = np.einsum("si,sij->sj", now, step)
        found[:, level] += flow[:, ~under].sum(axis=1)
        now = flow * under
    found[:, -1] += now.sum(axis=1)
    return found


def _steps(p: Floats, n: int) -> Iterator[Floats]:
    """Per level: the chance of each number of DLTs given the number at the level before."""
    count = np.arange(n + 1)
    more = count[None, :] - count[:, None]
    free = (n - count)[:, None]
    possible = more >= 0
    safe = np.where(possible, more, 0)
    ways = gammaln(free + 1) - gammaln(safe + 1) - gammaln(np.where(possible, free - safe, 0) + 1)
    before = np.zeros(len(p))
    for level in range(p.shape[1]):
        left = 1 - before
        share = np.divide(p[:, level] - before, left, out=np.zeros_like(left), where=left > 0)
        q = share.clip(0.0, 1.0)[:, None, None]
        chance = np.exp(ways) * q**safe * (1 - q) ** np.where(possible, free - safe, 0)
        yield np.where(possible, chance, 0.0)
        before = p[:, level]


def _asked(target: float, n: int, rule: str) -> Iterator[Fault]:
    place, message = Place(path="target"), "There is no such benchmark."
    if not 0 < target < 1:
        allowed = "between 0 and 1, both excluded"
        yield Fault(place, "benchmark", message, f"{target:g}", allowed)
    if n < 1:
        yield Fault(Place(path="n"), "benchmark", message, str(n), "1 participant or more")
    if rule not in CORRECT:
        yield Fault(Place(path="rule"), "benchmark", message, str(rule), " | ".join(CORRECT))
