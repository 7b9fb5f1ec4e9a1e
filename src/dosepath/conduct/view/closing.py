"""Whether the forms of the visit that closes a DLT window agree with what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from dosepath.conduct.record.form import FormEntry
from dosepath.conduct.record.participant import Milestone
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.candidates import candidates
from dosepath.rule import Reason, Value
from dosepath.schedule import read_form


@dataclass(frozen=True, slots=True)
class _Said:
    """What one item of an entered form states: ``value`` is a truth value or a date."""

    state: TrialState
    entry: FormEntry
    value: object

    def reason(self, code: str, **values: Value) -> Reason:
        """A reason about this form."""
        entry = self.entry
        return Reason.of(code, participant=entry.participant, form=entry.form, **values)

    @property
    def seen_on(self) -> date:
        """The day of the visit: what happened later the form could not know."""
        return self.state.local_date(self.entry.on)


def contradictions(state: TrialState, participant: str) -> tuple[Reason, ...]:
    """What the closing visit's forms say and the record does not, and the reverse.

    Only items that the study file marks with ``states`` are compared. An empty answer says
    nothing; missing answers are :func:`missing_closing_forms`' business.
    """
    found = [reason for name, said in _answers(state, participant) for reason in _RULES[name](said)]
    return tuple(dict.fromkeys(found))


def _answers(state: TrialState, participant: str) -> Iterator[tuple[str, _Said]]:
    for entry in state.forms_of(participant):
        if entry.visit != state.protocol.closing_visit:
            continue
        entries = read_form(state.protocol.forms[entry.form], entry.items, partial=True).entries
        for answer in entries.values():
            if answer.item.states:
                yield answer.item.states, _Said(state, entry, answer.value)


def _complete(said: _Said) -> Iterator[Reason]:
    if said.value is False:
        yield said.reason("refused.closing_incomplete")


def _candidate(said: _Said) -> Iterator[Reason]:
    who = said.entry.participant
    known = tuple(c.number for c in candidates(said.state) if c.participant == who)
    if said.value is True and not known:
        yield said.reason("refused.closing_no_candidate")
    if said.value is False and known:
        yield said.reason("refused.closing_candidate_denied", events=known)


def _died(said: _Said) -> Milestone | None:
    return said.state.participants[said.entry.participant].died


def _transplanted(said: _Said) -> Milestone | None:
    return said.state.participants[said.entry.participant].transplanted


def _alive(said: _Said) -> Iterator[Reason]:
    return _happened(said, "death", _died(said), told=said.value is False)


def _was_transplanted(said: _Said) -> Iterator[Reason]:
    return _happened(said, "transplantation", _transplanted(said), told=said.value is True)


def _happened(
    said: _Said, what: str, recorded: Milestone | None, *, told: bool
) -> Iterator[Reason]:
    if recorded is None:
        if told:
            yield said.reason("refused.closing_not_recorded", what=what)
        return
    on = said.state.local_date(recorded.on)
    if told and on > said.seen_on:
        yield _other_day(said, what, said=said.seen_on, recorded=on)
    if not told and on < said.seen_on:
        yield said.reason("refused.closing_denied", what=what, recorded=on.isoformat())


def _on_day(what: str, milestone: Callable[[_Said], Milestone | None]) -> _Rule:
    def rule(said: _Said) -> Iterator[Reason]:
        recorded, told = milestone(said), said.value
        if not isinstance(told, date):
            return
        if recorded is None:
            yield said.reason("refused.closing_not_recorded", what=what)
        elif (on := said.state.local_date(recorded.on)) != told:
            yield _other_day(said, what, said=told, recorded=on)

    return rule


def _other_day(about: _Said, what: str, *, said: date, recorded: date) -> Reason:
    days = {"said": said.isoformat(), "recorded": recorded.isoformat()}
    return about.reason("refused.closing_date", what=what, **days)


_Rule = Callable[[_Said], Iterator[Reason]]

_RULES: dict[str, _Rule] = {
    "events_complete": _complete,
    "candidate_dlt": _candidate,
    "alive": _alive,
    "died_on": _on_day("death", _died),
    "transplanted": _was_transplanted,
    "transplanted_on": _on_day("transplantation", _transplanted),
}
