"""Where the blocks of a simulation are worked: one after another, or on several processes.

Whoever works them, the results are the same: a task depends on its item alone, and results
come back in the order of the items. This is the only module of the pure rooms that knows
processes; a cluster fits in by the same protocol.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Protocol, TypeVar

_UNLIMITED = 1_000_000

Item = TypeVar("Item")
Result = TypeVar("Result")


class Spread(Protocol):
    """Works every item with ``task`` and yields the results in the order of the items."""

    def __call__(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Closing the iterator abandons what has not been begun."""


def in_turn(task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """One after another, in this process."""
    return (task(item) for item in items)


def on_processes(workers: int) -> Spread:
    """On ``workers`` processes of this computer; one is this process itself."""
    if workers == 1:
        return in_turn

    def spread(task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        pool = ProcessPoolExecutor(
            min(workers, max(1, len(items))),
            initializer=_leave_ctrl_c,
            # With a limit processes are spawned, not forked: a fork with threads can hang.
            max_tasks_per_child=_UNLIMITED,
        )
        try:
            yield from pool.map(task, items)
        finally:
            pool.shutdown(cancel_futures=True)

    return spread


def _leave_ctrl_c() -> None:
    """Ctrl-C reaches every process of a terminal; only the first decides what to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
