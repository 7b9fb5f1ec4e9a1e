"""A whole form: every answer read, required items asked for, unusual values pointed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from dosepath.quantity import Fault, FaultsFound, Moment, Place
from dosepath.rule import DATE, YES_NO, Declared, Fact, Rule, Truth, evaluate, parse_rule
from dosepath.schedule.entry import Entry, Query, Refusal, queries, read_entry
from dosepath.schedule.form import Form, Item, ItemType


@dataclass(frozen=True)
class Reading:
    """A form as it was read.

    ``entries`` are the accepted answers by item; ``faults`` what cannot be stored;
    ``queries`` what is possible but unusual and deserves a second look.
    """

    entries: Mapping[str, Entry]
    faults: tuple[Fault, ...]
    queries: tuple[Query, ...]


def check_form(
    form: Form, values: Mapping[str, object], *, partial: bool = False, today: date | None = None
) -> tuple[Fault, ...]:
    """Everything that keeps ``values`` from being stored; empty if nothing does."""
    return read_form(form, values, partial=partial, today=today).faults


def read_form(
    form: Form, values: Mapping[str, object], *, partial: bool = False, today: date | None = None
) -> Reading:
    """Read the answers to ``form``.

    ``values`` holds, by item, a text, or ``{"value": ..., "unit": ...}``; an item with
    more than one unit needs its unit said. ``partial`` is for saving before everything is
    known: required items may be missing, but what is there must be right. Dates after
    ``today`` (the date at the site) are refused.
    """
    faults = list(_unknown_items(form, values))
    entries: dict[str, Entry] = {}
    for item in form.items:
        try:
            entry = read_entry(item, values.get(item.id), today=today)
        except Refusal as refusal:
            faults.append(refusal.fault)
            continue
        if entry is not None:
            entries[item.id] = entry
    if not partial:
        faulty = {fault.place.path for fault in faults}
        faults.extend(_missing(form, entries, faulty))
    asked = tuple(query for entry in entries.values() for query in queries(entry))
    return Reading(entries, tuple(faults), asked)


def conditions(form: Form) -> Mapping[str, Rule]:
    """The ``required_when`` rules of a form, by item. FaultsFound names every bad one."""
    variables = {item.id: declared(item) for item in form.items}
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for item in form.items:
        if not item.required_when:
            continue
        try:
            place = Place(path=f"{item.id}.required_when")
            rules[item.id] = parse_rule(item.required_when, place, variables=variables)
        except FaultsFound as found:
            faults.extend(found.faults)
    if faults:
        raise FaultsFound(faults)
    return rules


def declared(item: Item) -> Declared:
    """What a rule may do with an item."""
    if item.type is ItemType.NUMBER:
        return Declared("number", unit=item.unit or "1", factors=item.factors)
    if item.type is ItemType.CODE:
        return Declared("choice", choices=tuple(item.codes or ()))
    if item.type is ItemType.YES_NO:
        return YES_NO
    return DATE if item.type is ItemType.DATE else Declared("text")


def _unknown_items(form: Form, values: Mapping[str, object]) -> Iterator[Fault]:
    names = [item.id for item in form.items]
    for name in values:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            message = f"form {form.id} has no item `{name}`"
            message += f"; did you mean `{near[0]}`?" if near else ""
            yield Fault(Place(path=name), "form.unknown_item", message, name, ", ".join(names))


def _missing(form: Form, entries: Mapping[str, Entry], faulty: set[str]) -> Iterator[Fault]:
    rules = _conditions(_Key(form))
    facts = FormFacts(entries)
    for item in form.items:
        if item.id in entries or item.id in faulty:
            continue
        rule = rules.get(item.id)
        if item.required:
            yield Fault(Place(path=item.id), "form.required", "an answer is needed here")
        elif rule is not None and evaluate(rule, facts).truth is Truth.MET:
            message = f"an answer is needed here, because {item.required_when}"
            yield Fault(Place(path=item.id), "form.required_when", message)


class _Key:
    """A form as a key: forms hold mappings and have no hash of their own."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.form is other.form

    def __hash__(self) -> int:
        return id(self.form)


@lru_cache(maxsize=256)
def _conditions(key: _Key) -> Mapping[str, Rule]:
    return conditions(key.form)


class FormFacts:
    """The answers of one form, as facts for its rules."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries

    def fact(self, variable: str) -> Fact:
        """The answer to an item; a fact that is missing if there is none."""
        entry = self.entries.get(variable)
        if entry is None:
            return Fact(variable, missing=(variable,))
        value = entry.value
        if isinstance(value, bool):
            return Fact(variable, word="yes" if value else "no")
        if isinstance(value, date):
            return Fact(variable, moment=Moment.of_day(value))
        if isinstance(value, str):
            return Fact(variable, word=value)
        return Fact(variable, number=entry.in_unit)

    def judged(self, question: str) -> Fact:
        """Nobody judges anything here: always missing."""
        return Fact(question, missing=(question,))
