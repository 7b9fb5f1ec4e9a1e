"""A decision and the list of decisions, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.analysis import DecisionRow
from dosepath.conduct import (
    Choice,
    DoseDecision,
    TrialState,
    backfill_notes,
    next_slot_opens,
    recommend,
    rests_on,
    signed_unaware,
    still_needed,
)
from dosepath.ledger import Actor
from dosepath.web.access import part_name
from dosepath.web.decision.choices import choice_text
from dosepath.web.ui.table import Cell, Column, Fact, Table, Tone


@dataclass(frozen=True)
class Status:
    """Where a decision stands: a word, a sentence, and what follows from it."""

    code: str
    tone: Tone
    text: str
    follows: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it may still be voted on and signed."""
        return self.code == "waiting"

    @property
    def can_be_signed_yet(self) -> bool:
        """Whether it has neither come into force nor been replaced."""
        return self.code in ("waiting", "outdated")


def history_table(rows: tuple[DecisionRow, ...], trial: str) -> Table:
    """Every decision against what the rule recommended on the same data, the newest first."""
    titles = ("decision", "when", "recommended", "chosen", "agreement", "signatures", "state")
    columns = tuple(
        Column(wording.label(f"history.{title}"), number=title == "signatures") for title in titles
    )
    shown = []
    for row in reversed(rows):
        url = reverse("decision:decision", args=[trial, row.number])
        agreement = wording.label(f"history.{row.agreement}")
        state = "in_force" if row.effective else "not_in_force"
        shown.append(
            (
                Cell(row.number, href=url),
                Cell(wording.moment_text(row.at)),
                Cell(wording.say(row.recommended)),
                Cell(wording.say(row.chosen)),
                Cell(agreement, tone="good" if row.agreement == "as_recommended" else "info"),
                Cell(str(row.signatures), number=True),
                Cell(wording.label(f"history.{state}")),
            )
        )
    caption, empty = wording.label("history.caption"), wording.text("history.empty")
    return Table(caption, columns, tuple(shown), empty)


def open_proposal(state: TrialState, at: datetime) -> DoseDecision | None:
    """The decision that is with the committee, if it still rests on what is known."""
    newest = state.newest_decision
    if newest is None or newest.is_effective:
        return None
    holds = rests_on(newest, recommend(state, at=at)) and not signed_unaware(state, newest)
    return newest if holds else None


def status_of(state: TrialState, decision: DoseDecision, *, at: datetime) -> Status:
    """Where a decision stands at ``at``."""
    number = decision.number
    if decision.effective is not None:
        since = _time(decision.effective.at, state)
        text = wording.text("decision.in_force", decision=number, since=since)
        return Status("in_force", "good", text, _after(state, decision, at))
    if decision is not state.newest_decision:
        newest = state.newest_decision
        newer = "" if newest is None else newest.number
        return Status("replaced", "none", wording.text("decision.replaced", newer=newer))
    if not rests_on(decision, recommend(state, at=at)):
        return Status("outdated", "stop", wording.text("decision.outdated", decision=number))
    unaware = signed_unaware(state, decision)
    if unaware:
        text = wording.text("decision.unaware", decision=number, people=unaware)
        return Status("outdated", "stop", text)
    needed = wording.say_all(still_needed(state, decision))
    text = wording.text("decision.waiting", decision=number, signed=len(decision.signatures))
    return Status("waiting", "warn", text, needed)


def _after(state: TrialState, decision: DoseDecision, at: datetime) -> tuple[str, ...]:
    """What an effective decision has opened, if it is the one in force."""
    cohort = state.cohort
    if cohort is None or cohort.opened_by != decision.number:
        return (wording.text("decision.past"),)
    if decision.choice.action != "treat":
        return (wording.text(f"decision.after_{decision.choice.action}"),)
    filled = wording.say_all(backfill_notes(state, at))
    found = next_slot_opens(state, at)
    if found.opens is None and recommend(state, at=at).is_decision_due:
        return (wording.text("decision.used_up"), *filled)
    if found.opens is None:
        return (wording.text("decision.no_slot"), *wording.say_all(found.because), *filled)
    opens = _time(found.opens, state)
    said = wording.text("decision.next_slot", level=found.level, free=found.free, opens=opens)
    return (said, *wording.say_all(found.because), *filled)


def decision_facts(state: TrialState, decision: DoseDecision) -> tuple[Fact, ...]:
    """What was decided, against which recommendation, on which data."""
    label, cut = wording.label, decision.cut
    recommended = recommended_choice(decision)
    same = recommended == decision.choice
    standing = "put" if decision.effective is None else "choice"
    proposed = wording.text(
        "decision.proposed_by",
        who=decision.proposed.actor,
        role=f"role.{decision.proposed.role}",
        when=_time(decision.proposed.at, state),
    )
    named = part_name(state, decision.part)
    facts = [
        *((Fact(label("part.label"), (named,)),) if named else ()),
        Fact(label(f"decision.{standing}"), (choice_text(decision.choice, state.protocol),)),
        Fact(
            label("decision.recommended"),
            (choice_text(recommended, state.protocol),),
            label("history.as_recommended" if same else "history.more_cautious"),
        ),
        Fact(label("decision.proposed"), (proposed,)),
        Fact(
            label("evidence.data"),
            (wording.text("evidence.entry", seq=cut.seq),),
            wording.text("decision.head", head=cut.head_hash),
        ),
        Fact(label("evidence.study"), (cut.study_hash,)),
        Fact(label("evidence.engine"), (cut.engine,)),
    ]
    if decision.minutes:
        facts.append(Fact(label("decision.minutes"), tuple(decision.minutes.splitlines())))
    return tuple(facts)


def recommended_choice(decision: DoseDecision) -> Choice:
    """What the rule recommended at the data cut."""
    return Choice.from_json(decision.recommendation["choice"])  # type: ignore[arg-type]


def sign_lead(state: TrialState, decision: DoseDecision) -> str:
    """What is signed, and for which part of the trial where it has several."""
    lead = wording.text("sign_decision.lead", choice=choice_text(decision.choice, state.protocol))
    return ": ".join(filter(None, (part_name(state, decision.part), lead)))


def signing_follows(state: TrialState, decision: DoseDecision, by: Actor) -> tuple[str, ...]:
    """What one more signature, by ``by``, will do."""
    needed = still_needed(state, decision, signing=by)
    if needed:
        first = wording.text("sign_decision.not_yet")
        return (first, *wording.say_all(needed), wording.text("sign_decision.final"))
    choice = choice_text(decision.choice, state.protocol)
    in_force = wording.text("sign_decision.in_force", choice=choice)
    return (in_force, wording.text("sign_decision.final"))


def _time(at: datetime, state: TrialState) -> str:
    return wording.moment_text(at.astimezone(ZoneInfo(state.zone)))
