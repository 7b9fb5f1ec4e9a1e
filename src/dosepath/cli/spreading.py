"""What verbs that simulate share: who works, and a bar for who waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dosepath.cli.output import console

if TYPE_CHECKING:
    from dosepath.pathways import Spread

Command = TypeVar("Command", bound=Callable[..., Any])
Tell = Callable[[int, int], None]


def spread_options(verb: Command) -> Command:
    """Who works: ``--workers``, ``--scheduler``."""
    workers = click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="Processes of this computer; they change no figure.",
    )
    scheduler = click.option(
        "--scheduler", help="Simulate on a Dask cluster instead: tcp://host:8786."
    )
    return workers(scheduler(verb))


@contextmanager
def spread_over(scheduler: str | None) -> Iterator[Spread | None]:
    """The way to a cluster, if one was named."""
    if scheduler is None:
        yield None
        return
    from dosepath.cli.cluster import on_cluster

    with on_cluster(scheduler) as spread:
        yield spread


@contextmanager
def progress() -> Iterator[Tell | None]:
    """A bar on standard error while somebody looks at it; it appears with the first block."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("Trials", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)
