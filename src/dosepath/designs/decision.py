"""What a design sees and what it answers.

A dose-escalation design is a small frozen value with one question,
``decide(counts) -> Decision``. It sees counts of evaluated participants, never
events, dates or people. Everything else (tables, exact operating
characteristics, proofs, live conduct) walks that one function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from dosepath.rule import Reason


@dataclass(frozen=True, order=True)
class Tally:
    """What is known at one dose level.

    Attributes:
        n: evaluated participants.
        dlt: those of them with a dose-limiting toxicity.
        grade2: those with a counting event (grade >= 2, not a DLT). ``dlt + grade2 <= n``.
        responses: those with the response that the study's efficacy rule names, DLT or not.
        responses_with_dlt: those with both. A design that weighs toxicity against efficacy
            sees these two; they are 0 for every other.
        pending: one number per treated participant who is not evaluated yet: the share of
            the DLT window that has passed for them, 0 to 1. They are not counted in ``n``.
            Filled only for a design that heeds it (:func:`dosepath.designs.needs`).
    """

    n: int = 0
    dlt: int = 0
    grade2: int = 0
    responses: int = 0
    responses_with_dlt: int = 0
    pending: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if min(self.n, self.dlt, self.grade2) < 0 or self.dlt + self.grade2 > self.n:
            raise ValueError(f"impossible tally {self}: need dlt + grade2 <= n, none negative")
        if (self.responses or self.responses_with_dlt) and not self._fits():
            raise ValueError(f"impossible tally {self}: its responses do not fit its participants")

    def _fits(self) -> bool:
        both, free = self.responses_with_dlt, self.n - self.dlt
        return 0 <= both <= self.dlt and 0 <= self.responses - both <= free

    @property
    def treated(self) -> int:
        """Evaluated and pending participants."""
        return self.n + len(self.pending)


@dataclass(frozen=True, order=True)
class Counts:
    """Everything observed: a tally per dose level (1-based), and the level last treated.

    ``at`` is 0 before the first participant.
    """

    levels: tuple[Tally, ...]
    at: int = 0

    @classmethod
    def none(cls, levels: int) -> Counts:
        """Nothing observed yet on a ladder of ``levels`` dose levels."""
        return cls((Tally(),) * levels)

    def __getitem__(self, level: int) -> Tally:
        if not 1 <= level <= len(self.levels):
            raise IndexError(f"dose level {level} is not on a ladder of {len(self.levels)}")
        return self.levels[level - 1]

    @property
    def total(self) -> int:
        """Evaluated participants over all levels."""
        return sum([tally.n for tally in self.levels])

    def add(self, level: int, *, n: int, dlt: int = 0, grade2: int = 0) -> Counts:
        """The counts after ``n`` more participants were evaluated at ``level``."""
        return self.plus(level, Tally(n, dlt, grade2))

    def plus(self, level: int, more: Tally) -> Counts:
        """The counts after the participants of ``more`` were evaluated at ``level``."""
        old = self[level]
        new = Tally(
            old.n + more.n,
            old.dlt + more.dlt,
            old.grade2 + more.grade2,
            old.responses + more.responses,
            old.responses_with_dlt + more.responses_with_dlt,
            old.pending,
        )
        return Counts((*self.levels[: level - 1], new, *self.levels[level:]), level)


@dataclass(frozen=True, order=True)
class Treat:
    """Treat ``n`` more participants at ``level``.

    ``backfill`` names lower levels that may be filled meanwhile, outside the escalation.
    """

    level: int
    n: int
    because: Reason
    backfill: tuple[int, ...] = ()


@dataclass(frozen=True, order=True)
class Wait:
    """Nothing may be decided yet; ``because`` says what is awaited."""

    because: Reason


@dataclass(frozen=True, order=True)
class Stop:
    """Escalation ends with ``mtd`` (a 1-based level) or with none (``mtd is None``)."""

    mtd: int | None
    because: Reason


Decision = Treat | Wait | Stop


@runtime_checkable
class Design(Protocol):
    """A dose-escalation design: frozen, and one question."""

    @property
    def levels(self) -> int:
        """The number of dose levels."""

    def decide(self, counts: Counts) -> Decision:
        """What is next, given ``counts``.

        A partial cohort is answered too: with one or two of three evaluated the
        design treats the rest at the same level, unless the result is settled.
        """

    def __hash__(self) -> int:
        """Designs are values: what is computed from one is kept under it."""
