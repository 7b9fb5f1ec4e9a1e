"""Simulations worked block by block: who stops asking keeps the trials that are done."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from dosepath.pathways.sampling import Sampling

Name = TypeVar("Name", bound=Hashable)


class Job(Protocol):
    """One design under one scenario, ready to be simulated."""

    @property
    def sampling(self) -> Sampling:
        """Trials, seed, and who works them."""

    def alone(self) -> Job:
        """What travels to a worker: neither the way there nor whom to tell."""

    def work(self, block: tuple[int, int]) -> Any:
        """The trials of the block of that number, so many of them."""


def in_blocks(jobs: Mapping[Name, Job], sampling: Sampling) -> Iterator[tuple[Name, Any]]:
    """The blocks of several jobs, job by job, so that all of them share the workers.

    ``sampling.on_block`` is told the trials done in all jobs, and of how many.
    """
    tasks = [(name, block) for name in jobs for block in sampling.blocks]
    plain = {name: job.alone() for name, job in jobs.items()}
    items = [(plain[name], block) for name, block in tasks]
    done, total = 0, len(jobs) * sampling.runs
    worked = sampling.way(_work, items)
    for (name, (_, trials)), block in zip(tasks, worked, strict=True):
        done += trials
        if sampling.on_block is not None:
            sampling.on_block(done, total)
        yield name, block


def _work(item: tuple[Job, tuple[int, int]]) -> Any:
    job, block = item
    return job.work(block)


def trials_text(runs: int, planned: int) -> str:
    """How many trials figures rest on, and that there should have been more."""
    stopped = "" if runs == planned else f" of {planned:,} (stopped before the end)"
    return f"{runs:,} trials{stopped}"
