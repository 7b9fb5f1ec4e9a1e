"""Stop when the lowest level is too toxic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import betaincc

from dosepath.designs import stage
from dosepath.designs.batch import Batch, Moves, decide_many
from dosepath.designs.behaviour.around import Around
from dosepath.designs.decision import Counts, Decision, Design, Stop
from dosepath.designs.options import check_prior, check_share, check_whole
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class TooToxic(Around):
    """``design`` while the lowest level may still be safe.

    The trial stops without an MTD when P(DLT rate at ``level`` > ``target`` | the DLTs seen
    there) > ``eliminate_above`` under a beta prior, checked as soon as ``from_n`` were
    evaluated there, parts of a cohort included.

    Attributes:
        design: what it is wrapped around.
        target: the DLT rate that must not be exceeded.
        eliminate_above: the posterior probability beyond which the level is too toxic.
        prior: a and b of the beta prior of the DLT rate at that level alone.
        from_n: nothing is concluded from fewer evaluated participants.
        level: the level watched, 1-based; the lowest one by default.

    Source: the safety rule of Liu S, Yuan Y. J R Stat Soc C 2015;64:507-23, section 2, and
    of Guo W et al. Contemp Clin Trials 2017;58:23-33 (there with beta(1, 1) and .95).

    Raises:
        FaultsFound: every impossible parameter.
    """

    design: Design
    target: float
    eliminate_above: float = 0.95
    prior: Sequence[float] = (1, 1)
    from_n: int = 3
    level: int = 1

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)
        object.__setattr__(self, "prior", tuple(self.prior))

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        tally = counts[self.level]
        if self.fewest_dlts(tally.n) > tally.dlt:
            return self.design.decide(counts)
        values = {"level": self.level, "n": tally.n, "dlt": tally.dlt}
        return Stop(None, Reason.of("design.too_toxic", **values))

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of :meth:`decide`, row by row."""
        moves = decide_many(self.design, batch)
        n, dlt = batch.n[:, self.level - 1], batch.dlt[:, self.level - 1]
        sizes, inverse = np.unique(n, return_inverse=True)
        fewest = np.array([self.fewest_dlts(int(size)) for size in sizes], dtype=np.int64)
        ends = dlt >= fewest[inverse]
        return Moves(
            np.where(ends, 0, moves.level),
            np.where(ends, 0, moves.size),
            np.where(ends, 0, moves.mtd),
            moves.waits & ~ends,
        )

    def fewest_dlts(self, n: int) -> int:
        """The fewest DLTs among ``n`` evaluated that are too many; ``n + 1`` if none are."""
        if n < self.from_n:
            return n + 1
        if n not in self._fewest:
            dlt = np.arange(n + 1)
            a, b = self.prior
            beyond = betaincc(a + dlt, b + n - dlt, self.target) > self.eliminate_above
            self._fewest[n] = int(np.argmax(beyond)) if beyond.any() else n + 1
        return self._fewest[n]

    @cached_property
    def _fewest(self) -> dict[int, int]:
        return {}

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:
        """Counts that stand for ``counts``, with the watched level's tally as it is."""
        merged = stage.merge(self.design, counts, keep_sizes=keep_sizes)
        one, other = merged[self.level], counts[self.level]
        return merged if (one.n, one.dlt) == (other.n, other.dlt) else counts

    def dlts_alike(self, counts: Counts) -> tuple[int, ...]:
        """Per level the most DLTs that :meth:`merge` makes equal to those of ``counts``."""
        alike = stage.most_dlts(self.design, counts)
        watched = counts[self.level].dlt
        return (*alike[: self.level - 1], watched, *alike[self.level :])

    def _faults(self) -> Iterator[Fault]:
        yield from check_share("target", self.target)
        yield from check_share("eliminate_above", self.eliminate_above)
        yield from check_prior("prior", self.prior)
        yield from check_whole("from_n", self.from_n, low=1)
        yield from check_whole("level", self.level, low=1, high=self.design.levels)
