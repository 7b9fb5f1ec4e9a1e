"""Simulation where time matters: who can enter when, and how long a trial takes.

The engine is the design itself, asked for all trials of a block at once. Designs that are
simulated with the same seed meet the same participants (:mod:`dosepath.pathways.participants`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Design, needs
from dosepath.pathways.blocks import in_blocks, trials_text
from dosepath.pathways.chances import Chances, read_chances
from dosepath.pathways.participants import Participants, Whole
from dosepath.pathways.sampling import Estimate, Sampling
from dosepath.pathways.scenario import Floats
from dosepath.pathways.time_course import TimeCourse
from dosepath.pathways.timed_policy import run_block
from dosepath.pathways.timed_trials import TimedBlock

_QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False, repr=False)
class TimedSimulation(TimedBlock):
    """Simulated trials of one design under one scenario, as they passed in time.

    Attributes beside those of :class:`TimedBlock`:
        planned: how many trials were asked for; there are fewer if it was stopped.
        seed: of all chance.
        course: what was assumed about time.
        chances: the scenario.
        design: the repr of the design.
    """

    planned: int
    seed: int
    course: TimeCourse
    chances: Chances = field(repr=False)
    design: str = field(repr=False)

    def __repr__(self) -> str:
        chosen = ", ".join(f"{share:.3f}" for share in self.selection)
        return (
            f"TimedSimulation(selection none, 1..{self.levels}: {chosen}; E[N] "
            f"{self.mean(self.sizes).value:.2f}; {self.mean(self.days).value:.0f} days; "
            f"{self.engine})"
        )

    @property
    def engine(self) -> str:
        """What to print under a figure."""
        return f"simulation in time, {trials_text(self.runs, self.planned)}, seed {self.seed}"

    @property
    def runs(self) -> int:
        """Simulated trials."""
        return len(self.selected)

    @property
    def is_complete(self) -> bool:
        """Whether all trials were simulated that were asked for."""
        return self.runs == self.planned

    @property
    def levels(self) -> int:
        """D."""
        return int(self.participants.shape[1])

    @property
    def sizes(self) -> Whole:
        """Participants of each trial, evaluable or not; (runs)."""
        return np.asarray(self.participants.sum(axis=1))

    @property
    def selection(self) -> Floats:
        """Share of trials that select none (index 0) or level 1..D."""
        return np.bincount(self.selected, minlength=self.levels + 1) / self.runs

    @property
    def selection_error(self) -> Floats:
        """Monte Carlo standard error of :attr:`selection`."""
        return np.asarray(np.sqrt(self.selection * (1 - self.selection) / self.runs))

    def mean(self, of: NDArray[Any]) -> Estimate:
        """Mean over the trials of one figure per trial (runs)."""
        return Estimate(float(of.mean()), float(of.std() / np.sqrt(self.runs)))

    def share(self, of: NDArray[np.bool_]) -> Estimate:
        """Share of the trials of which something holds (runs)."""
        return self.mean(of.astype(np.float64))

    def probability_above(self, n: int) -> float:
        """P(N > n)."""
        return float((self.sizes > n).mean())

    def probability_of_size(self, n: int) -> float:
        """P(N = n)."""
        return float((self.sizes == n).mean())

    def quantile(self, share: float) -> int:
        """The smallest n that a ``share`` of trials does not pass."""
        return int(np.quantile(self.sizes, share, method="inverted_cdf"))

    def above(self, n: int) -> Estimate:
        """P(N > n)."""
        return self.share(self.sizes > n)

    def overdosed(self, target: float) -> Estimate:
        """Participants at levels whose true DLT probability exceeds ``target``."""
        return self.mean(self.participants[:, self.chances.dlt > target].sum(axis=1))

    def days_at(self, share: float) -> Estimate:
        """The duration in days that ``share`` of the trials do not exceed.

        Its error is half the distance between the durations at ``share`` less and plus its
        own standard error.
        """
        off = float(np.sqrt(share * (1 - share) / self.runs))
        points = np.clip([share - off, share, share + off], 0.0, 1.0)
        low, value, high = np.quantile(self.days, points, method="inverted_cdf")
        return Estimate(float(value), float(high - low) / 2)

    def rows(self) -> list[dict[str, Any]]:
        """One row per level (level 0: no MTD) with named figures and their ``_error``."""
        rows: list[dict[str, Any]] = []
        for level in range(self.levels + 1):
            selected = Estimate(float(self.selection[level]), float(self.selection_error[level]))
            row = {"level": level, **_named("selected", selected)}
            if level:
                row["dlt"] = float(self.chances.dlt[level - 1])
                for name in ("participants", "evaluated", "dlts", "responses", "backfilled"):
                    row |= _named(name, self.mean(getattr(self, name)[:, level - 1]))
            rows.append(row)
        return rows

    def totals(self) -> dict[str, Any]:
        """Figures of a whole trial, each with its ``_error``; days are counted from the first."""
        found = {
            "participants": self.mean(self.sizes),
            "evaluated": self.mean(self.evaluated.sum(axis=1)),
            "dlts": self.mean(self.dlts.sum(axis=1)),
            "days": self.mean(self.days),
            **{f"days_{share * 100:.0f}": self.days_at(share) for share in _QUANTILES},
            "turned_away": self.mean(self.turned_away),
            "waited_days": self.mean(self.waited / np.maximum(self.sizes, 1)),
        }
        return {
            key: value for name, one in found.items() for key, value in _named(name, one).items()
        }

    def to_json(self) -> dict[str, Any]:
        """The engine, what was assumed, the rows, the totals and the distribution of N."""
        sizes, counted = np.unique(self.sizes, return_counts=True)
        return {
            "design": self.design,
            "engine": self.engine,
            "runs": self.runs,
            "planned_runs": self.planned,
            "seed": self.seed,
            "course": asdict(self.course),
            "scenario": {
                "dlt": self.chances.dlt.tolist(),
                "grade_2": self.chances.grade_2.tolist(),
            },
            "rows": self.rows(),
            "totals": self.totals(),
            "sizes": sizes.tolist(),
            "size_probability": (counted / self.runs).tolist(),
        }


def _named(name: str, estimate: Estimate) -> dict[str, float]:
    return {name: estimate.value, f"{name}_error": estimate.error}


@dataclass(frozen=True, eq=False)
class TimedJob:
    """One design under one scenario, ready to be simulated block by block."""

    design: Design
    chances: Chances
    course: TimeCourse
    sampling: Sampling

    @classmethod
    def of(
        cls, design: Design, scenario: object, *, course: TimeCourse, sampling: Sampling
    ) -> TimedJob:
        """Checked: see :func:`simulate_in_time`."""
        chances = read_chances(scenario, design.levels, heeds=needs(design))
        return cls(design, chances, course, sampling)

    def blocks(self) -> Iterator[TimedBlock]:
        """The blocks in their order; who stops asking keeps what there is."""
        return (block for _, block in in_blocks({"": self}, self.sampling))

    def alone(self) -> TimedJob:
        """See :class:`dosepath.pathways.blocks.Job`."""
        return replace(self, sampling=self.sampling.alone)

    def work(self, block: tuple[int, int]) -> TimedBlock:
        """See :class:`dosepath.pathways.blocks.Job`."""
        number, trials = block
        people = Participants(self.sampling.seed, number, trials)
        return run_block(self.design, self.chances, self.course, people)

    def gather(self, blocks: Iterable[TimedBlock]) -> TimedSimulation:
        """The result of the blocks there are; at least one."""
        parts = list(blocks)
        arrays = {
            item.name: np.concatenate([getattr(part, item.name) for part in parts])
            for item in fields(TimedBlock)
        }
        return TimedSimulation(
            **arrays,
            planned=self.sampling.runs,
            seed=self.sampling.seed,
            course=self.course,
            chances=self.chances,
            design=repr(self.design),
        )


def simulate_in_time(
    design: Design, scenario: object, *, course: TimeCourse, sampling: Sampling
) -> TimedSimulation:
    """Simulate trials of ``design`` under one scenario as they pass in time.

    Args:
        design: any design; one that heeds pending participants is asked at each arrival.
        scenario: see :func:`dosepath.pathways.read_scenario`, with ``response`` if the design
            heeds responses.
        course: what is assumed about time, in days.
        sampling: trials, seed, and who works them; see :func:`in_blocks` to follow the blocks.

    Raises:
        FaultsFound: a scenario that is not one.
        BrokenDesign: a design that waits for nobody, treats nobody, or never ends.
    """
    job = TimedJob.of(design, scenario, course=course, sampling=sampling)
    return job.gather(job.blocks())
