"""From a trial's state to rows: the one module of this room that knows ``conduct``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, cast
from zoneinfo import ZoneInfo

from dosepath.analysis.rows import (
    AssumedRow,
    Cut,
    DecisionRow,
    EventRow,
    LevelRow,
    MeasurementRow,
    Outcome,
    ParticipantRow,
    TrialData,
)
from dosepath.clinical import Meld3Input, meld_3_0
from dosepath.conduct import (
    MTD_NOT_REACHED,
    Choice,
    DoseDecision,
    FormEntry,
    Participant,
    Recommendation,
    TrialState,
    backfill_places,
    is_top_tolerated,
    outcomes,
    recommend,
    stand,
)
from dosepath.quantity import decimal
from dosepath.rule import Reason
from dosepath.schedule import Entry, read_form
from dosepath.study import Study

Answers = dict[tuple[str, str], dict[str, Entry]]
"""(participant, visit) -> item -> the answer, from all forms of the visit."""

ANALYSED = ("bilirubin", "inr", "albumin")
LONGEST_VALUE = 40
ELSEWHERE = frozenset({"population", "forms", "page"})
_STAGE = re.compile(r"^escalation\.(stages\[\d+\]\.)?")


def trial_data(state: TrialState, study: Study, *, at: datetime) -> TrialData:
    """The rows of ``state`` as known at ``at`` (aware), shown in the site's zone.

    They are about the part of the trial that ``state`` looks at.
    """
    study = study.part(state.part) if state.part else study
    advice = recommend(state, at=at)
    answers = _answers(state)
    cut = Cut(
        state.seq,
        state.head_hash,
        at.astimezone(ZoneInfo(state.zone)),
        state.protocol.study_hash,
        state.protocol.engine,
    )
    return TrialData(
        study_id=study.id,
        title=study.identity.title["en"],
        version=study.identity.version.number,
        cut=cut,
        synthetic=state.synthetic,
        planned=state.planned,
        window_days=state.protocol.dlt.window_days,
        ctcae=study.safety.ctcae if study.safety else "5.0",
        levels=_levels(state, study, at),
        participants=_participants(state, answers),
        measurements=tuple(_measurements(state, answers)),
        events=tuple(_events(state)),
        decisions=tuple(_decision(state, one) for one in state.decided),
        visits=tuple((visit.id, visit.day) for visit in study.visits if visit.day != 0),
        assumed=_assumed(study),
        assumed_elsewhere=sum(not _bears_on_results(mark.path) for mark in study.assumed),
        recommendation=(next_step(advice), *advice.because),
        missing=advice.missing,
        zone=state.zone,
        part=(state.part or "main") if state.protocol.parts else "",
        dosed_elsewhere=len(state.dosed_anywhere) - len(state.dosed),
    )


def next_step(advice: Recommendation) -> Reason:
    """The recommendation in one sentence."""
    choice = advice.choice
    at_top = any(reason.code == MTD_NOT_REACHED for reason in advice.because)
    return Reason.of(
        "next.stop_at_top" if at_top else f"next.{advice.status}",
        n=choice.n,
        level=choice.level,
        mtd=choice.mtd or "none",
    )


def _answers(state: TrialState) -> Answers:
    found: Answers = {}
    for entry in state.forms.values():
        items = read_form(state.protocol.forms[entry.form], entry.items, partial=True).entries
        found.setdefault((entry.participant, entry.visit), {}).update(items)
    return found


def _levels(state: TrialState, study: Study, at: datetime) -> tuple[LevelRow, ...]:
    standing = stand(state, at)
    dosed = {one.level for one in standing.outcomes}
    current = standing.cohort.level if standing.cohort else 0
    filling = {one.level for one in backfill_places(state, at) if one.places}
    ended = [one for one in state.decided if one.is_effective]
    last = ended[-1] if ended and ended[-1].choice.action == "stop" else None
    mtd = None if last is None else last.choice.mtd
    is_top = last is not None and is_top_tolerated(last, last.choice, levels=state.protocol.levels)

    def level_state(level: int) -> str:
        if level == mtd:
            return "top_tolerated" if is_top else "mtd"
        if level == current and standing.places:
            return "open"
        if level in filling:
            return "filling"
        if standing.pending_at(level):
            return "observed"
        return "past" if level in dosed else "not_reached"

    return tuple(
        LevelRow(one.level, one.label, bool(one.assumed), level_state(one.level))
        for one in study.doses
    )


def _participants(state: TrialState, answers: Answers) -> tuple[ParticipantRow, ...]:
    rows = []
    for one in outcomes(state):
        who = state.participants[one.participant]
        if who.dosing is None:
            continue
        result = "none" if one.result == "grade_2" else one.result
        rows.append(
            ParticipantRow(
                who.number,
                one.level,
                state.local_date(who.dosing.given_at),
                cast("Outcome", result),
                _followed_to(state, who, answers),
                died_day=_day(state, who, who.died.on if who.died else None),
                transplanted_day=_day(
                    state, who, who.transplanted.on if who.transplanted else None
                ),
                counts_grade_2=one.result == "grade_2",
                sex=_sex(who.number, answers),
            )
        )
    return tuple(rows)


def _day(state: TrialState, who: Participant, on: datetime | None) -> int | None:
    return None if on is None else state.study_day(who.number, on)


def _followed_to(state: TrialState, who: Participant, answers: Answers) -> int:
    """The day of death, else the last day on which a visit or a contact found them alive."""
    died = _day(state, who, who.died.on if who.died else None)
    if died is not None:
        return died
    moments = [entry.on for entry in state.forms_of(who.number)]
    moments += [one.on for one in (who.transplanted, who.withdrawn) if one is not None]
    days = [_day(state, who, moment) or 0 for moment in moments]
    start = state.local_date(who.dosing.given_at) if who.dosing else None
    for key, items in answers.items():
        contact = items.get("last_contact")
        if key[0] == who.number and contact and start and isinstance(contact.value, date):
            days.append((contact.value - start).days)
    return max([0, *days])


def _sex(number: str, answers: Answers) -> Literal["female", "male"] | None:
    for (participant, _), items in answers.items():
        if participant == number and "sex" in items:
            value = items["sex"].value
            return value if value in ("female", "male") else None  # type: ignore[return-value]
    return None


def _measurements(state: TrialState, answers: Answers) -> Iterator[MeasurementRow]:
    sampled = {
        (entry.participant, entry.visit): entry
        for entry in state.forms.values()
        if entry.form == "labs"
    }
    for key, entry in sampled.items():
        day = state.study_day(entry.participant, entry.on)
        if day is None or state.participants[entry.participant].part != state.part:
            continue
        visit = _Visit(entry, day, answers[key], _sex(entry.participant, answers))
        for name in ANALYSED:
            value = visit.number(name)
            if value is not None:
                yield visit.row(name, value, visit.unit(name))
        score = meld_3_0(visit.meld_input()).value
        if score is not None:
            yield visit.row("meld_3_0", Decimal(str(round(score, 4))), "points")


@dataclass(frozen=True)
class _Visit:
    """One participant's answers at one visit, read as numbers in the items' own units."""

    entry: FormEntry
    day: int
    items: Mapping[str, Entry]
    sex: Literal["female", "male"] | None

    def number(self, name: str) -> Decimal | None:
        """The value; None when it is absent or only bounded (``<0.2``)."""
        item = self.items.get(name)
        if item is None or item.in_unit is None or item.in_unit.value is None:
            return None
        return decimal(item.in_unit.value)

    def unit(self, name: str) -> str:
        """The unit of :meth:`number`; empty for a plain ratio."""
        unit = self.items[name].item.unit
        return "" if unit == "1" else unit

    def row(self, name: str, value: Decimal, unit: str) -> MeasurementRow:
        """A measurement row of this visit."""
        who, visit = self.entry.participant, self.entry.visit
        return MeasurementRow(who, visit, self.day, name, value, unit)

    def meld_input(self) -> Meld3Input:
        """What MELD 3.0 needs, unknown where it was not entered."""
        dialysis = self.items.get("dialysis")
        return Meld3Input(
            self.number("bilirubin"),
            self.number("creatinine"),
            self.number("inr"),
            self.number("sodium"),
            self.number("albumin"),
            self.sex,
            bool(dialysis.value) if dialysis else None,
        )


def _events(state: TrialState) -> Iterator[EventRow]:
    """Adverse events of the part's dosed participants, as their reports say now."""
    for event in state.adverse_events.values():
        report = event.report
        day = state.study_day(event.participant, report.onset)
        if day is not None and state.participants[event.participant].part == state.part:
            yield EventRow(
                event.participant,
                report.term,
                report.grade,
                day,
                report.baseline_grade,
                report.is_related,
                report.serious,
            )


def _decision(state: TrialState, one: DoseDecision) -> DecisionRow:
    proposed = Choice.from_json(cast("Mapping[str, object]", one.recommendation["choice"]))
    made = one.effective or one.proposed
    same, levels = proposed == one.choice, state.protocol.levels
    return DecisionRow(
        one.number,
        made.at.astimezone(ZoneInfo(state.zone)),
        one.cut.seq,
        _choice(proposed, is_top=is_top_tolerated(one, proposed, levels=levels)),
        _choice(one.choice, is_top=is_top_tolerated(one, one.choice, levels=levels)),
        "as_recommended" if same else "more_cautious",
        len(one.signatures),
        one.is_effective,
        "" if same else one.minutes,
    )


def treat_reason(choice: Choice) -> Reason:
    """A choice that treats, as a phrase; the levels to be filled are named where there are any."""
    if not choice.backfill:
        return Reason.of("cell.treat", n=choice.n, level=choice.level)
    return Reason.of("cell.treat_and_fill", n=choice.n, level=choice.level, **choice.filled)


def _choice(choice: Choice, *, is_top: bool) -> Reason:
    if choice.action == "treat":
        return treat_reason(choice)
    if choice.action == "stop":
        code = "cell.stop_at_top" if is_top else "cell.stop"
        return Reason.of(code, mtd=choice.mtd or "none")
    return Reason.of("cell.hold")


def _assumed(study: Study) -> tuple[AssumedRow, ...]:
    """Assumed values that bear on doses, decisions and results, equal reasons together."""
    by_reason: dict[str, list[str]] = {}
    for mark in study.assumed:
        if _bears_on_results(mark.path):
            # A whole block is named, not copied: its value would be unreadable here.
            is_short = len(mark.value) <= LONGEST_VALUE and ": " not in mark.value
            path = _STAGE.sub("", mark.path)
            shown = f"{path} ({mark.value})" if is_short else path
            by_reason.setdefault(mark.reason, []).append(shown)
    return tuple(AssumedRow(", ".join(paths), "", why) for why, paths in by_reason.items())


def _bears_on_results(path: str) -> bool:
    """Not what is assumed for screening, for the content of forms or on the public page only."""
    return path.partition(".")[0] not in ELSEWHERE
