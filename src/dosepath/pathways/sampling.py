"""How many trials are simulated, from which seed, in which blocks, and who works them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from dosepath.pathways.participants import BLOCK
from dosepath.pathways.spread import Spread, on_processes
from dosepath.quantity import Fault, FaultsFound, Place


class Estimate(NamedTuple):
    """A figure and its Monte Carlo standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Sampling:
    """How many trials are simulated, from which seed, and who works them.

    Attributes:
        runs: trials per design and scenario.
        seed: of all chance; the same seed gives the same participants to every design.
        workers: processes of this computer.
        spread: another way to work the blocks (a cluster); it replaces ``workers``.
        on_block: told after each block how many trials are done, and of how many.

    Neither ``workers`` nor ``spread`` changes any result.
    """

    runs: int
    seed: int
    workers: int = 1
    spread: Spread | None = None
    on_block: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        least = (("runs", self.runs, 1), ("seed", self.seed, 0), ("workers", self.workers, 1))
        faults = [
            Fault(Place(path=name), "sampling", "Not enough.", str(value), f"{low} or more")
            for name, value, low in least
            if value < low
        ]
        if faults:
            raise FaultsFound(faults)

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """Number and trials of each block."""
        starts = range(0, self.runs, BLOCK)
        return tuple((i, min(BLOCK, self.runs - start)) for i, start in enumerate(starts))

    @property
    def way(self) -> Spread:
        """How the work is shared."""
        return self.spread or on_processes(self.workers)

    @property
    def alone(self) -> Sampling:
        """The same trials, without who works them and who is told."""
        return Sampling(self.runs, self.seed)
