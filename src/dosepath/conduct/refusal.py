"""A command that may not be carried out says why, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from dosepath.quantity import DosePathError
from dosepath.rule import Reason


class Refused(DosePathError):
    """A command was refused; ``reasons`` says what was refused, by which rule, what would help.

    The sentence for each reason is made by the ``wording`` room.
    """

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(_brief(reason) for reason in self.reasons))


def _brief(reason: Reason) -> str:
    values = ", ".join(f"{name}={value}" for name, value in reason.values)
    return f"{reason.code} ({values})" if values else reason.code


def refuse_if_any(reasons: Iterable[Reason | None]) -> None:
    """Raise :class:`Refused` with every reason that is not ``None``; all of them at once."""
    found = tuple(reason for reason in reasons if reason is not None)
    if found:
        raise Refused(*found)
