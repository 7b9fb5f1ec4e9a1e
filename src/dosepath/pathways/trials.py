"""Simulation without time: cohort after cohort, all trials of a block at once.

The participants are those of :mod:`dosepath.pathways.participants`, so that a design meets the
same people here, in a simulation in time, and beside another design.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np

from dosepath.designs import Batch, Design, needs
from dosepath.pathways.asking import ask
from dosepath.pathways.blocks import in_blocks, trials_text
from dosepath.pathways.chances import Chances, read_chances
from dosepath.pathways.participants import Participants, Whole
from dosepath.pathways.program import BrokenDesign
from dosepath.pathways.sampling import Sampling
from dosepath.pathways.simulation import Simulation

_LONGEST = 1000
_NOTHING = np.zeros((0, 0), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class TrialBlock:
    """What happened in some trials.

    Attributes:
        selected: the MTD, 0 for none; (T).
        participants, dlts, grade2, responses: per level; (T x D).
        cohorts: how many; (T).
    """

    selected: Whole
    participants: Whole
    dlts: Whole
    grade2: Whole
    responses: Whole
    cohorts: Whole


class _Cohorts:
    """The trials of one block, each at the end of a cohort."""

    def __init__(self, design: Design, chances: Chances, people: Participants) -> None:
        self.design, self.chances, self.people = design, chances, people
        self.graded = bool(chances.grade_2.any())
        self.responds = "responses" in needs(design)
        shape = (people.trials, design.levels)
        self.n, self.dlt, self.grade2, self.responses, self.both = (
            np.zeros(shape, dtype=np.int64) for _ in range(5)
        )
        self.at, self.mtd, self.treated, self.cohorts = (
            np.zeros(people.trials, dtype=np.int64) for _ in range(4)
        )

    def run(self) -> TrialBlock:
        rows = np.arange(self.people.trials)
        for _ in range(_LONGEST):
            if not len(rows):
                found = (self.mtd, self.n, self.dlt, self.grade2, self.responses, self.cohorts)
                return TrialBlock(*found)
            moves = ask(self.design, self._seen(rows))
            if moves.waits.any():
                raise BrokenDesign("The design waits although everybody is evaluated")
            self.mtd[rows] = moves.mtd
            goes_on = moves.level > 0
            if not goes_on.all():
                rows = rows[goes_on]
            self._treat(rows, moves.level[goes_on], moves.size[goes_on])
        raise BrokenDesign(f"The design goes on after {_LONGEST:,} cohorts")

    def _seen(self, rows: Whole) -> Batch:
        def part(array: Whole, wanted: bool) -> Whole:
            return array[rows] if wanted else _NOTHING

        return Batch(
            self.n[rows],
            self.dlt[rows],
            self.at[rows],
            part(self.grade2, self.graded),
            part(self.responses, self.responds),
            part(self.both, self.responds),
        )

    def _treat(self, rows: Whole, level: Whole, size: Whole) -> None:
        if not len(rows):
            return
        place, most = level - 1, int(size.max())
        index = self.treated[rows][:, None] + np.arange(most)
        member = np.arange(most) < size[:, None]
        tolerance = self.people.draw("tolerance", rows[:, None], index=index)
        p = self.chances.dlt[place][:, None]
        toxic = member & (tolerance < p)
        self.n[rows, place] += size
        self.dlt[rows, place] += toxic.sum(axis=1)
        if self.graded:
            reached = tolerance < p + self.chances.grade_2[place][:, None]
            self.grade2[rows, place] += (member & reached & ~toxic).sum(axis=1)
        if self.responds:
            draw = self.people.draw("response", rows[:, None], index=index)
            responds = member & self.chances.responds(place[:, None], toxic, draw)
            self.responses[rows, place] += responds.sum(axis=1)
            self.both[rows, place] += (responds & toxic).sum(axis=1)
        self.at[rows] = level
        self.treated[rows] += size
        self.cohorts[rows] += 1


@dataclass(frozen=True, eq=False)
class TrialJob:
    """One design under one scenario without time, ready to be simulated block by block."""

    design: Design
    chances: Chances
    sampling: Sampling

    @classmethod
    def of(cls, design: Design, scenario: object, *, sampling: Sampling) -> TrialJob:
        """Checked: see :func:`simulate_trials`."""
        chances = read_chances(scenario, design.levels, heeds=needs(design))
        return cls(design, chances, sampling)

    def alone(self) -> TrialJob:
        """See :class:`dosepath.pathways.blocks.Job`."""
        return replace(self, sampling=self.sampling.alone)

    def work(self, block: tuple[int, int]) -> TrialBlock:
        """See :class:`dosepath.pathways.blocks.Job`."""
        number, trials = block
        people = Participants(self.sampling.seed, number, trials)
        return _Cohorts(self.design, self.chances, people).run()

    def gather(self, blocks: Iterable[TrialBlock]) -> Simulation:
        """The result of the blocks there are; at least one."""
        parts = list(blocks)
        arrays = {
            item.name: np.concatenate([getattr(part, item.name) for part in parts])
            for item in fields(TrialBlock)
        }
        planned, seed = self.sampling.runs, self.sampling.seed
        trials = trials_text(len(arrays["selected"]), planned)
        return Simulation(engine=f"simulation, {trials}, seed {seed}", planned=planned, **arrays)


def simulate_trials(design: Design, scenario: object, *, sampling: Sampling) -> Simulation:
    """Simulate trials of ``design`` whose cohorts are complete before each decision.

    A design that heeds pending participants sees none: time is not simulated here.

    Args:
        design: any design.
        scenario: see :func:`dosepath.pathways.read_scenario`, with ``response`` if the design
            heeds responses.
        sampling: trials, seed, and who works them; see :func:`in_blocks` to follow the blocks.

    Raises:
        FaultsFound: a scenario that is not one.
        BrokenDesign: a design that waits, treats nobody, or never ends.
    """
    job = TrialJob.of(design, scenario, sampling=sampling)
    return job.gather(block for _, block in in_blocks({"": job}, sampling))
