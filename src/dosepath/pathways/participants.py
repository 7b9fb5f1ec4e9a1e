"""Simulated participants: the same people for every design.

The i-th participant treated in trial t has the same tolerance, onset, loss and response, and
the i-th to arrive comes on the same day, whatever design is asked: common random numbers, so
that designs differ by what they do and not by whom they met.

Trials are drawn in blocks of fixed size, each from its own child of the seed. A block depends
on the seed and its number alone, not on the number of trials, of workers, or of computers.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dosepath.pathways.scenario import Floats

Whole = NDArray[np.int64]

BLOCK = 1000
_CHUNK = 32

# What is drawn of a participant; each has a stream of its own, so that what one design leaves
# undrawn changes nothing for another. New kinds go to the end.
Kind = Literal["tolerance", "onset", "loss", "loss_time", "response", "arrival"]
_KINDS: tuple[Kind, ...] = ("tolerance", "onset", "loss", "loss_time", "response", "arrival")


class Participants:
    """The participants of one block of trials, drawn when they are first asked for.

    Every figure is uniform on [0, 1). ``trials``: how many of the block's first trials.
    """

    def __init__(self, seed: int, block: int, trials: int = BLOCK) -> None:
        self.trials = trials
        self._seed, self._block = seed, block
        self._drawn: dict[Kind, Floats] = {}

    def draw(self, kind: Kind, trial: Whole, *, index: Whole) -> Floats:
        """Of participant ``index`` (0-based) in each ``trial`` of the block; equal shapes."""
        wanted = int(index.max(initial=0)) + 1
        return np.asarray(self.table(kind, wanted)[trial, index])

    def table(self, kind: Kind, columns: int) -> Floats:
        """The figures of at least ``columns`` participants of each trial; (trials x columns)."""
        drawn = self._drawn.get(kind)
        while drawn is None or drawn.shape[1] < columns:
            chunk = self._chunk(kind, 0 if drawn is None else drawn.shape[1] // _CHUNK)
            drawn = chunk if drawn is None else np.concatenate([drawn, chunk], axis=1)
            self._drawn[kind] = drawn
        return drawn

    def _chunk(self, kind: Kind, number: int) -> Floats:
        key = (self._block, _KINDS.index(kind), number)
        source = np.random.PCG64(np.random.SeedSequence(self._seed, spawn_key=key))
        # Trial by trial, so that the first are the same however many there are.
        return np.random.Generator(source).random((self.trials, _CHUNK))


class Arrivals:
    """When participants of a block who could enter arrive, in days; the first on day 0."""

    def __init__(self, participants: Participants, *, interval: float, fixed: bool) -> None:
        self._participants, self._interval, self._fixed = participants, interval, fixed
        self._times = np.zeros((0, 0))

    def at(self, trial: Whole, index: Whole) -> Floats:
        """The arrival of participant ``index`` (0-based) of each ``trial``."""
        return np.asarray(self._until(int(index.max(initial=0)) + 1)[trial, index])

    def first_from(self, trial: Whole, time: Floats, *, start: Whole) -> Whole:
        """The first participant, not before ``start``, who arrives at ``time`` or later."""
        columns = max(1, self._times.shape[1])
        times = self._until(columns)
        while bool(np.any(times[trial, -1] < time)):
            columns = 2 * columns
            times = self._until(columns)
        return np.asarray(np.maximum(start, (times[trial] < time[:, None]).sum(axis=1)))

    def _until(self, columns: int) -> Floats:
        if self._times.shape[1] < columns:
            drawn = self._participants.table("arrival", columns)
            waits = np.full(drawn.shape, self._interval, dtype=np.float64)
            if not self._fixed:
                waits = -self._interval * np.log1p(-drawn)
            waits[:, 0] = 0.0
            self._times = np.cumsum(waits, axis=1)
        return self._times
