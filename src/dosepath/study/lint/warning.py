"""A warning: what an author should look at again, or acknowledge with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from dosepath.quantity import Place
from dosepath.rule import Reason


@dataclass(frozen=True)
class Warned:
    """Something that is allowed and probably not meant.

    ``code`` is what `acknowledge` names. ``reason`` carries a warning of another room
    (its sentence is in the wording room); otherwise ``message`` says it. ``because`` is the
    author's reason for keeping it, or None.
    """

    place: Place
    code: str
    message: str = ""
    found: str = ""
    reason: Reason | None = None
    because: str | None = None

    @property
    def is_acknowledged(self) -> bool:
        """Whether the author has seen it and keeps it."""
        return self.because is not None
