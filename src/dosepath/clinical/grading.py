"""CTCAE grade of one laboratory value: certain, or unknown with what would settle it.

Where an input is missing, every value it could have is tried (a finite number of
cases, since a grade changes only where the value crosses a multiple). If all give
one grade, that is the answer although the input is missing; if not, the grade is
unknown and the possible grades are listed. Nothing is chosen silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

from dosepath.clinical.ctcae_v5 import V5
from dosepath.clinical.ctcae_v6 import V6
from dosepath.clinical.lab_rule import LabTerm, Step, World
from dosepath.quantity import UnknownUnit, decimal, ratio
from dosepath.rule import Reason, Truth

VERSIONS: dict[str, Mapping[str, LabTerm]] = {"5.0": V5, "6.0": V6}
_UNGRADED = -1  # the text gives no grade for this value


@dataclass(frozen=True)
class LabValue:
    """A value with its laboratory's limits and the participant's baseline, all in ``unit``."""

    value: Decimal
    unit: str
    lln: Decimal | None = None
    uln: Decimal | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True)
class Grading:
    """The answer for one term.

    ``grade`` 0-4, None when unknown; ``possible`` the grades it may be; ``rule`` the step
    that was reached (None for grade 0); ``needs_clinician`` when a finding or a reading of
    the text, not a number, is what is missing; ``because`` what is missing; ``higher_if``
    the findings (grade, finding) that would raise the grade and were not stated.
    """

    term: str
    version: str
    grade: int | None
    possible: tuple[int, ...] = ()
    rule: Reason | None = None
    needs_clinician: bool = False
    because: tuple[Reason, ...] = ()
    higher_if: tuple[tuple[int, str], ...] = ()


def lab_terms(version: str) -> Mapping[str, LabTerm]:
    """The gradable terms of a CTCAE version ("5.0" or "6.0") by key; else ValueError."""
    if version not in VERSIONS:
        raise ValueError(f"CTCAE version {version!r}: there are {', '.join(VERSIONS)}")
    return VERSIONS[version]


def terms_for(analyte: str, version: str) -> tuple[LabTerm, ...]:
    """The terms that a measurement of ``analyte`` can grade: sodium has two, ammonia none."""
    return tuple(term for term in lab_terms(version).values() if term.analyte == analyte)


def grade_lab(
    key: str, lab: LabValue, *, version: str, facts: Mapping[str, bool] | None = None
) -> Grading:
    """Grade ``lab`` for the term ``key`` of ``version``.

    ``facts`` state findings ("symptomatic", "on_anticoagulation", "fasting", ...) and
    readings of the text ("reading_..."); a fact that is absent is unknown, except
    those in ``higher_if``, which count only when stated.
    """
    term = lab_terms(version)[key]
    answer = Grading(term.name, version, None)
    numbers = (lab.value, lab.lln, lab.uln, lab.baseline)
    if any(number is not None and not number.is_finite() for number in numbers):
        return replace(answer, because=(Reason.of("grade.not_a_number", term=term.name),))
    try:
        lab = _in_unit(lab, term.unit)
    except UnknownUnit:
        why = Reason.of("grade.unit", term=term.name, found=lab.unit, needed=term.unit)
        return replace(answer, because=(why,))
    stated = dict(facts or {})
    possible = _possible(term, lab, stated)
    if len(possible) == 1 and possible != {_UNGRADED}:
        return _settled(answer, term, lab, stated)
    return _unsettled(answer, term, lab, stated)


def grade_baseline(
    key: str, lab: LabValue, *, version: str, facts: Mapping[str, bool] | None = None
) -> Grading:
    """The grade that a baseline value has itself: the value graded against itself."""
    return grade_lab(key, replace(lab, baseline=lab.value), version=version, facts=facts)


def worsened(baseline_grade: int | None, grade: int | None) -> Truth:
    """Whether the grade rose above the grade at baseline; unknown when either is."""
    if grade == 0:
        return Truth.NOT_MET
    if baseline_grade is None or grade is None:
        return Truth.UNKNOWN
    return Truth.MET if grade > baseline_grade else Truth.NOT_MET


def _in_unit(lab: LabValue, unit: str) -> LabValue:
    """``lab`` in ``unit``; as it is when every limit of the term is a multiple ("")."""
    if unit in ("", lab.unit):
        return lab
    size = ratio(lab.unit, unit)
    given = {"value": lab.value, "lln": lab.lln, "uln": lab.uln, "baseline": lab.baseline}
    scaled = {
        name: decimal(Fraction(number) * size)
        for name, number in given.items()
        if number is not None
    }
    return replace(lab, unit=unit, **scaled)


def _settled(answer: Grading, term: LabTerm, lab: LabValue, stated: dict[str, bool]) -> Grading:
    world, grade = next(_graded(term, lab, stated))
    reached = [step for step in term.steps if step.reached(world) and step.grade == grade]
    higher = tuple(
        (level, fact) for level, fact in term.raised if level > grade > 0 and fact not in stated
    )
    rule = _rule(reached[0]) if reached else None
    if grade and not reached:
        named = next(fact for level, fact in term.raised if level == grade and stated.get(fact))
        rule = Reason.of("grade.rule_finding", finding=f"ctcae_fact.{named}")
    return replace(answer, grade=grade, possible=(grade,), rule=rule, higher_if=higher)


def _rule(step: Step) -> Reason:
    return Reason.of(
        f"grade.rule.{step.test.of}",
        op=step.test.op,
        limit=str(step.test.limit),
        when=tuple(f"ctcae_fact.{name}" for name in step.when),
    )


def _unsettled(answer: Grading, term: LabTerm, lab: LabValue, stated: dict[str, bool]) -> Grading:
    because = [
        Reason.of("grade.missing", term=term.name, input=f"input.{name}")
        for name in _references(term)
        if getattr(lab, name) is None and name in term.references
    ]
    open_facts = _facts_that_matter(term, lab, stated)
    because += [Reason.of("grade.fact", term=term.name, fact=f"ctcae_fact.{f}") for f in open_facts]
    in_gap = any(gap.holds(world) for world in _worlds(term, lab, stated) for gap in term.gaps)
    if in_gap:
        because.append(Reason.of("grade.gap", term=term.name, version=answer.version))
    grades = {grade for _, grade in _graded(term, lab, stated)} - {_UNGRADED}
    return replace(
        answer,
        possible=tuple(sorted(grades)),
        needs_clinician=bool(open_facts) or in_gap,
        because=tuple(because),
    )


def _facts_that_matter(term: LabTerm, lab: LabValue, stated: dict[str, bool]) -> tuple[str, ...]:
    """Facts not stated whose two answers leave different grades possible."""
    return tuple(
        fact
        for fact in term.facts
        if fact not in stated
        and _possible(term, lab, {**stated, fact: True})
        != _possible(term, lab, {**stated, fact: False})
    )


def _possible(term: LabTerm, lab: LabValue, stated: dict[str, bool]) -> set[int]:
    return {grade for _, grade in _graded(term, lab, stated)}


def _graded(term: LabTerm, lab: LabValue, stated: dict[str, bool]) -> Iterator[tuple[World, int]]:
    """Every possible world with each grade it may have (several inside a gap of the text)."""
    for world in _worlds(term, lab, stated):
        gaps = [gap for gap in term.gaps if gap.holds(world)]
        grade = max((step.grade for step in term.steps if step.reached(world)), default=0)
        if grade or gaps:
            found = [level for level, fact in term.raised if stated.get(fact)]
            grade = max([grade, *found])
        for choice in (gaps[0].grades or (_UNGRADED,)) if gaps else (grade,):
            yield world, choice


def _references(term: LabTerm) -> tuple[str, ...]:
    return tuple(name for name in ("lln", "uln", "baseline") if name in term.references)


def _worlds(term: LabTerm, lab: LabValue, stated: dict[str, bool]) -> Iterator[World]:
    """Every way the unknown inputs can fall, one case for each region of equal grade."""
    unknown = [fact for fact in term.facts if fact not in stated]
    for answers in product((False, True), repeat=len(unknown)):
        facts = {**stated, **dict(zip(unknown, answers, strict=True))}
        for lln in _cases(term, lab, "lln", ()):
            for uln in _cases(term, lab, "uln", ()):
                near = [limit for limit in (lln, uln) if limit is not None]
                near += [5 * uln] if uln is not None else []
                for baseline in _cases(term, lab, "baseline", near):
                    yield World(lab.value, lln, uln, baseline, facts)


def _cases(
    term: LabTerm, lab: LabValue, name: str, near: Iterable[Decimal]
) -> tuple[Decimal | None, ...]:
    """The known value of a reference, or values on, between and beyond all that matter."""
    given: Decimal | None = getattr(lab, name)
    if given is not None or name not in term.references:
        return (given,)
    points = {Decimal(1), *near}
    tests = [step.test for step in term.steps] + [t for gap in term.gaps for t in gap.tests]
    for test in tests:
        if test.of == name:
            points.add(lab.value / test.limit)
        elif test.of == "fall" and name == "baseline":
            points.add(100 * lab.value / (100 - test.limit))
    points |= {lab.value}
    ordered = sorted(point for point in points if point > 0)
    between = [(a + b) / 2 for a, b in pairwise(ordered)]
    return (ordered[0] / 2, *ordered, *between, ordered[-1] * 2)
