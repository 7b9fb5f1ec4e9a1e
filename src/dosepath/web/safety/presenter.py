"""Safety as plain values: what must be judged, what halts dosing, events by dose and grade."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.analysis import grade_table, trial_data
from dosepath.conduct import (
    Adjudication,
    Candidate,
    TrialState,
    Worsened,
    active_halts,
    candidate,
    candidates,
    unjudged_labs,
)
from dosepath.report import shown
from dosepath.study import Study
from dosepath.web.access import part_name
from dosepath.web.record.entry import by_whom
from dosepath.web.record.events import VERDICT_TONES
from dosepath.web.ui.table import Cell, Column, Table


def candidates_table(state: TrialState, trial: str) -> Table:
    """Every candidate for a DLT, those that wait first."""
    titles = ("candidate", "who", "status", "verdicts", "why")
    columns = tuple(Column(wording.label(f"safety.{name}")) for name in titles)
    found = sorted(candidates(state), key=lambda one: (one.status != "pending", -one.raised.seq))
    rows = tuple(_candidate(one, state, trial=trial) for one in found)
    empty = wording.text("safety.no_candidates")
    return Table(wording.label("safety.candidates"), columns, rows, empty)


def _candidate(one: Candidate, state: TrialState, *, trial: str) -> tuple[Cell, ...]:
    given = len(one.verdicts)
    needed = max(state.protocol.adjudicators + one.disagree, given)
    return (
        Cell(one.number, href=reverse("safety:candidate", args=[trial, one.number])),
        Cell(one.participant, href=reverse("followup:participant", args=[trial, one.participant])),
        Cell(wording.label(one.status), tone=VERDICT_TONES[one.status]),
        Cell(wording.text("safety.n_of", n=given, needed=needed)),
        Cell(wording.say(one.because)),
    )


def values_table(state: TrialState, trial: str) -> Table:
    """Laboratory values of a candidate's grade that nobody has judged: harm, or why not."""
    columns = tuple(Column(wording.label(f"safety.{name}")) for name in ("value", "who", "sampled"))
    rows = tuple(_value(one, state, trial) for one in unjudged_labs(state))
    return Table(wording.label("safety.values"), columns, rows)


def _value(one: Worsened, state: TrialState, trial: str) -> tuple[Cell, ...]:
    value = wording.quantity_text(one.value, one.unit)
    text = wording.text("safety.value_line", term=one.term, value=value, grade=one.grade)
    who, day = one.participant, state.study_day(one.participant, one.on)
    return (
        Cell(text, href=reverse("followup:value", args=[trial, who, one.item])),
        Cell(who, href=reverse("followup:participant", args=[trial, who])),
        Cell(wording.day_text(state.local_date(one.on), day or 0, year=True)),
    )


def verdicts_table(found: Candidate, state: TrialState) -> Table:
    """The verdicts with their reasons, also those on earlier versions of the report."""
    titles = ("verdict", "reason", "who_when", "counts")
    columns = tuple(Column(wording.label(f"safety.{name}")) for name in titles)
    rows = tuple(
        _verdict(one, state, counts=counts)
        for verdicts, counts in ((found.verdicts, True), (found.voided, False))
        for one in verdicts
    )
    return Table(wording.label("safety.verdicts"), columns, rows, wording.text("safety.no_verdict"))


def _verdict(one: Adjudication, state: TrialState, *, counts: bool) -> tuple[Cell, ...]:
    return (
        Cell(wording.label(one.verdict), tone=VERDICT_TONES[one.verdict]),
        Cell(one.stamp.reason),
        Cell(by_whom(one.stamp, ZoneInfo(state.zone))),
        Cell(wording.label("safety.counts_yes" if counts else "safety.counts_no")),
    )


def what_follows(found: Candidate, state: TrialState) -> tuple[str, ...]:
    """What each verdict does, before it is given."""
    wanted = state.protocol.adjudicators
    lines = [wording.text("safety.follow_judges", n=wanted), wording.text("safety.follow_dlt")]
    if found.is_death:
        lines.append(wording.text("safety.follow_death"))
    else:
        lines.append(wording.text("safety.follow_not_evaluable"))
    lines.append(wording.text("safety.follow_final"))
    return tuple(lines)


def told(state: TrialState, number: str) -> str:
    """Where a candidate stands after a verdict."""
    found = candidate(state, number)
    if found is None:
        return ""
    if found.status != "pending":
        return wording.text("safety.told_settled", number=number, status=found.status)
    code = "safety.told_third" if found.disagree else "safety.told_more"
    left = state.protocol.adjudicators - len(found.verdicts)
    return wording.text(code, number=number, n=left)


def grades_tables(
    state: TrialState, study: Study, at: datetime
) -> tuple[tuple[Table, tuple[str, ...]], ...]:
    """Participants by worst grade of each term and dose level; each table with its notes.

    Each part of the trial has a ladder of its own, and so a table of its own.
    """
    return tuple(_grades(state.of_part(name), study, at) for name in state.parts)


def _grades(state: TrialState, study: Study, at: datetime) -> tuple[Table, tuple[str, ...]]:
    found = shown(grade_table(trial_data(state, study, at=at), most=100))
    columns = tuple(Column(heading) for heading in found.headings)
    rows = tuple(tuple(map(Cell, row)) for row in found.rows)
    part, notes = part_name(state), " ".join(found.notes)
    caption, empty = (": ".join(filter(None, (part, text))) for text in (found.title, notes))
    return Table(caption, columns, rows, empty), found.notes


def halts_lines(state: TrialState) -> tuple[tuple[str, str], ...]:
    """Every halt that holds: why, and by whom and when; where only some parts are halted, which.

    Each committee lifts a halt for its own part, so it may hold in one part and not in another.
    """
    parts = [state.of_part(name) for name in state.parts]
    opened = [one for one in parts if one.part_opened is not None]
    lines = []
    for halt in state.halts:
        where = [one for one in opened if halt in active_halts(one)]
        if where:
            who = by_whom(halt.stamp, ZoneInfo(state.zone))
            names = [part_name(one) for one in where] if len(where) < len(opened) else []
            lines.append((halt.stamp.reason, "; ".join((who, *names))))
    return tuple(lines)
