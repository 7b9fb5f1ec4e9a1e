"""Ctrl-C in a verb that works piece by piece: what is done is kept, and counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from dosepath.cli.failure import ExitCode

Item = TypeVar("Item")


def kept(steps: Iterable[Item], *, doing: str) -> tuple[list[Item], ExitCode]:
    """Everything that ``steps`` give, or at Ctrl-C what they gave so far, with the exit code.

    ``doing`` says in a few words what comes before the first of them.

    Raises:
        KeyboardInterrupt: nothing was done yet, in words.
    """
    done: list[Item] = []
    try:
        for one in steps:
            done.append(one)  # noqa: PERF402  # what came before Ctrl-C is kept
    except KeyboardInterrupt:
        if not done:
            told = f"Stopped while {doing}: nothing is done yet, so there is nothing to show."
            raise KeyboardInterrupt(told) from None
        return done, ExitCode.INTERRUPTED
    return done, ExitCode.DONE


def stopped_words(done: int, whole: int, what: str) -> str:
    """What to say of figures that are shown although not all was done."""
    return f"Stopped: {done:,} of {whole:,} {what} are done; the figures are of those."
