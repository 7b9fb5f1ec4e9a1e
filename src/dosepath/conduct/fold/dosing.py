"""How the trial's opening, slots, checks and dosing change the state."""

from __future__ import annotations

from dataclasses import replace

from dosepath.conduct.fold.book import Book
from dosepath.conduct.fold.entry import Entry
from dosepath.conduct.record.decision import Cohort
from dosepath.conduct.record.participant import (
    DOSED,
    EXPIRED,
    RELEASED,
    RESERVED,
    Check,
    Dosing,
    Slot,
)
from dosepath.designs import Counts, Treat

PROTOCOL = "protocol"


def trial_opened(book: Book, entry: Entry) -> None:
    """The trial is open, and with it the first cohort: the protocol itself permits level 1.

    A design that cannot answer opens nothing; the recommendation then is to hold.
    """
    book.opened = entry.stamp
    book.synthetic = entry.payload["synthetic"] is True
    book.zone = entry.text("zone")
    book.consent_version = entry.text("consent_version")
    _first_cohort(book, entry, number=1)


def part_opened(book: Book, entry: Entry) -> None:
    """A further part is open, and with it its first cohort, as the protocol permits."""
    if entry.part not in book.protocol.parts:
        raise ValueError(f"the study file has no part {entry.part}")
    book.parts_opened[entry.part] = entry.stamp
    _first_cohort(book, entry, number=entry.count("cohort"))


def _first_cohort(book: Book, entry: Entry, *, number: int) -> None:
    design = book.protocol.of_part(entry.part).design
    try:
        first = design.decide(Counts.none(design.levels))
    except Exception:  # noqa: BLE001  the log must still be read
        return
    if isinstance(first, Treat):
        since = entry.stamp.at
        book.cohorts.append(Cohort(number, first.level, first.n, PROTOCOL, since, entry.part))


def slot_reserved(book: Book, entry: Entry) -> None:
    """A place is held."""
    slot = Slot(
        entry.text("slot"),
        entry.count("cohort"),
        entry.count("level"),
        entry.text("participant"),
        entry.moment("expires"),
        RESERVED,
        entry.stamp,
        entry.flag("backfill"),
    )
    book.slots[slot.number] = slot
    participant = book.participants[slot.participant]
    book.participants[slot.participant] = replace(participant, slot=slot.number)


def slot_released(book: Book, entry: Entry) -> None:
    """A held place was given back."""
    _free(book, entry, RELEASED)


def reservation_expired(book: Book, entry: Entry) -> None:
    """A held place was not used in time."""
    _free(book, entry, EXPIRED)


def _free(book: Book, entry: Entry, status: str) -> None:
    slot = book.slots[entry.text("slot")]
    book.slots[slot.number] = replace(slot, status=status, stamp=entry.stamp)
    participant = book.participants[slot.participant]
    # Checks made for this place do not carry over to another day and place.
    book.participants[slot.participant] = replace(participant, slot=None, checks=())


def check_confirmed(book: Book, entry: Entry) -> None:
    """One more person confirmed a condition of dosing."""
    old = book.participants[entry.text("participant")]
    check = Check(entry.text("check"), entry.text("note"), entry.stamp)
    book.participants[old.number] = replace(old, checks=(*old.checks, check))


def dosed(book: Book, entry: Entry) -> None:
    """The dose was given in its slot."""
    old = book.participants[entry.text("participant")]
    dosing = Dosing(
        entry.count("level"),
        entry.text("dose"),
        entry.text("slot"),
        entry.count("cohort"),
        entry.moment("given_at"),
        entry.stamp,
        tuple(str(code) for code in entry.list("outside_gate")),
        entry.flag("backfill"),
    )
    book.participants[old.number] = replace(old, dosing=dosing, slot=dosing.slot)
    slot = book.slots.get(dosing.slot)
    if slot is not None:
        book.slots[slot.number] = replace(slot, status=DOSED, stamp=entry.stamp)
