"""The evidence for a dose decision, as plain values from the state at its data cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.analysis import next_step
from dosepath.conduct import Outcome, Recommendation, TrialState, recommend, window_ends
from dosepath.designs import needs
from dosepath.rule import Reason
from dosepath.study import Study
from dosepath.web.decision.looking import Looking, looking
from dosepath.web.decision.rule_table import rule_table
from dosepath.web.ui.computed import computed
from dosepath.web.ui.table import Cell, Column, Fact, Table, Tone

_TONES: dict[str, Tone] = {"dlt": "stop", "pending": "warn", "grade_2": "info", "none": "good"}


@dataclass(frozen=True)
class Evidence:
    """All that a committee sees before it decides, in the order in which it reads."""

    step: str
    because: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    complete: str
    is_due: bool
    cut: tuple[Fact, ...]
    people: Table
    levels: Table
    rule: Table | None
    look: Looking | None
    assumed: tuple[str, ...]

    @property
    def ahead(self) -> Table | None:
        """The next results and what the rule would say; None if that could not be computed."""
        return self.look.ahead if self.look is not None else None


def evidence(
    state: TrialState, study: Study, *, trial: str, at: datetime, shown: str = ""
) -> Evidence:
    """The evidence as known at ``at``, on the log as far as ``state`` has it.

    ``shown`` is the scenario under which the tree of what may come next is drawn. Where the
    design fails, its table and the look ahead are None, and the facts are there all the same.
    """
    study = study.part(state.part) if state.part else study
    advice = recommend(state, at=at)
    planned = state.planned_here
    return Evidence(
        step=wording.say(next_step(advice)),
        because=wording.say_all(advice.because),
        missing=tuple((wording.say(lack), _where(lack, trial)) for lack in advice.missing),
        complete=_complete(advice),
        is_due=advice.is_decision_due,
        cut=_cut(state, at),
        people=people_table(state, advice.outcomes, trial=trial),
        levels=levels_table(study, advice),
        rule=computed(lambda: rule_table(study.design, advice.counts)),
        look=computed(lambda: looking(study, advice, planned=planned, shown=shown)),
        assumed=_assumed(study),
    )


def _complete(advice: Recommendation) -> str:
    known = sum(one.result != "pending" for one in advice.outcomes)
    return wording.text("evidence.complete", known=known, n=len(advice.outcomes))


def _cut(state: TrialState, at: datetime) -> tuple[Fact, ...]:
    label, protocol = wording.label, state.protocol
    until = wording.moment_text(at.astimezone(ZoneInfo(state.zone)))
    entry = wording.text("evidence.entry", seq=state.seq)
    version = wording.text("evidence.version", version=protocol.version)
    return (
        Fact(label("evidence.data"), (entry, until), wording.label("evidence.data_note")),
        Fact(label("evidence.head"), (state.head_hash,)),
        Fact(label("evidence.study"), (version,), protocol.study_hash),
        Fact(label("evidence.engine"), (protocol.engine,)),
    )


def _where(lack: Reason, trial: str) -> str:
    """Where what is missing can be entered."""
    values = dict(lack.values)
    if "candidate" in values:
        return reverse("safety:candidate", args=[trial, values["candidate"]])
    if "participant" in values:
        return reverse("followup:participant", args=[trial, values["participant"]])
    return ""


def people_table(state: TrialState, found: Sequence[Outcome], *, trial: str) -> Table:
    """Everyone dosed, with what they count for and why: each opens to their page."""
    titles = ("participant", "counts_as", "level", "why", "dosed", "window")
    columns = tuple(Column(wording.label(f"evidence.{t}"), number=t == "level") for t in titles)
    rows = tuple(_person(state, one, trial) for one in found)
    return Table(wording.label("evidence.people"), columns, rows, wording.text("evidence.nobody"))


def _person(state: TrialState, one: Outcome, trial: str) -> tuple[Cell, ...]:
    who = state.participants[one.participant]
    dosed = "" if who.dosing is None else wording.date_text(state.local_date(who.dosing.given_at))
    return (
        Cell(one.participant, href=reverse("followup:participant", args=[trial, who.number])),
        Cell(_result(one.result), tone=_TONES.get(one.result, "none")),
        Cell(str(one.level), number=True),
        Cell(_why(one)),
        Cell(dosed),
        Cell(wording.date_text(window_ends(state, who))),
    )


def _why(one: Outcome) -> str:
    """Why somebody counts for what they do, with what only some designs see."""
    said = [wording.say(one.because)]
    if one.followed is not None:
        days, of = one.followed.days, one.followed.of
        said.append(wording.text("evidence.followed", days=days, of=of))
    if one.response is not None:
        said.append(wording.label(f"evidence.response_{'yes' if one.response else 'no'}"))
    if one.beside:
        said.append(wording.label(one.beside))
    return " ".join(said)


def _result(result: str) -> str:
    """What somebody counts for, short enough for a mark."""
    short = f"evidence.short_{result}"
    return wording.label(short if wording.has_label(short) else result)


def levels_table(study: Study, advice: Recommendation) -> Table:
    """What the rule counts at each level, the highest first; the level in hand is marked."""
    weighs = "responses" in needs(study.design)
    more = ("responses",) if weighs else ()
    titles = ("level", "dose", "evaluated", "dlts", *more, "grade_2", "lost", "waiting", "now")
    words = ("dose", "now")
    columns = tuple(Column(wording.label(f"evidence.{t}"), number=t not in words) for t in titles)
    rows = []
    for dose in sorted(study.doses, key=lambda dose: -dose.level):
        tally = advice.counts[dose.level]
        here = [one.result for one in advice.outcomes if one.level == dose.level]
        lost, waiting = here.count("not_evaluable"), here.count("pending")
        now = wording.label("evidence.in_hand") if dose.level == advice.counts.at else ""
        responses = (tally.responses,) if weighs else ()
        numbers = (tally.n, tally.dlt, *responses, tally.grade2, lost, waiting)
        rows.append(
            (
                Cell(str(dose.level), number=True),
                Cell(wording.dose_text(dose.label), assumed=bool(dose.assumed)),
                *(Cell(str(number), number=True) for number in numbers),
                Cell(now, tone="info" if now else ""),
            )
        )
    return Table(wording.label("evidence.levels"), columns, tuple(rows))


def _assumed(study: Study) -> tuple[str, ...]:
    """The assumed values of the escalation, each with its reason."""
    return tuple(
        wording.text("evidence.assumed_line", path=mark.path, value=mark.value, reason=mark.reason)
        for mark in (*study.assumed_under("doses"), *study.assumed_under("escalation"))
    )
