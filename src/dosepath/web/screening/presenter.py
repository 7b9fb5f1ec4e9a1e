"""One screening and the list of them, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import Screening, TrialState, evaluate_screening
from dosepath.eligibility import (
    CriterionResult,
    Missing,
    Population,
    Result,
    Verdict,
    named,
    variable_label,
    verdict_reason,
)
from dosepath.rule import Evidence, Reason, Truth
from dosepath.web.ui.table import Cell, Column, Fact, Table, Tone

_TONES: dict[Verdict, Tone] = {
    Verdict.ELIGIBLE: "good",
    Verdict.NOT_ELIGIBLE: "stop",
    Verdict.UNDETERMINED: "warn",
}
READING = "reading:"


@dataclass(frozen=True)
class Shown:
    """One criterion: its text, its truth, what that rests on, and its readings if they differ."""

    id: str
    text: str
    kind: str
    truth: str
    tone: Tone
    lines: tuple[str, ...]
    readings: tuple[tuple[str, str, str], ...]
    pinned: str
    judged: bool
    may_pin: bool


@dataclass(frozen=True)
class Chapter:
    """A group of criteria with its title and its own truth."""

    title: str
    truth: str
    tone: Tone
    criteria: tuple[Shown, ...]


def list_table(state: TrialState, trial: str, at: datetime) -> Table:
    """Every screening, the newest first."""
    titles = ("number", "verdict", "missing", "participant", "consent", "opened", "enquiry")
    columns = tuple(
        Column(wording.label(f"screening.{title}"), number=title == "missing") for title in titles
    )
    rows = tuple(
        _listed(state, person, trial=trial, at=at)
        for person in reversed(list(state.screenings.values()))
    )
    caption, empty = wording.label("screening.caption"), wording.text("screening.empty")
    return Table(caption, columns, rows, empty)


def _listed(state: TrialState, person: Screening, *, trial: str, at: datetime) -> tuple[Cell, ...]:
    url = reverse("screening:screening", args=[trial, person.number])
    consent = person.consent
    version = wording.label("screening.none")
    if consent is not None:
        version = wording.text("screening.version", version=consent.version)
    verdict, missing = Cell("–"), "–"
    if person.participant is None and consent is not None:
        result = evaluate_screening(state, person.number, at=at)
        verdict = Cell(verdict_word(result), tone=_TONES[result.verdict])
        missing = str(len(result.worklist))
    if person.ended is not None:
        verdict = Cell(wording.label(f"screening_end.{person.ended.outcome}"), tone="none")
        missing = "–"
    subject = Cell("–")
    if person.participant is not None:
        verdict = Cell(wording.label("screening.enrolled"), tone="good")
        followup = reverse("followup:participant", args=[trial, person.participant])
        subject = Cell(person.participant, href=followup)
    return (
        Cell(person.number, href=url),
        verdict,
        Cell(missing, number=True),
        subject,
        Cell(version),
        Cell(wording.date_text(state.local_date(person.opened.at))),
        Cell(person.enquiry or "–"),
    )


def verdict_word(result: Result) -> str:
    """Eligible, not eligible, undetermined."""
    return wording.label(f"verdict.{result.verdict.value}")


def verdict_tone(result: Result) -> Tone:
    """The colour that helps the word."""
    return _TONES[result.verdict]


def verdict_text(result: Result) -> str:
    """The verdict in one sentence."""
    return f"{wording.say(verdict_reason(result))}."


def story(state: TrialState, person: Screening) -> tuple[Fact, ...]:
    """What has been done: opened, consents, signature, enrolment."""
    label = wording.label
    opened = _by(state, person.opened.actor, person.opened.role, person.opened.at)
    found = [Fact(label("screening.opened"), (opened,))]
    if person.enquiry:
        found.append(Fact(label("screening.enquiry"), (person.enquiry,)))
    for one in person.consents:
        language = label(f"ui.language.{one.language}")
        said = wording.text(
            "screening.consented",
            version=one.version,
            language=language,
            when=_time(state, one.signed_at),
        )
        note = _by(state, one.stamp.actor, one.stamp.role, one.stamp.recorded_at)
        found.append(Fact(label("screening.consent"), (said,), note))
    signed = person.eligibility
    if signed is not None:
        until = signed.stamp.at + timedelta(hours=state.protocol.eligibility_hours)
        text = wording.text("screening.signed", group=signed.group, until=_time(state, until))
        who = _by(state, signed.stamp.actor, signed.stamp.role, signed.stamp.at)
        found.append(Fact(label("screening.signature"), (text, f"“{signed.meaning}”"), who))
    return tuple(found)


def worklist_table(state: TrialState, person: Screening, *, result: Result, trial: str) -> Table:
    """What is missing, cheapest first, each with where to enter it."""
    titles = ("what", "where", "criteria", "why")
    columns = tuple(Column(wording.label(f"worklist.{title}")) for title in titles)
    population = state.protocol.population
    rows = tuple(
        (
            Cell(missing_text(item, population), href=_entry(item, person, trial)),
            Cell(wording.label(f"found_in.{item.found_in}")),
            Cell(", ".join(item.criteria)),
            Cell(_why(item, population)),
        )
        for item in result.worklist
    )
    return Table(wording.label("worklist.title"), columns, rows, wording.text("worklist.empty"))


def missing_text(item: Missing, population: Population) -> str:
    """What is missing, by its label; a judgement by its statement."""
    if item.key.startswith(READING):
        criterion = item.key.removeprefix(READING)
        return wording.text("worklist.reading", criterion=criterion)
    if item.key not in population.variables and "." not in item.key:
        known = {c.id: c.judgement.get("en", "") for c in population.criteria}
        return f"{item.key}: {known.get(item.key, '')}".rstrip(": ")
    name, _, part = item.key.partition(".")
    shown = variable_label(name, population)
    return f"{shown}: {wording.label('missing.' + part)}" if part else shown


def _entry(item: Missing, person: Screening, trial: str) -> str:
    if item.key.startswith(READING):
        return reverse("screening:pin", args=[trial, item.key.removeprefix(READING)])
    if item.found_in == "judgement":
        return reverse("screening:judge", args=[trial, person.number, item.key])
    return reverse("screening:values", args=[trial, person.number])


def _why(item: Missing, population: Population) -> str:
    said = wording.say(named(item.why, population))
    return said.partition(": ")[2] or said


def chapters(state: TrialState, result: Result) -> tuple[Chapter, ...]:
    """The criteria in the protocol's order: each group, then the exclusions."""
    population, by_id = state.protocol.population, {c.id: c for c in result.criteria}
    found = []
    for group in population.groups:
        truth = result.groups[group.id]
        tone: Tone = {Truth.MET: "good", Truth.NOT_MET: "stop"}.get(truth, "warn")  # type: ignore[assignment]
        title = f"{group.id}: {group.title.get('en', group.id)}"
        shown = tuple(_shown(state, by_id[c.id]) for c in group.criteria)
        found.append(Chapter(title, wording.label(f"truth.{truth.value}"), tone, shown))
    excluded = tuple(_shown(state, by_id[c.id]) for c in population.exclusions)
    found.append(Chapter(wording.label("exclusions"), "", "", excluded))
    return tuple(found)


def _shown(state: TrialState, result: CriterionResult) -> Shown:
    population = state.protocol.population
    criterion = population.criterion(result.id)
    kind = "exclusion" if result.is_exclusion else "truth"
    lines = [*_evidence_lines(state, result), *_unknown_lines(result, population)]
    readings: tuple[tuple[str, str, str], ...] = ()
    if len(result.readings) > 1:
        readings = tuple(
            (
                one.reading,
                wording.typeset(criterion.reading(one.reading).text.get("en", "")),
                wording.label(f"{kind}.{one.truth.value}"),
            )
            for one in result.readings
        )
    return Shown(
        id=result.id,
        text=wording.typeset(criterion.text.get("en", result.id)),
        kind=result.kind,
        truth=wording.label(f"{kind}.{result.truth.value}"),
        tone=_tone(result),
        lines=tuple(dict.fromkeys(lines)),
        readings=readings,
        pinned=result.pinned or "",
        judged=bool(criterion.judgement),
        may_pin=len(result.readings) > 1,
    )


def _tone(result: CriterionResult) -> Tone:
    if result.kind == "informative":
        return "none"
    if result.truth is Truth.UNKNOWN:
        return "warn"
    wanted = Truth.NOT_MET if result.is_exclusion else Truth.MET
    return "good" if result.truth is wanted else "stop"


def _evidence_lines(state: TrialState, result: CriterionResult) -> Iterator[str]:
    """Value, unit, date and source of everything known that the criterion rests on."""
    for item in result.evidence:
        if item.value:
            yield wording.text(
                "evidence.seen",
                what=_name(item, state),
                value=_value(item, state),
                when=when_text(item.at, state),
                source=item.source or wording.label("evidence.no_source"),
            )


def _name(item: Evidence, state: TrialState) -> str:
    if item.variable in state.protocol.population.variables:
        return variable_label(item.variable, state.protocol.population)
    return wording.text("evidence.judged", criterion=item.variable)


def _value(item: Evidence, state: TrialState) -> str:
    shown = " – ".join(when_text(part, state) or part for part in item.value.split(" .. "))
    shown = wording.label(f"answer.{shown}") if wording.has_label(f"answer.{shown}") else shown
    unit = wording.unit_text(item.unit) if item.unit and item.unit != "1" else ""
    return wording.typeset(f"{shown} {unit}".strip())


def _unknown_lines(result: CriterionResult, population: Population) -> Iterator[str]:
    if result.truth is Truth.UNKNOWN:
        for reason in _once(result.reasons):
            yield f"{wording.say(named(reason, population))}."


def _once(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """A fact that several comparisons ask for is said once."""
    seen = set()
    for reason in reasons:
        key = (reason.code, dict(reason.values).get("variable", reason))
        if key not in seen:
            seen.add(key)
            yield reason


def notes(state: TrialState, result: Result) -> tuple[str, ...]:
    """Values that were left out, and why."""
    population = state.protocol.population
    return wording.say_all(named(one, population) for one in (*result.warnings, *result.quality))


def facts_table(state: TrialState, person: Screening) -> Table:
    """Every value recorded, the newest entry first, with who entered it."""
    titles = ("variable", "value", "at", "source", "status", "by")
    columns = tuple(Column(wording.label(f"recorded.{title}")) for title in titles)
    population = state.protocol.population
    rows = []
    for entered in reversed(person.fact_sets):
        who = _by(state, entered.stamp.actor, entered.stamp.role, entered.stamp.recorded_at)
        for fact in entered.facts:
            given = {key: str(value) for key, value in fact.items()}
            rows.append(
                (
                    Cell(variable_label(given["variable"], population)),
                    Cell(_recorded(given, state)),
                    Cell(when_text(given.get("at", ""), state)),
                    Cell(given.get("source") or entered.source or "–"),
                    Cell(given.get("status", "final")),
                    Cell(f"{who}. {entered.stamp.reason}".rstrip(". ")),
                )
            )
    empty = wording.text("recorded.empty")
    return Table(wording.label("recorded.title"), columns, tuple(rows), empty)


def _recorded(given: dict[str, str], state: TrialState) -> str:
    """A recorded value as it was reported, with its unit and limit of normal."""
    value = given["value"]
    if state.protocol.population.variables[given["variable"]].kind == "date":
        return when_text(value, state)
    if wording.has_label(f"answer.{value}"):
        return wording.label(f"answer.{value}")
    unit = wording.unit_text(given.get("unit", "")) if given.get("unit") != "1" else ""
    value = f"{value} {unit}".strip()
    if given.get("uln"):
        value = wording.text("recorded.with_uln", value=value, uln=given["uln"])
    return wording.typeset(value)


def judgements_table(state: TrialState, person: Screening) -> Table:
    """Who judged what, and why."""
    titles = ("criterion", "answer", "reason", "by")
    columns = tuple(Column(wording.label(f"judged.{title}")) for title in titles)
    rows = tuple(
        (
            Cell(one.criterion),
            Cell(wording.label(f"answer.{one.answer}")),
            Cell(one.stamp.reason),
            Cell(_by(state, one.stamp.actor, one.stamp.role, one.stamp.at)),
        )
        for one in person.judgements.values()
    )
    return Table(wording.label("judged.title"), columns, rows, wording.text("judged.empty"))


def when_text(at: str, state: TrialState) -> str:
    """A recorded moment as the site writes it; a date without a time stays a date."""
    if not at:
        return ""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    if moment.utcoffset() is None:
        return wording.date_text(moment.date())
    return _time(state, moment)


def _time(state: TrialState, at: datetime) -> str:
    return wording.moment_text(at.astimezone(ZoneInfo(state.zone)))


def _by(state: TrialState, actor: str, role: str, at: datetime) -> str:
    return wording.text("screening.by", actor=actor, role=f"role.{role}", when=_time(state, at))
