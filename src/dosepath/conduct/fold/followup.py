"""How forms, adverse events, verdicts and milestones change the state."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from dosepath.conduct.fold.book import Book
from dosepath.conduct.fold.entry import Entry
from dosepath.conduct.record.adverse_event import (
    Adjudication,
    AdverseEvent,
    EventReport,
    ReportSent,
    Version,
)
from dosepath.conduct.record.form import Correction, FormEntry, ValueJudgement
from dosepath.conduct.record.participant import MILESTONES, Milestone, MilestoneCorrection
from dosepath.conduct.record.stamp import Stamp


def form_recorded(book: Book, entry: Entry) -> None:
    """A new form."""
    key = (entry.text("participant"), entry.text("visit"), entry.text("form"))
    items = MappingProxyType(dict(entry.mapping("items")))
    book.forms[key] = FormEntry(*key, entry.moment("on"), items, entry.stamp)


def form_corrected(book: Book, entry: Entry) -> None:
    """New values for some items; the old ones stay beside them.

    Whoever assessed the window saw the old values: what closes it must be looked at again.
    """
    key = (entry.text("participant"), entry.text("visit"), entry.text("form"))
    old, new = book.forms[key], entry.mapping("items")
    changes = MappingProxyType({name: (old.items.get(name), value) for name, value in new.items()})
    book.forms[key] = replace(
        old,
        items=MappingProxyType({**old.items, **new}),
        corrections=(*old.corrections, Correction(changes, entry.stamp)),
    )
    if old.visit == book.protocol.closing_visit:
        reopen_window(book, old.participant, entry.stamp)


def reopen_window(book: Book, number: str, because: Stamp) -> None:
    """Put an assessed window back to be assessed again; a window not assessed stays so."""
    who = book.participants[number]
    if who.window is not None:
        book.participants[number] = replace(who, window=None, reopened=because)


def adverse_event_recorded(book: Book, entry: Entry) -> None:
    """A new adverse event."""
    number = entry.text("adverse_event")
    version = Version(EventReport.from_json(entry.payload), entry.stamp)
    book.adverse_events[number] = AdverseEvent(number, entry.text("participant"), (version,))


def adverse_event_updated(book: Book, entry: Entry) -> None:
    """A new version of a report."""
    old = book.adverse_events[entry.text("adverse_event")]
    version = Version(EventReport.from_json(entry.payload), entry.stamp)
    book.adverse_events[old.number] = replace(old, versions=(*old.versions, version))


def report_sent(book: Book, entry: Entry) -> None:
    """A report of a serious event went out."""
    old = book.adverse_events[entry.text("adverse_event")]
    sent = ReportSent(entry.text("clock"), entry.moment("sent_at"), entry.stamp)
    book.adverse_events[old.number] = replace(old, sent=(*old.sent, sent))


def value_judged(book: Book, entry: Entry) -> None:
    """A worsened laboratory value is no adverse event, and why."""
    judged = ValueJudgement(
        entry.text("participant"),
        entry.text("item"),
        entry.text("term"),
        entry.count("of_seq"),
        entry.stamp,
    )
    book.values_judged.append(judged)


def dlt_adjudicated(book: Book, entry: Entry) -> None:
    """One more verdict."""
    candidate = entry.text("candidate")
    verdict = Adjudication(candidate, entry.text("verdict"), entry.count("of_seq"), entry.stamp)
    book.adjudications[candidate] = (*book.adjudications.get(candidate, ()), verdict)


def transplanted(book: Book, entry: Entry) -> None:
    """A liver transplantation."""
    old = book.participants[entry.text("participant")]
    milestone = Milestone(entry.moment("on"), entry.stamp)
    book.participants[old.number] = replace(old, transplanted=milestone)


def died(book: Book, entry: Entry) -> None:
    """A death."""
    old = book.participants[entry.text("participant")]
    milestone = Milestone(entry.moment("on"), entry.stamp, entry.text("cause"))
    book.participants[old.number] = replace(old, died=milestone)


def withdrawn(book: Book, entry: Entry) -> None:
    """The participant left the study."""
    old = book.participants[entry.text("participant")]
    milestone = Milestone(entry.moment("on"), entry.stamp, entry.stamp.reason)
    book.participants[old.number] = replace(old, withdrawn=milestone)


def milestone_corrected(book: Book, entry: Entry) -> None:
    """A milestone has another date, or did not happen; what was recorded stays beside it."""
    who, what = book.participants[entry.text("participant")], entry.text("what")
    old, on = who.milestone(what), entry.maybe("on")
    if old is None:
        raise ValueError(f"no {what} of {who.number} is recorded")
    when = None if on is None else entry.moment("on")
    correction = MilestoneCorrection(what, old, when, entry.stamp)
    new = None if when is None else Milestone(when, entry.stamp, old.detail)
    kept = replace(who, corrected=(*who.corrected, correction))
    book.participants[who.number] = replace(kept, **{MILESTONES[what]: new})  # type: ignore[arg-type]


def window_assessed(book: Book, entry: Entry) -> None:
    """The DLT window is over and entered in full."""
    old = book.participants[entry.text("participant")]
    book.participants[old.number] = replace(old, window=entry.stamp)
