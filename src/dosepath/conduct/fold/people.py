"""How screening, consent, eligibility and enrolment change the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from dosepath.conduct.fold.book import Book
from dosepath.conduct.fold.entry import Entry
from dosepath.conduct.record.participant import Participant
from dosepath.conduct.record.screening import (
    Consent,
    EligibilitySignature,
    FactSet,
    Judgement,
    Pin,
    Screening,
    ScreeningEnd,
)


def screening_opened(book: Book, entry: Entry) -> None:
    """A new screening number."""
    number = entry.text("screening")
    book.screenings[number] = Screening(number, entry.maybe("enquiry"), entry.stamp)


def consent_recorded(book: Book, entry: Entry) -> None:
    """One more signed consent."""
    old = book.screenings[entry.text("screening")]
    consent = Consent(
        entry.text("version"), entry.text("language"), entry.moment("signed_at"), entry.stamp
    )
    book.screenings[old.number] = replace(old, consents=(*old.consents, consent))


def facts_recorded(book: Book, entry: Entry) -> None:
    """One more set of observations."""
    old = book.screenings[entry.text("screening")]
    facts = tuple(
        MappingProxyType(dict(fact)) for fact in entry.list("facts") if isinstance(fact, Mapping)
    )
    entered = FactSet(facts, entry.text("source"), entry.stamp)
    book.screenings[old.number] = replace(old, fact_sets=(*old.fact_sets, entered))


def judgement_recorded(book: Book, entry: Entry) -> None:
    """The newest answer to a judgement criterion; earlier ones stay in the log."""
    old = book.screenings[entry.text("screening")]
    judgement = Judgement(entry.text("criterion"), entry.text("answer"), entry.stamp)
    judgements = MappingProxyType({**old.judgements, judgement.criterion: judgement})
    book.screenings[old.number] = replace(old, judgements=judgements)


def reading_pinned(book: Book, entry: Entry) -> None:
    """The reading of a criterion for the whole trial."""
    criterion = entry.text("criterion")
    book.pins[criterion] = Pin(criterion, entry.text("reading"), entry.stamp)


def eligibility_signed(book: Book, entry: Entry) -> None:
    """The newest signed verdict."""
    old = book.screenings[entry.text("screening")]
    signature = EligibilitySignature(
        entry.text("group"),
        entry.text("verdict"),
        entry.text("evidence_hash"),
        entry.text("meaning"),
        entry.stamp,
    )
    book.screenings[old.number] = replace(old, eligibility=signature)


def screening_ended(book: Book, entry: Entry) -> None:
    """The screening is over without enrolment."""
    old = book.screenings[entry.text("screening")]
    ended = ScreeningEnd(entry.text("outcome"), entry.moment("on"), entry.stamp)
    book.screenings[old.number] = replace(old, ended=ended)


def enrolled(book: Book, entry: Entry) -> None:
    """A new subject number."""
    number, screening = entry.text("participant"), entry.text("screening")
    if entry.part and entry.part not in book.parts_opened:
        raise ValueError(f"part {entry.part} was not opened")
    book.participants[number] = Participant(
        number,
        screening,
        entry.text("group"),
        entry.text("consent_version"),
        entry.stamp,
        part=entry.part,
    )
    book.screenings[screening] = replace(book.screenings[screening], participant=number)
