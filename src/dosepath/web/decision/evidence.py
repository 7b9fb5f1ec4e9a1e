"""The evidence for a dose decision, as plain values from the state at its data cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.analysis import chance_above, next_step
from dosepath.conduct import Outcome, Recommendation, TrialState, recommend, window_ends
from dosepath.pathways import Ahead, compile_design, look_ahead, operating_characteristics
from dosepath.rule import Reason
from dosepath.study import Study
from dosepath.web.decision.rule_table import rule_table
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
    ahead: Table | None
    further: Table | None
    size: Table
    engine: str
    assumed: tuple[str, ...]


def evidence(state: TrialState, study: Study, *, trial: str, at: datetime) -> Evidence:
    """The evidence as known at ``at``, on the log as far as ``state`` has it."""
    advice = recommend(state, at=at)
    trees = {name: _tree(advice, study, name) for name in study.scenarios}
    return Evidence(
        step=wording.say(next_step(advice)),
        because=wording.say_all(advice.because),
        missing=tuple((wording.say(lack), _where(lack, trial)) for lack in advice.missing),
        complete=_complete(advice),
        is_due=advice.is_decision_due,
        cut=_cut(state, at),
        people=people_table(state, advice.outcomes, trial=trial),
        levels=levels_table(study, advice),
        rule=rule_table(study.design, advice.counts),
        ahead=ahead_table(trees, depth=1),
        further=ahead_table(trees, depth=2),
        size=size_table(state.protocol.planned, study, advice),
        engine=compile_design(study.design).engine,
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
        Cell(wording.say(one.because)),
        Cell(dosed),
        Cell(wording.date_text(window_ends(state, who))),
    )


def _result(result: str) -> str:
    """What somebody counts for, short enough for a mark."""
    short = f"evidence.short_{result}"
    return wording.label(short if wording.has_label(short) else result)


def levels_table(study: Study, advice: Recommendation) -> Table:
    """What the rule counts at each level, the highest first; the level in hand is marked."""
    titles = ("level", "dose", "evaluated", "dlts", "grade_2", "lost", "waiting", "now")
    words = ("dose", "now")
    columns = tuple(Column(wording.label(f"evidence.{t}"), number=t not in words) for t in titles)
    rows = []
    for dose in sorted(study.doses, key=lambda dose: -dose.level):
        tally = advice.counts[dose.level]
        here = [one.result for one in advice.outcomes if one.level == dose.level]
        lost, waiting = here.count("not_evaluable"), here.count("pending")
        now = wording.label("evidence.in_hand") if dose.level == advice.counts.at else ""
        numbers = (tally.n, tally.dlt, tally.grade2, lost, waiting)
        rows.append(
            (
                Cell(str(dose.level), number=True),
                Cell(wording.dose_text(dose.label), assumed=bool(dose.assumed)),
                *(Cell(str(number), number=True) for number in numbers),
                Cell(now, tone="info" if now else ""),
            )
        )
    return Table(wording.label("evidence.levels"), columns, tuple(rows))


def _tree(advice: Recommendation, study: Study, name: str) -> Ahead:
    pending: dict[int, int] = {}
    for one in advice.outcomes:
        if one.result == "pending":
            pending[one.level] = pending.get(one.level, 0) + 1
    scenario = study.scenarios[name]
    return look_ahead(study.design, advice.counts, pending=pending, scenario=scenario)


def ahead_table(trees: dict[str, Ahead], *, depth: int) -> Table | None:
    """What the next results would mean, and how likely each is under every scenario."""
    if not trees:
        return None
    walks = [list(_walk(tree, depth)) for tree in trees.values()]
    if not walks[0]:
        return None
    columns = (
        Column(wording.label("evidence.result")),
        *(Column(name, number=True, assumed=True) for name in trees),
        Column(wording.label("evidence.rule_says")),
    )
    rows = tuple(
        (
            Cell(line[0][0]),
            *(Cell(wording.percent_text(chance), number=True) for _, _, chance in line),
            Cell(line[0][1]),
        )
        for line in zip(*walks, strict=True)
    )
    return Table(wording.label(f"evidence.ahead_{depth}"), columns, rows)


def _walk(tree: Ahead, depth: int, reached: float = 1.0) -> Iterator[tuple[str, str, float]]:
    """Result, what the rule then says, and the probability; at ``depth`` or where it ends."""
    for branch in tree.branches:
        chance = reached * (branch.probability or 0.0)
        where = wording.text("board.result", outcome=branch.label, level=branch.cohort.level)
        if depth > 1 and branch.then.branches:
            for later, says, share in _walk(branch.then, depth - 1, chance):
                yield wording.text("evidence.then", first=where, later=later), says, share
        else:
            yield where, wording.say(branch.then.decision.because), chance


def size_table(planned: int, study: Study, advice: Recommendation) -> Table:
    """The probability of more participants than the record plans, exact, by scenario."""
    columns = (
        Column(wording.label("evidence.scenario"), assumed=True),
        Column(wording.label("evidence.before"), number=True),
        Column(wording.label("evidence.given"), number=True),
    )
    program = compile_design(study.design)
    rows = []
    for name, scenario in study.scenarios.items():
        whole = operating_characteristics(program, scenario).probability_above(planned)
        now = chance_above(planned, study.design, advice=advice, scenario=scenario)
        shown = "–" if now is None else wording.percent_text(now)
        before = wording.percent_text(float(whole))
        rows.append((Cell(name), Cell(before, number=True), Cell(shown, number=True)))
    return Table(wording.text("evidence.size", planned=planned), columns, tuple(rows))


def _assumed(study: Study) -> tuple[str, ...]:
    """The assumed values of the escalation, each with its reason."""
    return tuple(
        wording.text("evidence.assumed_line", path=mark.path, value=mark.value, reason=mark.reason)
        for mark in (*study.assumed_under("doses"), *study.assumed_under("escalation"))
    )
