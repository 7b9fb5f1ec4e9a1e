"""What can be wrong with an input, and where.

A :class:`Fault` names a place, what was found and what is allowed, so that a
person can mend it without reading code. Many faults travel in one
:class:`FaultsFound`: whoever checks an input reports all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class DosePathError(Exception):
    """Base of every error that DosePath raises on purpose."""


@dataclass(frozen=True, order=True)
class Place:
    """Where in an input: file, 1-based line and column, and the path of keys.

    ``line`` and ``column`` are 0 when the input has no lines (a form, an
    argument); ``path`` is dotted for nested data and a field name for a form.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return "  ".join(part for part in (where, self.path) if part)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong: its place, a stable code, a sentence, what was found, what is allowed."""

    place: Place
    code: str
    message: str
    found: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        lines = [f"{self.place}".strip(), f"  {self.message}"]
        if self.found:
            lines.append(f"  found:   {self.found}")
        if self.allowed:
            lines.append(f"  allowed: {self.allowed}")
        return "\n".join(line for line in lines if line.strip())


class FaultsFound(DosePathError):
    """An input was refused; ``faults`` holds everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
