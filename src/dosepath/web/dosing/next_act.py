"""What is truly next for a participant who waits for a dose: one thing, or none and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from dosepath import wording
from dosepath.conduct import (
    Condition,
    Gate,
    Refused,
    TrialState,
    backfill_notes,
    next_slot_opens,
    recommend,
    reserve_slot,
    roles_with,
)
from dosepath.ledger import Actor
from dosepath.rule import Reason

_PAGES = {
    "consent": ("screening:consent", "consent.record"),
    "eligible": ("screening:screening", "clinical.read"),
    "candidates": ("safety:list", "clinical.read"),
    "identity": ("dosing:identity", "identity.confirm"),
    "product": ("dosing:product", "product.confirm"),
}
"""The page on which a condition is put in order, and what it asks of a role."""

_ORDER = (
    *("enrolled", "not_dosed", "consent", "eligible", "candidates"),
    *("slot", "halt", "level", "planned", "stagger", "identity", "product"),
)
"""The conditions so that each is of use only after those before it."""

_ANYBODY = Actor("anybody", roles_with("slot.reserve")[0])
"""Somebody who may reserve: whether there is a place does not depend on who asks."""


@dataclass(frozen=True)
class Act:
    """The next thing: why, and where it is done; without an address nothing can be done now.

    ``permission`` is what the page asks of a role, ``button`` the code of its words.
    """

    because: tuple[str, ...]
    url: str = ""
    button: str = ""
    permission: str = ""

    @property
    def ask(self) -> str:
        """Whom to ask, for a person whose role may not do it."""
        return wording.text("step.ask", roles=roles_with(self.permission))


def next_act(state: TrialState, gate: Gate, *, trial: str) -> Act:
    """The first thing that must be done, in the order in which one makes the next possible."""
    if gate.is_open:
        here = [trial, gate.participant]
        return Act((), reverse("dosing:give", args=here), "give.link", "dose.give")
    closed = {one.code: one for one in gate.closed_by}
    first = closed[next((code for code in _ORDER if code in closed), gate.closed_by[0].code)]
    if first.code in ("enrolled", "not_dosed"):
        return Act((wording.say(first.reason), wording.text("act_next.nothing")))
    if first.code == "slot":
        return _place(state, gate, trial=trial)
    if first.code in ("halt", "level"):
        return _decision(state, gate, trial=trial, because=(first.reason,))
    if first.code in _PAGES:
        return _on_its_page(state, gate, first, trial=trial)
    return Act(wording.say_all(_said(first)))


def _place(state: TrialState, gate: Gate, *, trial: str) -> Act:
    """Reserve a place if the rules would give one; if not, why not and what would open one."""
    try:
        reserve_slot(state, gate.participant, by=_ANYBODY, at=gate.at)
    except Refused:
        full = tuple(one.reason for one in gate.closed_by if one.code == "planned")
        found = next_slot_opens(state.part_of(gate.participant), gate.at)
        filled = backfill_notes(state.part_of(gate.participant), gate.at)
        because = (Reason.of("act_next.no_place"), *full, *found.because, *filled)
        return _decision(state, gate, trial=trial, because=because)
    url = reverse("dosing:reserve", args=[trial, gate.participant])
    return Act((), url, "todo.slot", "slot.reserve")


def _decision(state: TrialState, gate: Gate, *, trial: str, because: tuple[Reason, ...]) -> Act:
    """The committee's decision if one can be made now; else nothing but the reasons."""
    seen = state.part_of(gate.participant)
    said = wording.say_all(because)
    if not recommend(seen, at=gate.at).is_decision_due:
        return Act(said)
    query = f"?{urlencode({'part': seen.part})}" if seen.part else ""
    url = reverse("decision:list", args=[trial]) + query
    return Act(said, url, "todo.level", "clinical.read")


def _on_its_page(state: TrialState, gate: Gate, one: Condition, *, trial: str) -> Act:
    name, permission = _PAGES[one.code]
    who = state.participants[gate.participant]
    about = {"screening": [who.screening], "dosing": [who.number]}.get(name.partition(":")[0], [])
    url = reverse(name, args=[trial, *about])
    return Act(wording.say_all(_said(one)), url, f"todo.{one.code}", permission)


def _said(one: Condition) -> tuple[Reason, ...]:
    return (one.reason,) if one.todo is None else (one.reason, one.todo)
