"""The log as rows to read: who, when, what, and both values of whatever was changed."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from dosepath import wording
from dosepath.conduct import EventReport, TrialState, event_reason
from dosepath.ledger import Event
from dosepath.web.record.entry import value_text
from dosepath.web.record.items import label_of


@dataclass(frozen=True)
class Change:
    """One value before and after."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class LogRow:
    """An event of the log.

    ``recorded`` is when it was entered and ``occurred`` when it happened, if on another
    day or hour; ``payload`` are its values as stored, ``changes`` both values of a correction.
    """

    seq: int
    recorded: str
    occurred: str
    actor: str
    kind: str
    subject: str
    said: str
    reason: str
    anomaly: str
    changes: tuple[Change, ...]
    payload: tuple[tuple[str, str], ...]


def log_row(event: Event, state: TrialState, *, hidden: AbstractSet[int] = frozenset()) -> LogRow:
    """An event in words, with what it replaced; ``state`` is that after the whole log.

    What an entry numbered in ``hidden`` says is kept back from who must still judge alone.
    """
    zone, is_hidden = ZoneInfo(state.zone), event.seq in hidden
    apart = abs(event.recorded_at - event.occurred_at).total_seconds() >= 60
    return LogRow(
        seq=event.seq,
        recorded=wording.moment_text(event.recorded_at.astimezone(zone)),
        occurred=wording.moment_text(event.occurred_at) if apart else "",
        actor=wording.text("audit.actor", actor=event.actor, role=f"role.{event.role}"),
        kind=wording.label(f"kind.{event.kind}"),
        subject=event.subject,
        said=wording.text("audit.verdict_hidden") if is_hidden else _said(event, state),
        reason="" if is_hidden else event.reason,
        anomaly=event.anomaly,
        changes=tuple(changes(event, state)),
        payload=tuple(
            (name, flat(value)) for name, value in event.payload.items() if not is_hidden
        ),
    )


def _said(event: Event, state: TrialState) -> str:
    return wording.say(event_reason(event, zone=state.zone))


def flat(value: object) -> str:
    """A stored value on one line; what is inside it is named."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {flat(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(flat, value))
    if value is None or isinstance(value, bool):
        return {None: "–", True: "yes", False: "no"}[value]
    return str(value)


def changes(event: Event, state: TrialState) -> Iterable[Change]:
    """What a correction or an update changed; nothing for other kinds of events."""
    if event.kind == "form_corrected":
        return _of_form(event, state)
    if event.kind == "adverse_event_updated":
        return _of_report(event, state)
    return ()


def _of_form(event: Event, state: TrialState) -> Iterable[Change]:
    key = tuple(str(event.payload[name]) for name in ("participant", "visit", "form"))
    entry = state.forms.get(key)  # type: ignore[arg-type]
    form = state.protocol.forms.get(key[2])
    for correction in entry.corrections if entry else ():
        if correction.stamp.seq != event.seq:
            continue
        for name, (old, new) in correction.changes.items():
            item = form.item(name) if form else None
            what = label_of(item) if item else name
            yield Change(what, value_text(item, old), value_text(item, new))


def _of_report(event: Event, state: TrialState) -> Iterable[Change]:
    found = state.adverse_events.get(str(event.payload["adverse_event"]))
    versions = found.versions if found else ()
    for before, after in pairwise(versions):
        if after.stamp.seq == event.seq:
            yield from between(before.report, after.report)


def between(old: EventReport, new: EventReport) -> Iterable[Change]:
    """What differs between two reports of an adverse event."""
    before, after = old.to_json(), new.to_json()
    for name in before:
        if before[name] != after[name]:
            what = wording.label(f"report_event.{name}")
            yield Change(what, report_value(name, before[name]), report_value(name, after[name]))


def report_value(name: str, value: object) -> str:
    """A value of a report as people read it."""
    if value in (None, "", [], {}):
        return "–"
    if name == "attribution":
        return wording.label(str(value))
    if name in ("grade", "baseline_grade"):
        return wording.label(f"grade.{value}")
    if name == "outcome" and wording.has_label(f"outcome.{value}"):
        return wording.label(f"outcome.{value}")
    if name in ("onset", "aware_at", "resolved"):
        return wording.text("followup.moment", at=str(value))
    return flat(value)
