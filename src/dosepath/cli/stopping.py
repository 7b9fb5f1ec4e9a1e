"""Ctrl-C in a verb that works piece by piece: what is done is kept, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    with while_doing(doing):
        try:
            for one in steps:
                done.append(one)  # noqa: PERF402  # what came before Ctrl-C is kept
        except KeyboardInterrupt:
            if not done:
                raise
            return done, ExitCode.INTERRUPTED
    return done, ExitCode.DONE


@contextmanager
def while_doing(
    doing: str, *, so: str = "nothing is done yet, so there is nothing to show"
) -> Iterator[None]:
    """Within it Ctrl-C says what was being done, and what follows from that.

    Raises:
        KeyboardInterrupt: with these words.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"Stopped while {doing}: {so}.") from None


def stopped_words(done: int, whole: int, what: str) -> str:
    """What to say of figures that are shown although not all was done."""
    return f"Stopped: {done:,} of {whole:,} {what} are done; the figures are of those."
