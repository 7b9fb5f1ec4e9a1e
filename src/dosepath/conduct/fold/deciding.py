"""How decisions, amendments and halts change the state."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from dosepath.conduct.fold.book import Book
from dosepath.conduct.fold.entry import Entry
from dosepath.conduct.record.decision import (
    Amendment,
    Choice,
    Cohort,
    DataCut,
    DoseDecision,
    Halt,
    Signature,
    Vote,
)
from dosepath.conduct.record.participant import RELEASED, RESERVED


def decision_proposed(book: Book, entry: Entry) -> None:
    """A decision on a frozen data cut; it has no effect yet."""
    number = entry.text("decision")
    cut = DataCut(
        entry.count("data_cut_seq"),
        entry.text("head_hash"),
        entry.text("study_hash"),
        entry.text("engine"),
    )
    book.decisions[number] = DoseDecision(
        number,
        cut,
        MappingProxyType(dict(entry.mapping("recommendation"))),
        Choice.from_json(entry.mapping("choice")),
        entry.text("minutes"),
        entry.stamp,
        part=entry.part,
    )


def decision_voted(book: Book, entry: Entry) -> None:
    """One more vote."""
    old = book.decisions[entry.text("decision")]
    vote = Vote(entry.text("answer"), entry.stamp)
    book.decisions[old.number] = replace(old, votes=(*old.votes, vote))


def decision_signed(book: Book, entry: Entry) -> None:
    """One more signature."""
    old = book.decisions[entry.text("decision")]
    signature = Signature(
        entry.text("name"), entry.text("meaning"), entry.text("role"), entry.stamp
    )
    book.decisions[old.number] = replace(old, signatures=(*old.signatures, signature))


def decision_effective(book: Book, entry: Entry) -> None:
    """The decision is in force: a new cohort takes the place of the one before in its part.

    Places of earlier cohorts that are held but not dosed are given back: they were places at
    another level, or on other facts.
    """
    old = book.decisions[entry.text("decision")]
    book.decisions[old.number] = replace(old, effective=entry.stamp)
    choice = old.choice
    if not choice.is_sound:
        raise ValueError(f"{old.number} has no sound choice")
    number, since = entry.count("cohort"), entry.stamp.at
    book.cohorts.append(
        Cohort(number, choice.level, choice.n, old.number, since, old.part, choice.backfill)
    )
    for slot in [held for held in book.slots.values() if held.status == RESERVED]:
        holder = book.participants[slot.participant]
        if holder.part != old.part:
            continue
        book.slots[slot.number] = replace(slot, status=RELEASED, stamp=entry.stamp)
        book.participants[slot.participant] = replace(holder, slot=None, checks=())


def amendment_recorded(book: Book, entry: Entry) -> None:
    """A rule of the trial changed with approval."""
    amendment = Amendment(
        entry.text("what"), entry.text("value"), entry.text("reference"), entry.stamp
    )
    book.amendments.append(amendment)
    if amendment.what == "consent_version":
        book.consent_version = amendment.value


def dosing_halted(book: Book, entry: Entry) -> None:
    """Dosing is halted until a decision on later data is in force."""
    book.halts.append(Halt(entry.stamp))
