"""Evaluate one person: every criterion under every reading, the verdict, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from dosepath.eligibility.population import Criterion, Population, Reading
from dosepath.eligibility.record import Record
from dosepath.eligibility.resolve import Resolver
from dosepath.eligibility.result import CriterionResult, ReadingResult, Result, Verdict
from dosepath.eligibility.worklist import worklist
from dosepath.rule import Reason, Truth, every, some, text
from dosepath.rule import evaluate as evaluate_rule


def evaluate(
    population: Population,
    record: Record,
    *,
    at: datetime,
    pins: Mapping[str, str] | None = None,
) -> Result:
    """Whether one person can take part, by what is recorded about them at ``at`` (aware).

    ``pins`` maps a criterion to the reading that the principal investigator has
    chosen for the trial; it goes before ``pinned`` in the study file. Raises
    :class:`KeyError` for a pin of a criterion or reading that does not exist.
    The verdict is ``eligible`` only when one group's deciding criteria are all
    met, every exclusion is known to be absent and every judgement is given.
    """
    chosen = _pins(population, pins or {})
    facts = Resolver(population.variables, record, at)
    results = {c.id: evaluate_criterion(c, facts, chosen.get(c.id)) for c in population.criteria}
    groups = {group.id: every(_deciding(group.criteria, results)) for group in population.groups}
    truth = every([some(groups.values()), *(~t for t in _deciding(population.exclusions, results))])
    missing = worklist(population, results, facts) if truth is Truth.UNKNOWN else ()
    return Result(
        verdict=_VERDICTS[truth],
        needs_signature=bool(missing) and {item.key for item in missing} <= set(results),
        groups=groups,
        criteria=tuple(results.values()),
        worklist=missing,
        warnings=tuple(facts.warnings),
        quality=tuple(facts.quality),
        at=at,
        population=population.hash,
    )


_VERDICTS = {
    Truth.MET: Verdict.ELIGIBLE,
    Truth.NOT_MET: Verdict.NOT_ELIGIBLE,
    Truth.UNKNOWN: Verdict.UNDETERMINED,
}


def _pins(population: Population, pins: Mapping[str, str]) -> dict[str, str]:
    for criterion, reading in pins.items():
        population.criterion(criterion).reading(reading)
    return {c.id: c.pinned for c in population.criteria if c.pinned} | dict(pins)


def _deciding(criteria: Iterable[Criterion], results: Mapping[str, CriterionResult]) -> list[Truth]:
    return [results[c.id].truth for c in criteria if c.kind != "informative"]


def evaluate_criterion(
    criterion: Criterion, facts: Resolver, pinned: str | None = None
) -> CriterionResult:
    """One criterion under all its readings; ``pinned`` is the reading that decides."""
    readings = tuple(_reading(criterion, reading, facts) for reading in criterion.readings)
    truth, reasons = _agreed(criterion, readings, pinned)
    return CriterionResult(
        id=criterion.id,
        kind=criterion.kind,
        is_exclusion=criterion.is_exclusion,
        truth=truth,
        readings=readings,
        reasons=reasons,
        pinned=pinned,
        recommended=criterion.recommended,
    )


def _reading(criterion: Criterion, reading: Reading, facts: Resolver) -> ReadingResult:
    if reading.rule is None:
        return ReadingResult(reading.id, criterion.wanted)
    answer = evaluate_rule(reading.rule, facts)
    return ReadingResult(
        reading.id, answer.truth, text(reading.rule), answer.reasons, answer.evidence
    )


def _agreed(
    criterion: Criterion, readings: tuple[ReadingResult, ...], pinned: str | None
) -> tuple[Truth, tuple[Reason, ...]]:
    """The pinned reading's truth, else what all readings give, else unknown and why."""
    if pinned is not None:
        only = next(reading for reading in readings if reading.reading == pinned)
        return only.truth, only.reasons
    truths = {reading.truth for reading in readings}
    reasons = tuple(dict.fromkeys(why for reading in readings for why in reading.reasons))
    if len(truths) == 1:
        truth = truths.pop()
        return truth, reasons if truth is Truth.UNKNOWN else ()
    gives = tuple(f"{reading.reading}: {reading.truth.value}" for reading in readings)
    differ = Reason.of("criterion.readings_differ", criterion=criterion.id, gives=gives)
    return Truth.UNKNOWN, (differ, *reasons)
