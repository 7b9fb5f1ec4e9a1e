"""What one participant can show, and how likely each of it is.

A participant counts in exactly one *cell* of an alphabet. The chance of data is then a
product of powers of the cells' chances, one factor per dose level.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from math import factorial

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Counts, Design, Tally, Treat, heeds_grade_2, needs
from dosepath.pathways.scenario import Floats, Toxicity
from dosepath.rule import Reason

Whole = NDArray[np.int64]

_ASKED = Reason.of("design.pending", level=0, n=0)


@dataclass(frozen=True)
class Alphabet:
    """The cells of a participant, C of them.

    Attributes:
        name: ``plain``, ``graded`` or ``responses``.
        dlt, grade2, responses: for each cell whether it is one.
        plain: the cells of a participant in whom nothing but a DLT is told apart.
        full: the cells of a participant in whom everything is.
    """

    name: str
    dlt: tuple[bool, ...]
    grade2: tuple[bool, ...]
    responses: tuple[bool, ...]
    plain: tuple[int, ...]
    full: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.dlt)

    @property
    def both(self) -> tuple[bool, ...]:
        """For each cell whether it is a DLT and a response."""
        return tuple(a and b for a, b in zip(self.dlt, self.responses, strict=True))

    def used(self, *, graded: bool) -> tuple[int, ...]:
        """The cells of a cohort; ``graded``: everything is told apart in it."""
        return self.full if graded else self.plain

    def chances(self, truth: Toxicity, place: int) -> Floats:
        """The chance of each cell at the level of index ``place``: (C x S)."""
        p, q = truth.dlt[:, place], truth.grade_2[:, place]
        if self.name == "plain":
            return np.stack([p, 1 - p])
        if self.name == "graded":
            return np.stack([p, 1 - p, q, np.clip(1 - p - q, 0.0, None)])
        r, both = _response(truth)[:, place], truth.response_with_dlt[:, place]
        return np.clip(np.stack([1 - p - r + both, r - both, p - both, both]), 0.0, None)

    def slopes(self, truth: Toxicity, place: int, of: str) -> Floats:
        """Derivatives of :meth:`chances` in the level's ``of``: (C x S).

        ``of``: ``dlt``, ``grade_2`` or ``response``. A response among participants with a
        DLT is held fixed where it was given, and else moves with ``response``.
        """
        one = np.ones(len(truth.dlt))
        none = np.zeros_like(one)
        if self.name == "plain":
            return np.stack([one, -one]) if of == "dlt" else np.stack([none, none])
        if self.name == "graded":
            by_dlt, by_event = [one, -one, none, -one], [none, none, one, -one]
            return np.stack({"dlt": by_dlt, "grade_2": by_event}.get(of, [none] * 4))
        if of == "grade_2":
            return np.stack([none] * 4)
        p, r = truth.dlt[:, place], _response(truth)[:, place]
        if truth.response_if_dlt is None:
            by = [r - 1, -r, 1 - r, r] if of == "dlt" else [p - 1, 1 - p, -p, p]
        else:
            given = truth.response_if_dlt[:, place]
            by = [given - 1, -given, 1 - given, given] if of == "dlt" else [-one, one, none, none]
        return np.stack(by)

    def cells(self, tally: Tally) -> list[int]:
        """A tally as participants per cell, grade-2 events told apart if the alphabet does."""
        free = tally.n - tally.dlt
        if self.name == "plain":
            return [tally.dlt, free]
        if self.name == "graded":
            return [tally.dlt, free - tally.grade2, tally.grade2, 0]
        responded = tally.responses - tally.responses_with_dlt
        both = tally.responses_with_dlt
        return [free - responded, responded, tally.dlt - both, both]


def _response(truth: Toxicity) -> Floats:
    return np.zeros_like(truth.dlt) if truth.response is None else truth.response


PLAIN = Alphabet("plain", (True, False), (False,) * 2, (False,) * 2, (0, 1), (0, 1))
# Cell 1 holds those in whom grade 2 was not told apart, cells 2 and 3 the others.
GRADED = Alphabet(
    "graded",
    (True, False, False, False),
    (False, False, True, False),
    (False,) * 4,
    (0, 1),
    (0, 2, 3),
)
RESPONSES = Alphabet(
    "responses",
    (False, False, True, True),
    (False,) * 4,
    (False, True, False, True),
    (0, 1, 2, 3),
    (0, 1, 2, 3),
)


def alphabet_of(design: Design, *, graded: bool) -> Alphabet:
    """What must be told apart in participants of ``design``."""
    if "responses" in needs(design):
        return RESPONSES
    return GRADED if graded and _can_heed_grade_2(design) else PLAIN


def _can_heed_grade_2(design: Design) -> bool:
    inner = innermost(design)
    return hasattr(inner, "heeds_grade_2") and hasattr(design, "heeds_grade_2")


def innermost(design: Design) -> Design:
    """The design within all behaviours: each holds what it is wrapped around as ``design``."""
    while isinstance(within := getattr(design, "design", None), Design):
        design = within
    return design


def grading(design: Design, counts: Counts, *, level: int, n: int) -> bool:
    """Whether events of grade 2 in the next ``n`` participants can change a decision."""
    return heeds_grade_2(design, counts, treat=Treat(level, n, _ASKED))


@dataclass(frozen=True, eq=False)
class Results:
    """Every result of ``n`` participants: ``cells`` (R x C) and the orders of each, ``ways``."""

    cells: Whole
    ways: Floats


@lru_cache(maxsize=256)
def results(alphabet: Alphabet, n: int, *, graded: bool) -> Results:
    """All results of a cohort, fewest DLTs first, then fewest events, then fewest responses."""
    rows = [
        [chosen.count(cell) for cell in range(len(alphabet))]
        for chosen in combinations_with_replacement(alphabet.used(graded=graded), n)
    ]
    cells = np.array(sorted(rows, key=lambda row: _severity(alphabet, row)), dtype=np.int64)
    ways = [_orders(row) for row in cells.tolist()]
    return Results(cells.reshape(-1, len(alphabet)), np.array(ways, dtype=np.float64))


def _severity(alphabet: Alphabet, row: list[int]) -> tuple[int, ...]:
    kinds = (alphabet.dlt, alphabet.grade2, alphabet.responses)
    return tuple(sum(n for n, is_one in zip(row, kind, strict=True) if is_one) for kind in kinds)


def _orders(row: list[int]) -> int:
    ways = factorial(sum(row))
    for n in row:
        ways //= factorial(n)
    return ways
