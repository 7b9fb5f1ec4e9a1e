"""Which entries of the log are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dosepath import wording
from dosepath.ledger import Event


@dataclass(frozen=True)
class Filter:
    """A person, a number (participant, screening, decision) and a kind; empty for any."""

    person: str = ""
    subject: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """From the address; anything else in it is ignored."""
        return cls(*(str(query.get(name, "")).strip() for name in ("person", "subject", "kind")))

    @property
    def query(self) -> dict[str, str]:
        """The inverse of :meth:`of`."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Choices:
    """What can be filtered by: people and numbers that occur, and kinds with their words."""

    people: tuple[str, ...]
    subjects: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]


def chosen(event: Event, wanted: Filter) -> bool:
    """Whether an event is among those wanted."""
    return (
        wanted.person in ("", event.actor)
        and wanted.kind in ("", event.kind)
        and (not wanted.subject or wanted.subject in subjects_of(event))
    )


def subjects_of(event: Event) -> set[str]:
    """The numbers that an event is about."""
    named = ("participant", "screening", "adverse_event", "candidate", "decision")
    found = {event.subject, *(str(event.payload.get(name) or "") for name in named)}
    return found - {""}


def choices(events: Iterable[Event]) -> Choices:
    """What occurs in a log."""
    listed = tuple(events)
    kinds = {event.kind: wording.label(f"kind.{event.kind}") for event in listed}
    numbers = {number for event in listed for number in subjects_of(event)}
    return Choices(
        people=tuple(sorted({event.actor for event in listed})),
        subjects=tuple(sorted(numbers)),
        kinds=tuple(sorted(kinds.items(), key=lambda kind: kind[1])),
    )
