"""Every state of a design that answers arrays, found layer by layer.

A layer holds the states after equally many cohorts. All are asked at once, and those with
equal data and equal answers become one: what comes next does not depend on the level they
were at. Their results are numbered by exact integer keys, and equal ones are one row of the
next layer, which carries the number of weighted paths into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Batch, Counts, Design, Moves, Treat, decide_many, format_path
from dosepath.pathways.alphabet import (
    Alphabet,
    Results,
    Whole,
    alphabet_of,
    grading,
    results,
)
from dosepath.pathways.estimating import estimate_states
from dosepath.pathways.numbering import factors_of, one_word
from dosepath.pathways.scenario import Floats
from dosepath.pathways.states import (
    STATE_LIMIT,
    BrokenDesign,
    Flags,
    States,
    TooManyStates,
    cohort_of,
)

Cells = NDArray[np.int16]

# Rows asked at a time: few enough that a design's own arrays stay small.
_ASKED = 1 << 17
_NONE = np.zeros(0, dtype=np.int64)
# The code with which a design says that a cohort goes on.
REST = "design.rest_of_cohort"


@dataclass(frozen=True)
class ArrayWalk:
    """How to walk.

    Attributes:
        graded: tell grade-2 events apart where the design heeds them.
        one_by_one: ask after every participant.
        given: where to start, with everybody evaluated.
        waiting: per level participants whose results come first.
        limit: the most states.
    """

    graded: bool = True
    one_by_one: bool = False
    given: Counts | None = None
    waiting: tuple[tuple[int, int], ...] = ()
    limit: int = STATE_LIMIT


@dataclass(frozen=True, eq=False)
class Walked:
    """States, with the participants per cell (V x D x C) and the weighted paths (V) of each.

    ``begun``: cohorts begun with the next participants, and before them; (V).
    """

    states: States
    cells: Cells
    weight: Floats
    begun: Whole


@dataclass(eq=False)
class _Layer:
    """States after equally many steps; other fields as in :class:`States`.

    ``start``: the number of the first of them. ``rest``: how many of a cohort are still to
    come. ``begun``: cohorts begun. ``taken``: participants evaluated before it is asked again.
    """

    start: int
    cells: Cells
    at: Whole
    rest: Whole
    begun: Whole
    weight: Floats
    parent: Whole
    born: Whole
    moves: Moves = field(init=False)
    taken: Whole = field(init=False)
    graded: Flags = field(init=False)
    first: Whole = field(init=False)
    to: Whole = field(init=False)

    def __post_init__(self) -> None:
        self.moves, self.to = Moves.empty(len(self)), _NONE
        self.taken = self.moves.size
        self.graded = _no(len(self))
        self.first = np.full(len(self), -1, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.at)

    @property
    def begins(self) -> Flags:
        """Where the next participants are not the rest of a cohort already begun."""
        rest = (self.moves.level == self.at) & (self.moves.size == self.rest) & (self.rest > 0)
        return np.asarray((self.moves.level > 0) & ~rest)

    def keep(self, rows: Whole) -> None:
        """Leave only these rows."""
        for name in ("cells", "at", "rest", "begun", "weight", "parent", "born", "taken"):
            setattr(self, name, getattr(self, name)[rows])
        one = self.moves
        self.moves = Moves(one.level[rows], one.size[rows], one.mtd[rows], one.waits[rows])
        self.graded = self.graded[rows]


class _Children:
    """All results of those ``rows`` of a layer that treat equally many, graded alike."""

    def __init__(self, layer: _Layer, rows: Whole, made: Results) -> None:
        self.rows, self.made, self.width = rows, made, len(made.ways)
        self.source = np.repeat(rows, self.width)
        self.born = np.tile(np.arange(self.width), len(rows))
        self.weight = (layer.weight[rows][:, None] * made.ways).ravel()


def walk_arrays(design: Design, how: ArrayWalk) -> Walked:
    """Find every state.

    Raises:
        TooManyStates: beyond the limit, with an estimate of their number.
        BrokenDesign: a state where the design neither treats somebody nor stops.
    """
    return _Walk(design, how).run()


class _Walk:
    def __init__(self, design: Design, how: ArrayWalk) -> None:
        self.design, self.how = design, how
        self.alphabet: Alphabet = alphabet_of(design, graded=how.graded)
        self.given = Counts.none(design.levels) if how.given is None else how.given
        self.layers: list[_Layer] = []

    def run(self) -> Walked:
        cells = [[self.alphabet.cells(tally) for tally in self.given.levels]]
        at, zero = np.array([self.given.at]), np.zeros(1, dtype=np.int64)
        layer = _Layer(0, np.array(cells, dtype=np.int16), at, zero, zero, np.ones(1), zero, zero)
        waiting = list(self.how.waiting)
        while len(layer):
            self.layers.append(layer)
            if waiting:
                _treat(layer, *waiting.pop(0))
            else:
                self._ask(layer)
                self._merge(layer)
            self._grade(layer)
            layer = self._next(layer)
        return self._whole()

    def _ask(self, layer: _Layer) -> None:
        starts = range(0, len(layer), _ASKED)
        parts = [decide_many(self.design, self._batch(layer, at)) for at in starts]
        layer.moves = moves = parts[0] if len(parts) == 1 else _joined(parts)
        sound = (moves.level >= 1) & (moves.level <= self.design.levels) & (moves.size >= 1)
        wrong = np.flatnonzero(moves.waits | ~(sound | moves.stops))
        if len(wrong):
            dlts = _count(layer.cells[wrong], self.alphabet.dlt).sum(axis=1)
            states, place = self._whole().states, layer.start + int(wrong[np.argmin(dlts)])
            answer = self.design.decide(states.counts(place))
            raise BrokenDesign(f"After {states.path(place)} the design says {answer}")
        if len(self.layers) == len(self.how.waiting) + 1 and self.how.given is not None:
            self._note_rest(layer)
        layer.begun = layer.begun + layer.begins
        layer.taken = moves.size.clip(max=1) if self.how.one_by_one else moves.size

    def _note_rest(self, layer: _Layer) -> None:
        """The data given may end within a cohort: then what comes next is its rest."""
        batch = self._batch(layer, 0)
        layer.rest = layer.rest.copy()
        for row in range(len(batch)):
            decision = self.design.decide(batch.counts(row))
            if isinstance(decision, Treat) and decision.because.code == REST:
                layer.rest[row] = decision.n

    def _merge(self, layer: _Layer) -> None:
        """Rows with equal data and equal answers become one."""
        if len(layer) == 1:
            return
        moves = layer.moves
        answers = (moves.level, moves.size, moves.mtd, layer.begun)
        most = [int(one.max()) + 1 for one in answers]
        factor = factors_of([*_digits(layer, 0), *most])
        words = layer.cells.reshape(len(layer), -1).astype(np.int64) @ factor[: -len(most)]
        for one, worth in zip(answers, factor[-len(most) :], strict=True):
            words += one[:, None] * worth
        _, first, inverse = np.unique(one_word(words), return_index=True, return_inverse=True)
        if len(first) < len(layer):
            weight = np.bincount(inverse, weights=layer.weight).astype(np.float64)
            layer.keep(first)
            layer.weight = weight
            before = self.layers[-2]
            before.to = layer.start + inverse[before.to - layer.start]

    def _batch(self, layer: _Layer, start: int) -> Batch:
        rows = slice(start, start + _ASKED)
        cells, alphabet = layer.cells[rows], self.alphabet
        n, dlt, at = cells.sum(axis=2, dtype=np.int64), _count(cells, alphabet.dlt), layer.at[rows]
        if alphabet.name == "graded":
            return Batch(n, dlt, at, grade2=_count(cells, alphabet.grade2))
        if alphabet.name == "plain":
            return Batch(n, dlt, at)
        responses, both = (_count(cells, kind) for kind in (alphabet.responses, alphabet.both))
        return Batch(n, dlt, at, responses=responses, responses_with_dlt=both)

    def _grade(self, layer: _Layer) -> None:
        """Note where events of grade 2 in the next cohort matter."""
        if self.alphabet.name != "graded":
            return
        for start in range(0, len(layer), _ASKED):
            batch = self._batch(layer, start)
            for row in range(len(batch)):
                level, n = int(layer.moves.level[start + row]), int(layer.taken[start + row])
                if level:
                    heeded = grading(self.design, batch.counts(row), level=level, n=n)
                    layer.graded[start + row] = heeded

    def _next(self, layer: _Layer) -> _Layer:
        """The layer that follows, its equal states merged; ``layer`` gets its edges."""
        after = layer.start + len(layer)
        layer.first = np.full(len(layer), -1, dtype=np.int64)
        groups = [_Children(layer, rows, made) for rows, made in self._groups(layer)]
        if not groups:
            nobody = layer.cells[:0]
            return _Layer(after, nobody, _NONE, _NONE, _NONE, np.zeros(0), _NONE, _NONE)
        _, first, inverse = np.unique(_keys(layer, groups), return_index=True, return_inverse=True)
        weight = np.bincount(inverse, weights=np.concatenate([one.weight for one in groups]))
        edges = 0
        for one in groups:
            layer.first[one.rows] = edges + np.arange(len(one.rows)) * one.width
            edges += len(one.source)
        layer.to = after + inverse
        source = np.concatenate([one.source for one in groups])[first]
        born = np.concatenate([one.born for one in groups])[first]
        if after + len(first) > self.how.limit:
            raise self._too_many(layer, int(source[0]), int(born[0]), more=len(first))
        # The results of all groups one under another; ``begin`` is where a child's group has its.
        every = np.concatenate([one.made.cells for one in groups]).astype(np.int16)
        begin = np.cumsum([0, *(one.width for one in groups)])
        shift = np.repeat(begin[:-1], [len(one.source) for one in groups])[first]
        level = layer.moves.level[source]
        cells = layer.cells[source]
        cells[np.arange(len(first)), level - 1] += every[shift + born]
        rest = (layer.moves.size - layer.taken)[source]
        begun = layer.begun[source]
        parent = layer.start + source
        return _Layer(after, cells, level, rest, begun, weight.astype(np.float64), parent, born)

    def _groups(self, layer: _Layer) -> Iterator[tuple[Whole, Results]]:
        kind = np.where(layer.moves.level > 0, 2 * layer.taken + layer.graded, 0)
        for one in np.unique(kind[kind > 0]).tolist():
            made = results(self.alphabet, one // 2, graded=bool(one % 2))
            yield np.flatnonzero(kind == one), made

    def _too_many(self, layer: _Layer, row: int, born: int, *, more: int) -> TooManyStates:
        states = self._whole().states
        made = results(self.alphabet, int(layer.taken[row]), graded=bool(layer.graded[row]))
        last = cohort_of(self.alphabet, int(layer.moves.level[row]), made.cells[born])
        path = format_path([*states.cohorts(layer.start + row), last])
        sizes = [*(len(one) for one in self.layers), more]
        return TooManyStates(self.how.limit, path, estimate_states(self.design, sizes))

    def _whole(self) -> Walked:
        layers = self.layers
        edges = np.cumsum([0, *(len(one.to) for one in layers)])
        first = [
            np.where(one.first >= 0, one.first + before, -1)
            for one, before in zip(layers, edges[:-1], strict=True)
        ]
        cells = np.concatenate([one.cells for one in layers])
        states = States(
            alphabet=self.alphabet,
            n=cells.sum(axis=2, dtype=np.int16),
            level=np.concatenate([one.moves.level for one in layers]),
            size=np.concatenate([one.moves.size for one in layers]),
            mtd=np.concatenate([one.moves.mtd for one in layers]),
            graded=np.concatenate([one.graded for one in layers]),
            taken=np.concatenate([one.taken for one in layers]),
            begins=np.concatenate([one.begins for one in layers]),
            first=np.concatenate(first),
            to=np.concatenate([one.to for one in layers]),
            parent=np.concatenate([one.parent for one in layers]),
            born=np.concatenate([one.born for one in layers]),
            given=self.given,
        )
        begun, weight = (
            np.concatenate([getattr(one, name) for one in layers]) for name in ("begun", "weight")
        )
        return Walked(states, cells, weight, begun)


def _treat(layer: _Layer, level: int, n: int) -> None:
    """Everywhere ``n`` participants at ``level``, whatever the design says."""
    moves = Moves.empty(len(layer))
    moves.level[:], moves.size[:] = level, n
    layer.moves, layer.taken = moves, moves.size


def _joined(parts: Sequence[Moves]) -> Moves:
    return Moves(
        np.concatenate([part.level for part in parts]),
        np.concatenate([part.size for part in parts]),
        np.concatenate([part.mtd for part in parts]),
        np.concatenate([part.waits for part in parts]),
    )


def _no(rows: int) -> Flags:
    return np.zeros(rows, dtype=np.bool_)


def _count(cells: Cells, kind: tuple[bool, ...]) -> Whole:
    return np.asarray(cells[..., np.array(kind)].sum(axis=-1, dtype=np.int64))


def _keys(layer: _Layer, groups: Sequence[_Children]) -> Whole:
    """One whole number for each child, equal for equal data at the same level."""
    rows, levels, cells = layer.cells.shape
    others = (layer.moves.level, layer.moves.size - layer.taken, layer.begun)
    most = [int(one.max()) + 1 for one in others]
    factor = factors_of([*_digits(layer, int(layer.taken.max())), *most])
    own = layer.cells.reshape(rows, -1).astype(np.int64) @ factor[: -len(most)]
    for one, worth in zip(others, factor[-len(most) :], strict=True):
        own += one[:, None] * worth
    of_cells = factor[: levels * cells].reshape(levels, cells, -1)
    words = []
    for group in groups:
        place = layer.moves.level[group.rows] - 1
        added = np.einsum("oc,rcw->row", group.made.cells, of_cells[place])
        words.append((own[group.rows][:, None, :] + added).reshape(-1, factor.shape[1]))
    return one_word(np.concatenate(words))


def _digits(layer: _Layer, more: int) -> list[int]:
    """The radix of each cell of each level."""
    levels, cells = layer.cells.shape[1:]
    return [int(layer.cells.max()) + more + 1] * (levels * cells)
