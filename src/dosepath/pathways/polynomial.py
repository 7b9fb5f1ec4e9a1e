"""The chance of where a trial ends, as a polynomial in the chances of single participants.

The chance of data does not depend on their order: it is the number of weighted paths that
lead there, times one factor per dose level. Terms that begin with the same factors share
their product (a trie), and terms that mean the same for every figure are summed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dosepath.pathways.alphabet import Whole
from dosepath.pathways.products import product
from dosepath.pathways.scenario import Floats

Index = NDArray[np.intp]

# Numbers held at a time: few enough that they stay in the processor's cache.
_HELD = 1 << 18
_LEAST, _MOST = 16, 2048


@dataclass(frozen=True, eq=False)
class Factors:
    """What one level contributes to the terms: F sums of M monomials in C cells.

    Attributes:
        exponents: participants per cell in each monomial; (M x C).
        mixing: how much of each monomial is in each factor, (F x M); ``None``: factors are
            the monomials.
    """

    exponents: Whole
    mixing: Floats | None = None

    def __len__(self) -> int:
        return len(self.exponents if self.mixing is None else self.mixing)

    def values(self, chances: Floats) -> Floats:
        """Every factor where the cells have ``chances`` (C x S): (F x S)."""
        powers = _powers(chances, int(self.exponents.max(initial=0)))
        value = powers[0].take(self.exponents[:, 0], axis=0)
        for cell in range(1, len(chances)):
            if self.exponents[:, cell].any():
                value *= powers[cell].take(self.exponents[:, cell], axis=0)
        return value if self.mixing is None else product(self.mixing, value)

    def slopes(self, chances: Floats, moved: Floats) -> Floats:
        """Derivatives of :meth:`values` where the cells' chances move by ``moved`` (C x S)."""
        powers = _powers(chances, int(self.exponents.max(initial=0)))
        total = np.zeros((len(self.exponents), chances.shape[1]))
        for cell, move in enumerate(moved):
            one = self.exponents[:, cell]
            part = one[:, None] * powers[cell].take(np.maximum(one - 1, 0), axis=0) * move
            for other in range(len(chances)):
                if other != cell:
                    part = part * powers[other].take(self.exponents[:, other], axis=0)
            total += part
        return total if self.mixing is None else product(self.mixing, total)


def _powers(chances: Floats, most: int) -> Floats:
    """Powers 0 to ``most`` of each chance, 0 to the 0 being 1: (C x most + 1 x S)."""
    powers = np.empty((len(chances), most + 1, chances.shape[1]))
    powers[:, 0], powers[:, 1:] = 1.0, chances[:, None]
    return np.multiply.accumulate(powers, axis=1, out=powers)


@dataclass(frozen=True, eq=False)
class _Depth:
    """One level of the trie: the node above each node, and the factor that it adds."""

    level: int
    above: Index
    factor: Index


@dataclass(frozen=True, eq=False)
class Room:
    """Arrays that an evaluation works in: new ones each time would take longer than the work."""

    value: Floats
    other: Floats
    factor: Floats


@dataclass(frozen=True, eq=False)
class Polynomial:
    """T weighted products of factors, one factor per level, in G sums.

    Attributes:
        factors: the factors of each level.
        depths: the trie above the terms, one level after another, then the terms themselves.
        weight: of each term; (T x 1).
        ranks: the terms are ordered so that the first ``ranks[0]`` are one of each sum, the
            next ``ranks[1]`` a second one of each of the sums that have two, and so on.
        sum: which of the sums a term belongs to; (T).
        mtd, n, begun: what each sum is the chance of: the level selected (0: none), the
            participants per level, and the cohorts begun; (G), (G x D), (G).
    """

    factors: tuple[Factors, ...]
    depths: tuple[_Depth, ...]
    weight: Floats
    ranks: tuple[int, ...]
    sum: Index
    mtd: Whole
    n: Whole
    begun: Whole

    @classmethod
    def of(
        cls, factors: Sequence[Factors], terms: Whole, *, weight: Floats, label: Whole
    ) -> Polynomial:
        """From the factor of each term at each level (T x D), its weight, and what it means.

        ``label`` (T x D + 2) holds MTD, participants per level, and cohorts begun.
        """
        label, group = _distinct(label)
        varied = [level for level in range(terms.shape[1]) if len(factors[level]) > 1]
        levels = _cheapest(terms, varied) or [0]
        order = np.lexsort(tuple(terms[:, level] for level in reversed(levels)))
        ordered = terms[order]
        depths: list[_Depth] = []
        nodes, new = np.zeros(len(terms), dtype=np.intp), np.zeros(len(terms), dtype=np.bool_)
        new[:1] = True
        for level in levels[:-1]:
            new[1:] |= ordered[1:, level] != ordered[:-1, level]
            heads = np.flatnonzero(new)
            depths.append(_Depth(level, nodes[heads], ordered[heads, level].astype(np.intp)))
            nodes = np.cumsum(new) - 1
        # Sums of many terms come first, so that the n-th terms of all sums lie side by side.
        larger = np.argsort(-np.bincount(group), kind="stable")
        column = np.argsort(larger)[group[order]]
        rank = _rank(column)
        within = np.lexsort((column, rank))
        depths.append(
            _Depth(levels[-1], nodes[within], ordered[within, levels[-1]].astype(np.intp))
        )
        return cls(
            tuple(factors),
            tuple(depths),
            weight[order][within][:, None],
            tuple(np.bincount(rank).tolist()),
            column[within],
            mtd=label[larger, 0],
            n=label[larger, 1:-1],
            begun=label[larger, -1],
        )

    @property
    def chunk(self) -> int:
        """How many scenarios to evaluate at a time."""
        widest = max(len(depth.above) for depth in self.depths)
        return max(_LEAST, min(_MOST, _HELD // widest))

    def room(self, width: int) -> Room:
        """Arrays to evaluate ``width`` scenarios in, again and again."""
        widest = max(len(depth.above) for depth in self.depths)
        value, other, factor = (np.empty((widest, width)) for _ in range(3))
        return Room(value, other, factor)

    def evaluate(self, tables: Sequence[Floats], room: Room) -> tuple[Floats, Floats]:
        """Probability of each end (G x S), and expected cohorts (S).

        ``tables`` are the factors' values at each level, (F x S). The first answer lies in
        ``room``, and lasts until that is used again.
        """
        value, other = room.value, room.other
        value[:1] = 1.0
        held = 1
        for depth in self.depths:
            rows = len(depth.above)
            # Indices are in range; to clip them is the one mode that needs no copy.
            np.take(value[:held], depth.above, axis=0, out=other[:rows], mode="clip")
            factor = room.factor[:rows]
            np.take(tables[depth.level], depth.factor, axis=0, out=factor, mode="clip")
            np.multiply(other[:rows], factor, out=other[:rows])
            value, other, held = other, value, rows
        ends = self._summed(value[:held])
        return ends, self.begun @ ends

    def _summed(self, value: Floats) -> Floats:
        value *= self.weight
        if value.shape[1] == 1:
            return np.asarray(np.bincount(self.sum, weights=value[:, 0])[:, None])
        at = self.ranks[0]
        for length in self.ranks[1:]:
            value[:length] += value[at : at + length]
            at += length
        return value[: self.ranks[0]]

    def slopes(self, tables: Sequence[Floats], moved: Floats, level: int) -> tuple[Floats, Floats]:
        """Derivatives of :meth:`evaluate` where the factors of a level move by ``moved``.

        Every term has one factor of the level.
        """
        if all(depth.level != level for depth in self.depths):
            width = tables[0].shape[1]
            return np.zeros((len(self.mtd), width)), np.zeros(width)
        instead = [moved if place == level else table for place, table in enumerate(tables)]
        return self.evaluate(instead, self.room(tables[0].shape[1]))


def _distinct(label: Whole) -> tuple[Whole, Whole]:
    """The different rows, and which of them each row is."""
    order = np.lexsort(label.T)
    ordered = label[order]
    new = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    which = np.empty(len(label), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    return ordered[new], which


def _rank(column: Whole) -> Whole:
    """For each entry how many equal ones come before it."""
    order = np.argsort(column, kind="stable")
    sums = column[order]
    starts = np.flatnonzero(np.concatenate([[True], sums[1:] != sums[:-1]]))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order)) - np.repeat(starts, np.diff([*starts, len(order)]))
    return rank


def _cheapest(terms: Whole, levels: list[int]) -> list[int]:
    """The levels from below or from above, whichever makes the smaller trie."""
    return min((levels, levels[::-1]), key=lambda order: _nodes(terms, order))


def _nodes(terms: Whole, levels: list[int]) -> int:
    total, seen = 0, np.zeros(len(terms), dtype=np.int64)
    for level in levels[:-1]:
        pairs = seen * (int(terms[:, level].max()) + 1) + terms[:, level]
        seen = np.unique(pairs, return_inverse=True)[1]
        total += int(seen.max()) + 1
    return total
