"""The reachable states of a design as arrays, and how each was first reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Cohort, Counts, Tally, format_path
from dosepath.pathways.alphabet import Alphabet, Whole, results
from dosepath.quantity import DosePathError

Flags = NDArray[np.bool_]

STATE_LIMIT = 500_000


class TooManyStates(DosePathError):
    """A design has more reachable states than the limit.

    ``limit``, the ``path`` to one state more, and ``estimate``: about how many there are in
    all, ``None`` where nothing tells.
    """

    def __init__(self, limit: int, path: str, estimate: int | None = None) -> None:
        self.limit, self.path, self.estimate = limit, path, estimate
        # How many, as people say it: "about 680,000,000", or "more than 500,000".
        self.about = f"more than {limit:,}" if estimate is None else f"about {rounded(estimate):,}"
        told = "" if estimate is None else f"; {self.about} in all"
        super().__init__(
            f"The design has more than {limit:,} reachable states (one is {path}{told}). "
            "Raise the limit, or use simulation."
        )


class BrokenDesign(DosePathError):
    """A design that cannot be compiled: a reachable state where it neither treats nor stops."""


def rounded(estimate: int) -> int:
    """An estimate with two digits."""
    scale = int(10 ** max(len(str(estimate)) - 2, 0))
    return round(estimate / scale) * scale


@dataclass(frozen=True, eq=False)
class States:
    """V states in the order in which every edge leads onward; the first is the start.

    Attributes:
        alphabet: what is told apart in a participant.
        n: participants per level; (V x D).
        level, size: what is treated next, 0 and 0 where the trial stops; (V).
        taken: how many of them are evaluated before the design is asked again; (V).
        mtd: the level selected where it stops, 0 for none; (V).
        graded: everything is told apart in the next cohort; (V).
        begins: the next participants begin a cohort; (V).
        first: where the edges of a state begin in ``to``: one per result of the next
            participants, in the order of :func:`results`; (V).
        to: the state that each edge leads to; (E).
        parent, born: the state from which one was first reached and the result that led
            there; the start has itself; (V).
        given: the observations at the start.
    """

    alphabet: Alphabet
    n: Whole
    level: Whole
    size: Whole
    taken: Whole
    mtd: Whole
    graded: Flags
    begins: Flags
    first: Whole
    to: Whole
    parent: Whole
    born: Whole
    given: Counts

    def __len__(self) -> int:
        return len(self.level)

    @property
    def stops(self) -> Flags:
        """Where the trial ends; (V)."""
        return np.asarray(self.level == 0)

    @property
    def decisions(self) -> int:
        """How many states are not an end."""
        return int((self.level > 0).sum())

    def cohorts(self, state: int) -> tuple[Cohort, ...]:
        """A way from the start to a state."""
        found = []
        while state:
            parent = int(self.parent[state])
            made = results(self.alphabet, int(self.taken[parent]), graded=bool(self.graded[parent]))
            cells = made.cells[int(self.born[state])]
            found.append(cohort_of(self.alphabet, int(self.level[parent]), cells))
            state = parent
        return tuple(reversed(found))

    def path(self, state: int) -> str:
        """The same in outcome notation; "the start" for the first state."""
        return format_path(self.cohorts(state)) or "the start"

    def counts(self, state: int) -> Counts:
        """One set of observations that leads to a state."""
        counts = self.given
        for cohort in self.cohorts(state):
            counts = cohort.added_to(counts)
        return counts


def cohort_of(alphabet: Alphabet, level: int, cells: Whole) -> Cohort:
    """A cohort by its participants per cell."""
    return Cohort.of_tally(level, tally_of(alphabet, cells))


def tally_of(alphabet: Alphabet, cells: Whole) -> Tally:
    """A tally by its participants per cell."""
    kinds = (alphabet.dlt, alphabet.grade2, alphabet.responses, alphabet.both)
    dlt, grade2, responses, both = (int(cells @ np.array(kind)) for kind in kinds)
    return Tally(int(cells.sum()), dlt, grade2, responses, both)
