"""What a step of a course may do: one function for each action, by the commands of conduct.

Each takes the player and what the step gives. Nothing here decides anything: a step that the
trial's rules forbid is refused as it would be for a person.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from dosepath.cli.course.step import Course
    from dosepath.conduct import TrialState
    from dosepath.ledger import Actor

Action = Callable[..., None]


class Play(Protocol):
    """What an action needs of whoever plays the course."""

    by: Actor
    now: datetime
    course: Course
    references: dict[str, str]

    @property
    def state(self) -> TrialState: ...  # noqa: D102 (named by its type)

    def do(self, command: Callable[..., Any], *args: Any, **named: Any) -> None:
        """Carry out a command of conduct as the person of the step, at its time."""

    def open_trial(self) -> None:
        """Open the trial."""

    def at(self, after: timedelta) -> datetime:
        """A time from the first minute of today."""

    def moment(self, text: str) -> datetime:
        """A written time."""

    def fact(self, name: str, text: Any, *, ago: timedelta = ...) -> dict[str, object]:
        """A written fact as an observation."""

    def later(self, when: str, action: str, given: Mapping[str, Any]) -> None:
        """Let another step follow."""

    def expect_event(self, number: str) -> None:
        """Compare the number of the last adverse event."""

    def record_visit(
        self, key: tuple[str, str], forms: Mapping[str, Mapping[str, Any]], *, on: datetime
    ) -> None:
        """Enter all forms of a visit."""

    def receive_enquiry(self, ref: str, fields: Mapping[str, str]) -> None:
        """Store an enquiry."""

    def move_enquiry(self, ref: str, to: str, *, screening: str, reason: str) -> None:
        """Move an enquiry on."""


def _open(play: Play) -> None:
    play.open_trial()


def _enquiry(play: Play, *, ref: str, **fields: str) -> None:
    play.receive_enquiry(ref, fields)


def _move(play: Play, *, enquiry: str, to: str, screening: str = "", reason: str = "") -> None:
    play.move_enquiry(enquiry, to, screening=screening, reason=reason)


def _screening(play: Play, *, number: str, enquiry: str = "") -> None:
    from dosepath.conduct import open_screening

    reference = play.references.get(enquiry)
    play.do(open_screening, number=number, enquiry=reference)


def _consent(play: Play, *, screening: str, language: str, signed: str) -> None:
    from dosepath.conduct import ConsentForm, record_consent

    form = ConsentForm(play.state.consent_version, language)
    play.do(record_consent, screening, form=form, signed_at=play.moment(signed))


def _facts(
    play: Play, *, screening: str, take: str, earlier: Mapping[str, Any] | None = None
) -> None:
    from dosepath.conduct import record_facts

    facts = [play.fact(name, text) for name, text in play.course.facts[take].items()]
    if earlier is not None:
        day = timedelta(days=int(str(earlier["day"])))
        facts += [play.fact(name, earlier[name], ago=day) for name in earlier if name != "day"]
    play.do(record_facts, screening, facts=facts, source="synthetic chart and laboratory")


def _judge(play: Play, *, screening: str, take: str) -> None:
    from dosepath.conduct import judge_criterion

    for criterion, (answer, reason) in play.course.judgements[take].items():
        play.do(judge_criterion, screening, criterion=criterion, answer=answer, reason=reason)


def _pin(play: Play, *, criterion: str, reading: str, reason: str) -> None:
    from dosepath.conduct import pin_reading

    play.do(pin_reading, criterion, reading=reading, reason=reason)


def _eligible(play: Play, *, screening: str, group: str) -> None:
    from dosepath.conduct import sign_eligibility

    play.do(sign_eligibility, screening, group=group, signature=True)


def _enrol(play: Play, *, screening: str, number: str) -> None:
    from dosepath.conduct import enrol

    play.do(enrol, screening, number=number)


def _reserve(play: Play, *, participant: str) -> None:
    from dosepath.conduct import reserve_slot

    play.do(reserve_slot, participant)


def _confirm(play: Play, *, participant: str, check: str, note: str = "") -> None:
    from dosepath.conduct import confirm_check

    play.do(confirm_check, participant, check=check, note=note)


def _dose(play: Play, *, participant: str) -> None:
    from dosepath.conduct import give_dose

    play.do(give_dose, participant, given_at=play.now - timedelta(minutes=5))


def _visit(play: Play, *, key: tuple[str, str], forms: Mapping[str, Any], on: timedelta) -> None:
    play.record_visit(key, forms, on=play.at(on))


def _event(play: Play, *, number: str, participant: str, **given: Any) -> None:
    from dosepath.conduct import EventReport, record_adverse_event

    report = EventReport(
        term=given["term"],
        verbatim=given["verbatim"],
        grade=given["grade"],
        baseline_grade=given.get("baseline", 0),
        attribution=given["attribution"],
        onset=play.moment(given["onset"]),
        serious=given.get("serious", False),
        aware_at=play.moment(given["aware"]) if "aware" in given else None,
        other_causes=tuple(given.get("other_causes", ())),
    )
    play.do(record_adverse_event, participant, report=report)
    play.expect_event(number)
    if "resolved" in given:
        ended = {"number": number, "resolved": given["resolved"]}
        play.later(given["recorded_later"], "resolve", ended)


def _resolve(play: Play, *, number: str, resolved: str) -> None:
    from dataclasses import replace

    from dosepath.conduct import update_adverse_event

    report = play.state.adverse_events[number].report
    ended = replace(report, resolved=play.moment(resolved), outcome="recovered")
    play.do(update_adverse_event, number, report=ended, reason="the event is over")


def _adjudicate(play: Play, *, candidate: str, verdict: str, reason: str) -> None:
    from dosepath.conduct import adjudicate

    play.do(adjudicate, candidate, verdict=verdict, reason=reason)


def _transplantation(play: Play, *, participant: str, on: str) -> None:
    from dosepath.conduct import record_transplantation

    play.do(record_transplantation, participant, on=play.moment(on))


def _value(play: Play, *, participant: str, item: str, reason: str) -> None:
    from dosepath.conduct import judge_value

    play.do(judge_value, participant, item=item, reason=reason)


def _assess(play: Play, *, participant: str) -> None:
    from dosepath.conduct import assess_window

    play.do(assess_window, participant)


def _propose(play: Play) -> None:
    from dosepath.conduct import propose_decision

    play.do(propose_decision)


def _vote(play: Play, *, decision: str, answer: str, reason: str = "") -> None:
    from dosepath.conduct import vote

    play.do(vote, decision, answer=answer, reason=reason)


def _sign(play: Play, *, decision: str) -> None:
    from dosepath.conduct import sign_decision

    meaning = "I have reviewed the data and agree with this decision"
    name = play.by.name
    play.do(sign_decision, decision, name=name, meaning=meaning, signature=True)


ACTIONS: dict[str, Action] = {
    "open": _open,
    "enquiry": _enquiry,
    "move": _move,
    "screening": _screening,
    "consent": _consent,
    "facts": _facts,
    "judge": _judge,
    "pin": _pin,
    "eligible": _eligible,
    "enrol": _enrol,
    "reserve": _reserve,
    "confirm": _confirm,
    "dose": _dose,
    "visit": _visit,
    "event": _event,
    "resolve": _resolve,
    "adjudicate": _adjudicate,
    "transplantation": _transplantation,
    "value": _value,
    "assess": _assess,
    "propose": _propose,
    "vote": _vote,
    "sign": _sign,
}
"""Every action by its name."""

DERIVED = {"visit", "resolve"}
"""Actions that follow from tables and other steps; a course file does not write them."""


_OPEN: dict[str, tuple[set[str], set[str]]] = {
    "enquiry": ({"writer", "language", "time", "message"}, set()),
    "event": (
        {"term", "verbatim", "grade", "attribution", "onset"},
        {"baseline", "serious", "aware", "resolved", "recorded_later", "other_causes"},
    ),
}
"""What actions with many values take besides their named ones: must, and may."""


def allowed_of(action: str) -> tuple[set[str], set[str]]:
    """What a step with this action must give, and what it may give."""
    asked = list(inspect.signature(ACTIONS[action]).parameters.values())[1:]
    named = [p for p in asked if p.kind is not inspect.Parameter.VAR_KEYWORD]
    must, may = _OPEN.get(action, (set(), set()))
    needed = {p.name for p in named if p.default is inspect.Parameter.empty}
    return needed | must, {p.name for p in named} | must | may
