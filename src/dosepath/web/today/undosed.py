"""Who is on the way to a dose: screenings not finished, and those enrolled and not dosed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import (
    Gate,
    Participant,
    Screening,
    TrialState,
    dosing_gate,
    evaluate_screening,
)
from dosepath.eligibility import Verdict
from dosepath.web.screening.presenter import verdict_tone, verdict_word
from dosepath.web.ui.table import Cell, Column, Table

TO_COME = ("identity", "product")
"""What two people confirm at the bedside and on paper: not known before, and no obstacle."""


def undosed_table(state: TrialState, trial: str, at: datetime) -> Table:
    """Everyone enrolled and not dosed: whether they may be dosed now, and if not, why not."""
    titles = ("participant", "gate", "because", "eligible")
    columns = tuple(Column(wording.label(f"today.undosed_{title}")) for title in titles)
    rows = tuple(
        _undosed(state, who, trial=trial, at=at)
        for who in state.participants.values()
        if not (who.is_dosed or who.died or who.withdrawn)
    )
    return Table(wording.label("today.undosed"), columns, rows)


def _undosed(state: TrialState, who: Participant, *, trial: str, at: datetime) -> tuple[Cell, ...]:
    gate = dosing_gate(state, who.number, at=at)
    # What could not be established stands in the way too; only two checks are simply to come.
    blocked = [one for one in gate.closed_by if one.light == "red" or one.code not in TO_COME]
    because = wording.say_all(one.reason for one in blocked)
    return (
        Cell(who.number, href=reverse("dosing:gate", args=[trial, who.number])),
        _light(gate, is_blocked=bool(blocked)),
        Cell(" ".join(because) or "–"),
        Cell(_eligible_until(gate, state)),
    )


def _light(gate: Gate, *, is_blocked: bool) -> Cell:
    if gate.is_open:
        return Cell(wording.label("today.undosed_open"), tone="good")
    if is_blocked:
        return Cell(wording.label("today.undosed_blocked"), tone="stop")
    return Cell(wording.label("today.undosed_checks"), tone="warn")


def _eligible_until(gate: Gate, state: TrialState) -> str:
    """Until when the signed eligibility holds; a dash where it does not."""
    for one in gate.conditions:
        if one.code == "eligible" and one.is_green:
            until = datetime.fromisoformat(str(one.reason["until"]))
            return wording.moment_text(until.astimezone(ZoneInfo(state.zone)))
    return "–"


def screenings_table(state: TrialState, trial: str, at: datetime) -> Table:
    """Screenings that neither ended nor led to enrolment, the oldest first."""
    titles = ("number", "verdict", "missing", "opened")
    columns = tuple(
        Column(wording.label(f"today.screening_{title}"), number=title == "missing")
        for title in titles
    )
    rows = tuple(
        row
        for person in state.screenings.values()
        if person.participant is None and person.ended is None
        for row in _screening(state, person, trial=trial, at=at)
    )
    return Table(wording.label("today.screenings"), columns, rows)


def _screening(
    state: TrialState, person: Screening, *, trial: str, at: datetime
) -> Iterator[tuple[Cell, ...]]:
    """One screening as a row; none for a person who is not eligible: nothing waits there."""
    number = Cell(person.number, href=reverse("screening:screening", args=[trial, person.number]))
    opened = Cell(wording.date_text(state.local_date(person.opened.at)))
    if person.consent is None:
        no_consent = Cell(wording.label("today.screening_no_consent"), tone="warn")
        yield number, no_consent, Cell("–", number=True), opened
        return
    result = evaluate_screening(state, person.number, at=at)
    if result.verdict is not Verdict.NOT_ELIGIBLE:
        verdict = Cell(verdict_word(result), tone=verdict_tone(result))
        yield number, verdict, Cell(str(len(result.worklist)), number=True), opened
