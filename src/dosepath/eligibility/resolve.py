"""Resolution: which of the recorded values counts, or why none does. No thresholds here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dosepath.eligibility.read import read
from dosepath.eligibility.record import Judgement, Record
from dosepath.eligibility.variable import ANCHORS, Derived, Variable
from dosepath.quantity import Interval, Moment, Observation, completed_years
from dosepath.rule import Fact, Reason


class Resolver:
    """Answers a rule's questions for one person at one time; each variable is resolved once."""

    def __init__(self, variables: Mapping[str, Variable], record: Record, at: datetime) -> None:
        self.variables = variables
        self.record = record
        self.now = Moment.of_time(at, record.zone)
        self.warnings: dict[Reason, None] = {}
        self.quality: dict[Reason, None] = {}
        self._facts: dict[str, Fact] = {}
        self._judgements = {judged.criterion: judged for judged in self._given()}
        self._reported: dict[str, list[Observation]] = {}
        for observation in record.observations:
            self._reported.setdefault(observation.variable, []).append(observation)

    def _given(self) -> Iterator[Judgement]:
        for judged in self.record.judgements:
            if judged.at is not None and judged.at.start > self.now.start:
                at = str(judged.at)
                self._warn(Reason.of("fact.future_ignored", variable=judged.criterion, at=at))
            else:
                yield judged

    def judged(self, question: str) -> Fact:
        """A named person's answer, as a fact whose word is yes or no."""
        found = self._judgements.get(question)
        why = Reason.of("fact.needs_judgement", criterion=question)
        if found is None:
            return Fact(question, why=why, missing=(question,))
        seen = Observation(question, found.answer, at=found.at, source=found.by)
        if found.answer == "unknown":
            return Fact(question, why=why, missing=(question,), observation=seen)
        return Fact(question, word=found.answer, observation=seen)

    def fact(self, variable: str) -> Fact:
        """The value of a variable, an anchor's date, or why there is none."""
        if variable not in self._facts:
            declared = self.variables.get(variable)
            self._facts[variable] = (
                self._anchor(variable) if declared is None else self._resolved(declared)
            )
        return self._facts[variable]

    def anchor(self, name: str) -> Moment | None:
        """The date of an anchor; screening and enrolment are now unless they are given."""
        given = self.record.anchors.get(name)
        if given is None and name in ANCHORS:
            return self.now if name in ("screening", "enrolment") else None
        return self.fact(name).moment if given is None else given

    def _anchor(self, name: str) -> Fact:
        moment = self.anchor(name)
        return _unrecorded(name) if moment is None else Fact(name, moment=moment)

    def _resolved(self, variable: Variable) -> Fact:
        usable = self._usable(variable)
        if usable:
            return self._picked(variable, usable)
        if variable.derived is not None:
            return self._derived(variable, variable.derived)
        if variable.absent is not None:
            return Fact(variable.name, word=variable.absent)
        return _unrecorded(variable.name)

    def _usable(self, variable: Variable) -> list[Observation]:
        """Reports that may count: neither withdrawn nor future, corrections in place."""
        kept = []
        for seen in self._reported.get(variable.name, []):
            if seen.is_ignored:
                values = {"status": seen.status, "at": str(seen.at or "")}
                self._warn(Reason.of("fact.status_ignored", variable=variable.name, **values))
            elif seen.at is not None and seen.at.start > self.now.start:
                at = str(seen.at)
                self._warn(Reason.of("fact.future_ignored", variable=variable.name, at=at))
            else:
                kept.append(seen)
        corrected = {_key(seen) for seen in kept if seen.replaces}
        return [seen for seen in kept if seen.replaces or _key(seen) not in corrected]

    def _warn(self, why: Reason) -> None:
        self.warnings[why] = None

    def _picked(self, variable: Variable, usable: Sequence[Observation]) -> Fact:
        fresh = [seen for seen in usable if self._is_fresh(variable, seen)]
        if not fresh:
            return self._stale(variable, usable)
        if variable.pick == "worst":
            return self._one(variable, fresh, variable.worse)
        chosen = _newest(fresh) if variable.pick == "latest" else _oldest(fresh)
        fact = self._one(variable, chosen, variable.same_time)
        return replace(fact, before=self._before(variable, usable, chosen[0]))

    def _is_fresh(self, variable: Variable, seen: Observation) -> bool:
        """Whether a report lies wholly in the window; what may lie outside does not count."""
        window = variable.window
        if window is None:
            return True
        anchor = self.anchor(window.anchor)
        if anchor is None or seen.at is None:
            return False
        return anchor.start - window.length <= seen.at.start and seen.at.start <= anchor.end

    def _stale(self, variable: Variable, usable: Sequence[Observation]) -> Fact:
        window = variable.window
        last = _newest(usable)[0]
        if window is not None and self.anchor(window.anchor) is None:
            why = Reason.of("fact.no_anchor", variable=variable.name, anchor=window.anchor)
            return Fact(variable.name, why=why, missing=(window.anchor,), observation=last)
        text, at = window.text if window else "", str(last.at or "")
        if last.at is None:
            return _nothing(Reason.of("fact.no_time", variable=variable.name, window=text), last)
        why = Reason.of("fact.too_old", variable=variable.name, window=text, at=at)
        return _nothing(why, last)

    def _one(self, variable: Variable, seen: Sequence[Observation], rule: str) -> Fact:
        """One fact from reports that compete; any that cannot be read leaves it unknown."""
        facts = [read(variable, item, self.record.zone, self.now) for item in seen]
        for fact in facts:
            if fact.why is not None:
                if fact.why.code in ("fact.unreadable", "fact.implausible", "fact.unit_unknown"):
                    self.quality[fact.why] = None
                return fact
        if all(_same(fact, facts[0]) for fact in facts):
            limits = {(fact.uln, fact.lln) for fact in facts}
            return facts[0] if len(limits) == 1 else replace(facts[0], uln=None, lln=None)
        if rule in ("higher", "lower") and variable.kind == "number":
            return _extreme(variable, facts, rule)
        return _conflict(variable, seen)

    def _before(
        self, variable: Variable, usable: Sequence[Observation], counted: Observation
    ) -> Fact | None:
        if variable.trend is None or counted.at is None:
            return None
        first = counted.at.start
        earlier = [
            seen
            for seen in usable
            if seen.at is not None
            and seen.at.end <= first
            and seen.at.start < first
            and seen.at.start >= first - variable.trend
        ]
        return self._one(variable, _newest(earlier), "conflict") if earlier else None

    def _derived(self, variable: Variable, derived: Derived) -> Fact:
        inputs = [self.fact(name) for name in derived.of]
        unknown = [fact for fact in inputs if fact.why is not None]
        if unknown:
            names = tuple(dict.fromkeys(name for fact in unknown for name in fact.missing))
            # Without either part of a ratio one report of the ratio itself is enough.
            is_bare = len(unknown) == len(inputs) and derived.how == "ratio"
            why = Reason.of("fact.no_data", variable=variable.name) if is_bare else unknown[0].why
            return Fact(variable.name, why=why, missing=(variable.name,) if is_bare else names)
        if derived.how == "completed_years":
            return _age(variable.name, *inputs)
        return _ratio(variable, *inputs)


def _age(name: str, birth: Fact, on: Fact) -> Fact:
    if birth.moment is None or on.moment is None:
        return _unrecorded(name)
    youngest = completed_years(birth.moment.last_day, on.moment.first_day)
    oldest = completed_years(birth.moment.first_day, on.moment.last_day)
    low, high = Interval.exactly(youngest).low, Interval.exactly(oldest).high
    years = str(youngest) if youngest == oldest else f"{youngest}..{oldest}"
    seen = birth.observation
    if seen is not None:
        seen = replace(seen, variable=name, value=years, unit="years")
    return Fact(name, number=Interval(low, high), observation=seen)


def _ratio(variable: Variable, over: Fact, under: Fact) -> Fact:
    """The first over the second, if both were reported for one time."""
    if over.number is None or under.number is None:
        return _unrecorded(variable.name)
    top, bottom = over.number.value, under.number.value
    if top is None or not bottom:
        why = Reason.of("fact.censored", variable=variable.name, rule="")
        return Fact(variable.name, why=why, missing=(over.variable, under.variable))
    if over.observation is None or under.observation is None:
        return _unrecorded(variable.name)
    if _key(over.observation) != _key(under.observation):
        why = Reason.of(
            "fact.not_paired", variable=variable.name, parts=(over.variable, under.variable)
        )
        return _nothing(why, over.observation)
    value = Interval.exactly(top / bottom)
    shown = f"{over.observation.value} {over.observation.unit}".strip()
    part = f"{under.observation.value} {under.observation.unit}".strip()
    seen = replace(over.observation, variable=variable.name, value=f"{shown} / {part}", unit="")
    return Fact(variable.name, number=value, observation=seen)


def _unrecorded(name: str) -> Fact:
    return Fact(name, why=Reason.of("fact.no_data", variable=name), missing=(name,))


def _nothing(why: Reason, seen: Observation) -> Fact:
    """An unknown fact that keeps the report which does not count as evidence."""
    name = str(why["variable"])
    return Fact(name, why=why, missing=(name,), observation=seen)


def _conflict(variable: Variable, seen: Sequence[Observation]) -> Fact:
    values = tuple(dict.fromkeys(f"{item.value} {item.unit}".strip() for item in seen))
    at = str(seen[0].at or "")
    why = Reason.of("fact.conflict", variable=variable.name, values=values, at=at)
    return _nothing(why, seen[0])


def _key(seen: Observation) -> tuple[object, object]:
    return (None, None) if seen.at is None else (seen.at.start, seen.at.end)


def _newest(seen: Sequence[Observation]) -> list[Observation]:
    """The reports that may be the last; several when their times may be the same."""
    starts = [item.at.start for item in seen if item.at is not None]
    if not starts:
        return list(seen)
    last = max(starts)
    return [s for s in seen if s.at is None or s.at.start == last or s.at.end > last]


def _oldest(seen: Sequence[Observation]) -> list[Observation]:
    ends = [item.at.end for item in seen if item.at is not None]
    if not ends:
        return list(seen)
    first = min(ends)
    return [s for s in seen if s.at is None or s.at.end == first or s.at.start < first]


def _same(one: Fact, other: Fact) -> bool:
    return (one.number, one.word, one.moment and one.moment.start) == (
        other.number,
        other.word,
        other.moment and other.moment.start,
    )


def _extreme(variable: Variable, facts: Sequence[Fact], worse: str) -> Fact:
    """The highest (lowest) of several numbers; unknown when a censored one may lie beyond it."""
    sign = 1 if worse == "higher" else -1
    numbers = [fact.number.value if fact.number else None for fact in facts]
    exact = [sign * number for number in numbers if number is not None]
    if len(exact) == len(facts):
        return facts[exact.index(max(exact))]
    return _conflict(variable, [fact.observation for fact in facts if fact.observation])
