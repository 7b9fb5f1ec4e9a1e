"""Laboratory values that became worse by a CTCAE grade, against own baseline and the value before.

:func:`worsened_labs` lists only what is certain: a value whose grade, or whose baseline's
grade, is unknown (a limit of normal is missing, the result is only a bound) is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from dosepath.clinical import LabValue, grade_baseline, grade_lab, terms_for, worsened
from dosepath.conduct.record.participant import Participant
from dosepath.conduct.record.state import TrialState, given_at
from dosepath.rule import Reason, Truth
from dosepath.schedule import read_form


@dataclass(frozen=True, slots=True)
class Worsened:
    """A value whose grade rose above that of the baseline and of the value before.

    ``before`` is the grade of the value before (the baseline's if there is none between),
    ``rule`` the step of CTCAE that was reached. ``seq`` is the form's entry. A baseline that
    was not measured, or whose grade cannot be told, has ``baseline_grade`` None.
    """

    participant: str
    item: str
    term: str
    value: Decimal
    unit: str
    on: datetime
    baseline_grade: int | None
    before: int | None
    grade: int
    rule: Reason | None
    seq: int


@dataclass(frozen=True, slots=True)
class _Result:
    lab: LabValue
    on: datetime
    seq: int


def worsened_labs(state: TrialState, *, since: int = 0) -> tuple[Worsened, ...]:
    """Worsened values entered or corrected after event ``since``, the newest first."""
    found = (one for one in risen_labs(state) if one.baseline_grade is not None)
    return tuple(one for one in found if one.seq > since)


def risen_labs(state: TrialState) -> tuple[Worsened, ...]:
    """Worsened values, and those above every value before where the baseline is not known."""
    found = [
        change
        for participant in state.dosed_anywhere
        for item, results in sorted(_results(state, participant).items())
        for change in _changes(state, participant, item, results=results)
    ]
    return tuple(sorted(found, key=lambda change: (-change.seq, change.participant, change.item)))


def _results(state: TrialState, who: Participant) -> dict[str, list[_Result]]:
    """Numbers of one participant by item, in the order of the visits."""
    found: dict[str, list[_Result]] = {}
    for entry in sorted(state.forms_of(who.number), key=lambda entry: entry.on):
        seq = max((entry.stamp.seq, *(c.stamp.seq for c in entry.corrections)))
        read = read_form(state.protocol.forms[entry.form], entry.items, partial=True)
        for item, answer in read.entries.items():
            if isinstance(answer.value, Decimal) and terms_for(item, state.protocol.ctcae):
                lab = LabValue(answer.value, answer.unit or answer.item.unit)
                found.setdefault(item, []).append(_Result(lab, entry.on, seq))
    return found


def _changes(
    state: TrialState, who: Participant, item: str, *, results: list[_Result]
) -> Iterator[Worsened]:
    limits = _limits(state, who, item)
    before = [r for r in results if r.on < given_at(who)]
    baseline = _with_limits(before[-1].lab, limits) if before else None
    after = [
        replace(r, lab=_against(_with_limits(r.lab, limits), baseline))
        for r in results
        if r.on >= given_at(who) and (baseline is None or r.lab.unit == baseline.unit)
    ]
    version = state.protocol.ctcae
    for term in terms_for(item, version):
        own = grade_baseline(term.key, baseline, version=version).grade if baseline else None
        last = own
        for result in after:
            graded = grade_lab(term.key, result.lab, version=version)
            if graded.grade is None:
                continue
            if _rose(own, last, graded.grade):
                yield Worsened(
                    who.number,
                    item,
                    graded.term,
                    result.lab.value,
                    result.lab.unit,
                    result.on,
                    baseline_grade=own,
                    before=last,
                    grade=graded.grade,
                    rule=graded.rule,
                    seq=result.seq,
                )
            last = graded.grade


def _against(lab: LabValue, baseline: LabValue | None) -> LabValue:
    return lab if baseline is None else replace(lab, baseline=baseline.value)


def _rose(own: int | None, last: int | None, grade: int) -> bool:
    """Whether a grade is above the baseline's and the one before, as far as they are known."""
    if last is None:
        return grade > 0
    return worsened(last if own is None else max(own, last), grade) is Truth.MET


_Limits = dict[str, tuple[Decimal | None, Decimal | None]]


def _limits(state: TrialState, who: Participant, item: str) -> _Limits:
    """The laboratory's limits of normal by unit, from the screening's observations."""
    found: _Limits = {}
    for fact in state.screenings[who.screening].facts:
        if fact.get("variable") == item:
            unit = str(fact.get("range_unit") or fact.get("unit") or "")
            found[unit] = (_number(fact.get("lln")), _number(fact.get("uln")))
    return found


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _with_limits(lab: LabValue, limits: _Limits) -> LabValue:
    lln, uln = limits.get(lab.unit, (None, None))
    return replace(lab, lln=lln, uln=uln)
