"""A participant's course for the figure, and the table of what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from dosepath import wording
from dosepath.conduct import FormEntry, Participant, TrialState, visits_of
from dosepath.report import Harm, ParticipantCourse, Track
from dosepath.report import participant_svg as draw
from dosepath.schedule import Entry, Item, VisitStatus, read_form
from dosepath.web.record.items import label_of, unit_words, with_unit
from dosepath.web.ui.table import Cell, Column, Table

DRAWN = ("bilirubin", "inr")
"""What the figure shows; the table beneath has every number of the laboratory forms."""

_MARKS = {
    VisitStatus.DONE: "done",
    VisitStatus.DONE_OUT_OF_WINDOW: "done",
    VisitStatus.DUE: "due",
    VisitStatus.OVERDUE: "due",
    VisitStatus.MISSED: "missed",
}

Answers = list[tuple[FormEntry, Mapping[str, Entry]]]


def course_svg(state: TrialState, who: Participant, at: datetime) -> str:
    """The figure; empty before dosing, when there is no study day yet."""
    if who.dosing is None:
        return ""
    return draw(course_of(state, who, at))


def course_of(state: TrialState, who: Participant, at: datetime) -> ParticipantCourse:
    """What is on the axis of a dosed participant at ``at``."""
    days = {visit.id: visit.day for visit in state.protocol.visits}
    visits = tuple(
        (days[visit.visit], _MARKS.get(visit.status, "upcoming"))
        for visit in visits_of(state, who.number, at=at)
        if visit.status is not VisitStatus.ENDED
    )
    ends = {"transplanted": who.transplanted, "died": who.died, "withdrawn": who.withdrawn}
    return ParticipantCourse(
        participant=who.number,
        today=state.study_day(who.number, at) or 0,
        window_days=state.protocol.dlt.window_days,
        visits=visits,  # type: ignore[arg-type]  # the marks are those of the figure
        harms=tuple(_harms(state, who)),
        milestones=tuple(
            (code, state.study_day(who.number, end.on) or 0) for code, end in ends.items() if end
        ),
        tracks=tuple(_tracks(state, who)),
    )


def _harms(state: TrialState, who: Participant) -> Iterator[Harm]:
    for event in state.events_of(who.number):
        report = event.report
        ends = report.resolved
        text = wording.text("followup.harm", term=report.term, grade=report.grade)
        first = state.study_day(who.number, report.onset) or 0
        yield Harm(text, first, state.study_day(who.number, ends) if ends else None)


def _answers(state: TrialState, who: Participant) -> Answers:
    """Every laboratory form with its numbers, in the order of the visits."""
    return [
        (entry, read_form(state.protocol.forms[entry.form], entry.items, partial=True).entries)
        for entry in sorted(state.forms_of(who.number), key=lambda entry: entry.on)
        if entry.form == "labs"
    ]


def _tracks(state: TrialState, who: Participant) -> Iterator[Track]:
    found = _answers(state, who)
    for name in DRAWN:
        points = [
            (state.study_day(who.number, entry.on) or 0, value, items[name].item)
            for entry, items in found
            if name in items and (value := _number(items[name])) is not None
        ]
        if not points:
            continue
        item = points[0][2]
        before = [value for day, value, _ in points if day < 0]
        yield Track(
            name=", ".join(filter(None, (label_of(item), unit_words(item.unit)))),
            points=tuple((day, value) for day, value, _ in points),
            baseline=before[-1] if before else None,
            upper_limit=_upper_limit(state, who, item),
        )


def _number(entry: Entry) -> float | None:
    """The value in the item's own unit; None for a bound."""
    exact = entry.in_unit.value if entry.in_unit is not None else None
    return None if exact is None else float(exact)


def _upper_limit(state: TrialState, who: Participant, item: Item) -> float | None:
    """The laboratory's upper limit of normal, if the screening has it in the item's unit."""
    found = None
    for fact in state.screenings[who.screening].facts:
        unit = str(fact.get("range_unit") or fact.get("unit") or "1")
        if fact.get("variable") == item.id and unit == (item.unit or "1") and fact.get("uln"):
            found = _decimal(fact["uln"])
    return found


def _decimal(value: object) -> float | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None


def labs_table(state: TrialState, who: Participant) -> Table:
    """Every laboratory value as entered: items as rows, visits as columns."""
    found = _answers(state, who)
    form = state.protocol.forms.get("labs")
    known = form.items if form else ()
    names = [item for item in known if any(item.id in items for _, items in found)]
    numbers = [item for item in names if item.type.value == "number"]
    columns = (
        Column(wording.label("followup.item")),
        *(Column(_day(state, entry), number=True) for entry, _ in found),
    )
    rows = tuple(
        (
            Cell(", ".join(filter(None, (label_of(item), unit_words(item.unit))))),
            *(Cell(_value(items.get(item.id)), number=True) for _, items in found),
        )
        for item in numbers
    )
    empty = wording.text("followup.no_labs")
    return Table(wording.label("followup.labs"), columns, rows, empty)


def _day(state: TrialState, entry: FormEntry) -> str:
    day = state.study_day(entry.participant, entry.on)
    on = state.local_date(entry.on)
    return wording.date_text(on, year=False) if day is None else wording.day_text(on, day)


def _value(entry: Entry | None) -> str:
    """A value as entered; with its unit where that is not the item's own."""
    if entry is None:
        return "–"
    own = entry.unit in ("", entry.item.unit)
    return str(entry.value) if own else with_unit(str(entry.value), entry.unit)
