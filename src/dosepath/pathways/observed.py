"""Everything that a design which answers arrays can be asked: after a cohort or any part of it.

A trial can be judged before a cohort is complete, and then go on in another way; so each
observation is followed by every part of what the design then asks for. Observations are
found in the order of participants evaluated, so the first that breaks a law is the shortest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Batch, Cohort, Counts, Design, Moves, decide_many, format_path
from dosepath.pathways.alphabet import Alphabet, Whole, alphabet_of, grading, results
from dosepath.pathways.numbering import factors_of, one_word
from dosepath.pathways.states import Flags, cohort_of, tally_of

Cells = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Observed:
    """V observations and the answer to each; the first is the start.

    Attributes:
        alphabet: what is told apart in a participant.
        cells: participants per cell; (V x D x C).
        at: the level last treated; (V).
        moves: the answers.
        parent, taken, born: the observation from which it was first reached, the number
            evaluated on the way, and which of their results it was; (V).
        graded: whether everything was told apart in them; (V).
        is_complete: whether there are no more than these.
    """

    alphabet: Alphabet
    cells: Cells
    at: Whole
    moves: Moves
    parent: Whole
    taken: Whole
    born: Whole
    graded: Flags
    is_complete: bool = True

    def __len__(self) -> int:
        return len(self.at)

    def count(self, kind: tuple[bool, ...]) -> Whole:
        """Participants per level in cells of a kind; (V x D)."""
        return np.asarray(self.cells[..., np.array(kind)].sum(axis=-1, dtype=np.int64))

    @property
    def n(self) -> Whole:
        """Participants per level; (V x D)."""
        return np.asarray(self.cells.sum(axis=2, dtype=np.int64))

    def counts(self, index: int) -> Counts:
        """An observation as a design's own value."""
        tallies = tuple(tally_of(self.alphabet, cells) for cells in self.cells[index])
        return Counts(tallies, int(self.at[index]))

    def path(self, index: int) -> str:
        """The course to an observation; "the start" for the first."""
        cohorts: list[Cohort] = []
        while index:
            made = results(self.alphabet, int(self.taken[index]), graded=bool(self.graded[index]))
            cells = made.cells[int(self.born[index])]
            cohorts.append(cohort_of(self.alphabet, int(self.at[index]), cells))
            index = int(self.parent[index])
        return format_path(reversed(cohorts)) or "the start"


@dataclass(eq=False)
class _Rows:
    """Observations on their way to be merged; fields as in :class:`Observed`."""

    cells: Cells
    at: Whole
    parent: Whole
    taken: Whole
    born: Whole
    graded: Flags

    def some(self, rows: Whole) -> _Rows:
        return _Rows(*(getattr(self, name)[rows] for name in _FIELDS))


_FIELDS = ("cells", "at", "parent", "taken", "born", "graded")


def observe(design: Design, *, limit: int) -> Observed:
    """Find every observation up to ``limit`` and ask for its answer."""
    return _Walk(design, limit).run()


@dataclass(eq=False)
class _Walk:
    design: Design
    limit: int
    waiting: dict[int, list[_Rows]] = field(default_factory=dict)
    found: list[_Rows] = field(default_factory=list)
    answers: list[Moves] = field(default_factory=list)
    number: int = 0

    def run(self) -> Observed:
        self.alphabet = alphabet_of(self.design, graded=True)
        none = Counts.none(self.design.levels)
        cells = np.array([[self.alphabet.cells(tally) for tally in none.levels]], dtype=np.int16)
        zero = np.zeros(1, dtype=np.int64)
        self.waiting[0] = [_Rows(cells, zero, zero, zero, zero, zero.astype(np.bool_))]
        while self.waiting:
            total = min(self.waiting)
            rows = _merged(self.waiting.pop(total))
            left = self.limit - self.number
            is_cut = len(rows.at) > left
            if is_cut:
                rows = rows.some(np.arange(left))
            self.found.append(rows)
            start, self.number = self.number, self.number + len(rows.at)
            batch = self._batch(rows)
            moves = decide_many(self.design, batch)
            self.answers.append(moves)
            if is_cut:
                return self._whole(is_complete=False)
            self._onward(rows, moves, start)
        return self._whole()

    def _batch(self, rows: _Rows) -> Batch:
        kinds = (self.alphabet.dlt, self.alphabet.grade2, self.alphabet.responses)
        dlt, grade2, responses, both = (
            rows.cells[..., np.array(kind)].sum(axis=2, dtype=np.int64)
            for kind in (*kinds, self.alphabet.both)
        )
        n = rows.cells.sum(axis=2, dtype=np.int64)
        return Batch(n, dlt, rows.at, grade2, responses, both)

    def _onward(self, rows: _Rows, moves: Moves, start: int) -> None:
        """Every part of what each answer asks for."""
        sound = (moves.level >= 1) & (moves.level <= self.design.levels)
        for taken in range(1, int(moves.size[sound].max(initial=0)) + 1):
            some = np.flatnonzero(sound & (moves.size >= taken))
            graded = self._graded(rows, moves, (some, taken))
            for flag in np.unique(graded):
                self._add(rows, moves.level, (some[graded == flag], taken, bool(flag)), start)

    def _graded(self, rows: _Rows, moves: Moves, part: tuple[Whole, int]) -> Flags:
        some, taken = part
        if self.alphabet.name != "graded":
            return np.zeros(len(some), dtype=np.bool_)
        batch = self._batch(rows.some(some))
        heeded = (
            grading(self.design, batch.counts(row), level=int(moves.level[one]), n=taken)
            for row, one in enumerate(some.tolist())
        )
        return np.fromiter(heeded, dtype=np.bool_, count=len(some))

    def _add(self, rows: _Rows, level: Whole, part: tuple[Whole, int, bool], start: int) -> None:
        some, taken, graded = part
        made = results(self.alphabet, taken, graded=graded).cells.astype(np.int16)
        width = len(made)
        source = np.repeat(some, width)
        born = np.tile(np.arange(width), len(some))
        cells = rows.cells[source]
        cells[np.arange(len(source)), level[source] - 1] += made[born]
        more = _Rows(
            cells,
            level[source],
            start + source,
            np.full(len(source), taken),
            born,
            np.full(len(source), graded),
        )
        totals = cells.sum(axis=(1, 2), dtype=np.int64)
        for total in np.unique(totals).tolist():
            self.waiting.setdefault(total, []).append(more.some(np.flatnonzero(totals == total)))

    def _whole(self, *, is_complete: bool = True) -> Observed:
        parts = [np.concatenate([getattr(one, name) for one in self.found]) for name in _FIELDS]
        level, size, mtd = (
            np.concatenate([getattr(one, name) for one in self.answers])
            for name in ("level", "size", "mtd")
        )
        waits = np.concatenate([one.waits for one in self.answers])
        cells, at, parent, taken, born, graded = parts
        moves = Moves(level, size, mtd, waits)
        how = (parent, taken, born, graded, is_complete)
        return Observed(self.alphabet, cells, at, moves, *how)


def _merged(parts: list[_Rows]) -> _Rows:
    """Equal observations once, as they were reached first."""
    whole = _Rows(*(np.concatenate([getattr(one, name) for one in parts]) for name in _FIELDS))
    flat = whole.cells.reshape(len(whole.at), -1).astype(np.int64)
    digits = [int(flat.max()) + 1] * flat.shape[1] + [int(whole.at.max()) + 1]
    words = np.column_stack([flat, whole.at]) @ factors_of(digits)
    _, first = np.unique(one_word(words), return_index=True)
    return whole.some(np.sort(first))
