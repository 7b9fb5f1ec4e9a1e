"""A small trial to play with: one criterion, two visits, and people known by their role.

``Play`` keeps a log, carries commands out on the replayed state and appends what they
propose, so that a test reads as the course of a trial.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

from dosepath import conduct
from dosepath.conduct import (
    Choice,
    ConsentForm,
    DltRule,
    EventReport,
    PartRules,
    Protocol,
    Recommendation,
    Refused,
    TrialState,
)
from dosepath.designs import AcceleratedTitration, Design, ThreePlusThree
from dosepath.eligibility import build_population
from dosepath.ledger import Actor, Draft, Event
from dosepath.quantity import Place
from dosepath.schedule import Form, Item, ItemType, Visit

HERE = timezone(timedelta(hours=8))
START = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)

COORDINATOR = Actor("coordinator-1", "coordinator")
INVESTIGATOR = Actor("investigator-1", "investigator")
SECOND = Actor("investigator-2", "investigator")
PHYSICIAN = Actor("physician-1", "independent_physician")
STATISTICIAN = Actor("statistician-1", "statistician")
MONITOR = Actor("monitor-1", "monitor")
AUDITOR = Actor("auditor-1", "auditor")
LABORATORY = Actor("laboratory-1", "cell_laboratory")
ADMINISTRATOR = Actor("administrator-1", "site_administrator")
SOFTWARE = Actor("dosepath", "system")

POPULATION = build_population(
    {
        "variables": {
            "weight": {
                "type": "number",
                "unit": "kg",
                "from": "chart",
                "window": "72 h before enrolment",
                "label": {"en": "Weight"},
            }
        },
        "groups": {
            "CLF": {
                "title": {"en": "Chronic liver failure"},
                "criteria": {
                    "A1": {
                        "text": {"en": "Weighs more than 40 kg"},
                        "rule": "weight > 40 kg",
                        "team_only": True,
                    }
                },
            }
        },
        "exclusions": {
            "E1": {
                "text": {"en": "Excluded by a clinician"},
                "judgement": {"en": "Excluded"},
                "team_only": True,
            }
        },
    },
    lambda path: Place(path=".".join(str(part) for part in path)),
)

FORMS = {
    "vitals": Form(
        "vitals",
        {"en": "Vital signs"},
        (
            Item(
                "heart_rate",
                ItemType.NUMBER,
                {"en": "Heart rate"},
                unit="/min",
                units=("/min",),
                required=True,
            ),
        ),
    ),
    "day_28_assessment": Form(
        "day_28_assessment",
        {"en": "Assessment"},
        (
            Item(
                "complete",
                ItemType.YES_NO,
                {"en": "Complete"},
                required=True,
                states="events_complete",
            ),
            Item("candidate", ItemType.YES_NO, {"en": "Candidate"}, states="candidate_dlt"),
            Item("alive", ItemType.YES_NO, {"en": "Alive"}, states="alive"),
            Item("died_on", ItemType.DATE, {"en": "Died on"}, states="died_on"),
            Item("transplanted", ItemType.YES_NO, {"en": "Transplanted"}, states="transplanted"),
            Item(
                "transplanted_on",
                ItemType.DATE,
                {"en": "Transplanted on"},
                states="transplanted_on",
            ),
        ),
    ),
}
VISITS = (
    Visit("d1", 1, 0, 0, ("vitals",)),
    Visit("d28", 28, 0, 3, ("vitals", "day_28_assessment")),
)

LADDER = ("0.15e9 cells", "0.5e9 cells", "1.0e9 cells", "1.5e9 cells")
TITRATION = AcceleratedTitration(
    escalation=ThreePlusThree(levels=4), switch_level=2, grade_2_threshold=1
)


def protocol(design: Design = TITRATION, **changes: object) -> Protocol:
    """The protocol of the small trial, with the worked study's rules."""
    made = Protocol(
        study_id="SMALL-1",
        version="0.1",
        study_hash="5" * 64,
        design=design,
        doses=LADDER[: design.levels],
        planned=10,
        dlt=DltRule(window_days=28, excluded=("hepatic failure",)),
        engine="dosepath test",
        stagger_hours=168,
        quorum=3,
        required_roles=("investigator", "statistician", "independent_physician"),
        eligibility_hours=72,
        reservation_hours=72,
        consent_version="0.1",
        population=POPULATION,
        zone="Asia/Shanghai",
        visits=VISITS,
        forms=FORMS,
        closing_visit="d28",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def report(grade: int = 3, attribution: str = "possible", **more: object) -> EventReport:
    """An adverse event report that is a candidate unless told otherwise."""
    given: dict[str, object] = {"term": "Abdominal pain", "onset": START, **more}
    return EventReport(grade=grade, attribution=attribution, **given)  # type: ignore[arg-type]


def append(events: list[Event], drafts: tuple[Draft, ...], by: Actor, at: datetime) -> None:
    """Append drafts to a log as the store does, with a stand-in for the chain."""
    for draft in drafts:
        seq = len(events) + 1
        previous = events[-1].hash if events else ""
        seal = hashlib.sha256(f"{previous}{seq}{draft}".encode()).hexdigest()
        events.append(
            Event(
                kind=draft.kind,
                subject=draft.subject,
                payload=draft.payload,
                occurred_at=draft.occurred_at,
                reason=draft.reason,
                trial="SMALL-1",
                seq=seq,
                study_hash="5" * 64,
                actor=by.name,
                role=by.role,
                recorded_at=at.astimezone(UTC),
                previous=previous,
                hash=seal,
            )
        )


@dataclass
class Play:
    """A trial in play: its protocol, its log and the time on the wall."""

    protocol: Protocol = field(default_factory=protocol)
    now: datetime = START
    events: list[Event] = field(default_factory=list)
    state: TrialState = field(init=False)

    def __post_init__(self) -> None:
        self.state = conduct.replay(self.events, self.protocol)

    def do(
        self, command: Callable[..., tuple[Draft, ...]], *args: object, **named: object
    ) -> tuple[Draft, ...]:
        """Carry out a command now; by the investigator unless ``by`` says otherwise."""
        by = named.pop("by", INVESTIGATOR)
        at = named.pop("at", self.now)
        drafts = command(self.state, *args, by=by, at=at, **named)
        before = len(self.events)
        append(self.events, drafts, by, at)  # type: ignore[arg-type]
        self.state = conduct.replay(self.events[before:], self.protocol, since=self.state)
        return drafts

    def refused(
        self, command: Callable[..., tuple[Draft, ...]], *args: object, **named: object
    ) -> tuple[str, ...]:
        """The codes with which a command is refused; fails if it is not. Nothing is appended."""
        before = len(self.events)
        try:
            self.do(command, *args, **named)
        except Refused as refusal:
            assert len(self.events) == before
            return tuple(reason.code for reason in refusal.reasons)
        raise AssertionError(f"{command.__name__} was not refused")

    def wait(self, *, days: float = 0, hours: float = 0) -> None:
        """Let time pass."""
        self.now += timedelta(days=days, hours=hours)

    def recommend(self) -> Recommendation:
        """The recommendation now."""
        return conduct.recommend(self.state, at=self.now)

    def open(self) -> Play:
        """Open the trial."""
        self.do(conduct.open_trial, synthetic=True)
        return self

    def consented(self) -> str:
        """A new screening with consent; gives its number."""
        self.do(conduct.open_screening, by=COORDINATOR)
        number = list(self.state.screenings)[-1]
        form = ConsentForm(self.state.consent_version, "en")
        self.do(conduct.record_consent, number, form=form, signed_at=self.now, by=COORDINATOR)
        return number

    def weigh(self, screening: str, weight: str = "60") -> None:
        """Record a weight and the clinician's judgement."""
        fact = {"variable": "weight", "value": weight, "unit": "kg", "at": self.now.isoformat()}
        self.do(conduct.record_facts, screening, facts=[fact], source="chart", by=COORDINATOR)
        self.do(conduct.judge_criterion, screening, criterion="E1", answer="no", reason="none")

    def enrolled(self) -> str:
        """A new participant, eligible and enrolled; gives the subject number."""
        screening = self.consented()
        self.weigh(screening)
        self.do(conduct.sign_eligibility, screening, group="CLF")
        self.do(conduct.enrol, screening)
        return list(self.state.participants)[-1]

    def ready(self) -> str:
        """A new participant with a slot and all checks made."""
        participant = self.enrolled()
        self.do(conduct.reserve_slot, participant, by=COORDINATOR)
        self.check(participant)
        return participant

    def check(self, participant: str) -> None:
        """Identity and product, each confirmed by two people."""
        for check in ("identity", "product"):
            for by in (COORDINATOR, SECOND):
                self.do(conduct.confirm_check, participant, check=check, by=by)

    def dosed(self) -> str:
        """A new participant, dosed at the first moment that the stagger allows."""
        opens = conduct.next_dosing_from(self.state)
        if opens is not None and opens > self.now:
            self.now = opens
        participant = self.ready()
        self.do(conduct.give_dose, participant, given_at=self.now)
        return participant

    def harm(self, participant: str, grade: int = 3, **more: object) -> str:
        """Report an event that starts now; gives its number."""
        given: dict[str, object] = {"onset": self.now, **more}
        self.do(conduct.record_adverse_event, participant, report=report(grade, **given))  # type: ignore[arg-type]
        return list(self.state.adverse_events)[-1]

    def judged(self, candidate: str, verdict: str) -> None:
        """Two people agree on a candidate."""
        for by in (INVESTIGATOR, PHYSICIAN):
            self.do(conduct.adjudicate, candidate, verdict=verdict, by=by, reason="reviewed")

    def toxic(self, participant: str) -> None:
        """An event that is adjudicated a DLT."""
        self.judged(self.harm(participant), "dlt")

    def completed(self, *participants: str) -> None:
        """Go past the last window, enter the day 28 forms and assess the windows."""
        last = max(self.ends(participant) for participant in participants)
        self.now = max(self.now, last + timedelta(days=1))
        for participant in participants:
            self.closing_forms(participant)
            self.do(conduct.assess_window, participant)

    def closing_forms(self, participant: str, **answers: str) -> None:
        """Enter the day 28 forms now; ``answers`` are what the assessment says besides."""
        for form, items in (
            ("vitals", {"heart_rate": "80"}),
            ("day_28_assessment", {"complete": "yes", **answers}),
        ):
            key = (participant, "d28", form)
            self.do(conduct.record_form, key, on=self.now, items=items, by=COORDINATOR)

    def past_window(self) -> str:
        """A participant dosed, and the window over; nothing of the closing visit entered."""
        participant = self.dosed()
        self.now = self.ends(participant) + timedelta(days=1)
        return participant

    def ends(self, participant: str) -> datetime:
        """Noon on the last day of a participant's window."""
        last = conduct.window_ends(self.state, self.state.participants[participant])
        return datetime(last.year, last.month, last.day, 12, tzinfo=HERE)

    def propose(self, choice: Choice | None = None, minutes: str = "") -> str:
        """Put a decision to the committee; gives its number."""
        self.do(conduct.propose_decision, choice=choice, minutes=minutes, by=STATISTICIAN)
        return list(self.state.decisions)[-1]

    def sign(self, decision: str, *people: Actor, reason: str = "") -> None:
        """Signatures under a decision, by the whole committee unless told otherwise."""
        for by in people or (INVESTIGATOR, STATISTICIAN, PHYSICIAN):
            named = {"name": by.name, "meaning": "I agree", "reason": reason}
            self.do(conduct.sign_decision, decision, by=by, **named)

    def decide(self, choice: Choice | None = None, minutes: str = "") -> str:
        """Propose and sign: the decision is effective."""
        decision = self.propose(choice, minutes)
        self.sign(decision)
        return decision

    def part(self, name: str) -> InPart:
        """The same trial, looked at and acted on in one of its parts."""
        return InPart(self, name)


class InPart(Play):
    """One part of a trial in play: same log, same clock; commands see the part."""

    def __init__(self, whole: Play, name: str) -> None:
        self.whole, self.name = whole, name

    @property
    def state(self) -> TrialState:  # type: ignore[override]
        """The trial seen from the part."""
        return self.whole.state.of_part(self.name)

    @property
    def events(self) -> list[Event]:  # type: ignore[override]
        """The one log."""
        return self.whole.events

    @property
    def now(self) -> datetime:  # type: ignore[override]
        """The one clock."""
        return self.whole.now

    @now.setter
    def now(self, at: datetime) -> None:
        self.whole.now = at

    def do(
        self, command: Callable[..., tuple[Draft, ...]], *args: object, **named: object
    ) -> tuple[Draft, ...]:
        """Carry out a command as somebody who looks at the part."""

        def seen(state: TrialState, *args: object, **named: object) -> tuple[Draft, ...]:
            return command(state.of_part(self.name), *args, **named)

        return self.whole.do(seen, *args, **named)


def with_parts(**changes: object) -> Protocol:
    """The small protocol with a part ``b`` (two levels, 3+3, opens after something) and ``c``."""
    main = protocol(**changes)
    lower = ThreePlusThree(levels=2)
    parts = {
        "": PartRules("", main.design, main.doses),
        "b": PartRules("b", lower, ("1 mg", "2 mg"), "Children", "the MTD of the adults"),
        "c": PartRules("c", ThreePlusThree(levels=1), ("5 mg",)),
    }
    return replace(main, parts=MappingProxyType(parts))
