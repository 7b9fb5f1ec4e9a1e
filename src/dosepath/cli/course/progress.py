"""One line that says how far the playing is."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click


class Progress:
    """A line rewritten in a terminal; elsewhere one line for each quarter."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.is_terminal = sys.stdout.isatty()
        self.last = -1

    def __enter__(self) -> Self:
        click.echo(self.title, nl=not self.is_terminal)
        return self

    def show(self, done: int, of: int) -> None:
        """Say that ``done`` of ``of`` steps are played."""
        share = 100 * done // of
        if self.is_terminal and share != self.last:
            click.echo(f"\r{self.title}: {done} of {of}", nl=False)
        elif share // 25 > max(self.last, 0) // 25 and not self.is_terminal:
            click.echo(f"      {done} of {of} steps")
        self.last = share

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.is_terminal:
            click.echo()
