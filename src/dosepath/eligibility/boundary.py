"""Facts in one line, as an author or a coordinator types them, and worked examples in them.

``weight 40.0 kg``, ``bilirubin 100 umol/L uln 20``, ``cirrhosis yes``,
``consent 2026-01-15``, ``E7 no``; several are separated by commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from dosepath.eligibility.evaluate import evaluate_criterion
from dosepath.eligibility.population import Boundary, Criterion, Population
from dosepath.eligibility.record import Judgement, Record
from dosepath.eligibility.resolve import Resolver
from dosepath.eligibility.variable import ANCHORS
from dosepath.quantity import DosePathError, Moment, Observation

_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
_FACT = re.compile(
    r"(?P<name>\w+)\s+(?P<value>(?:[<>]=?\s*)?\S+)(?:\s+(?P<unit>(?!uln\b|at\b).+?))?"
    r"(?:\s+uln\s+(?P<uln>\S+))?(?:\s+at\s+(?P<at>\S+))?"
)


@dataclass(frozen=True)
class Problem:
    """A worked example that does not hold."""

    message: str
    found: str
    allowed: str


class LineRefused(DosePathError):
    """A line of facts that cannot be read; the message says what was found and is allowed."""


def parse_facts(text: str, population: Population, *, at: datetime, zone: tzinfo = UTC) -> Record:
    """The record that a line of facts describes; facts without a time are of ``at``.

    Raises :class:`LineRefused` for a fact that cannot be read or a name that is
    neither a variable, an anchor (``consent``) nor a criterion with a judgement.
    """
    observations: list[Observation] = []
    judgements: list[Judgement] = []
    anchors: dict[str, Moment] = {}
    judged = {c.id for c in population.criteria if c.judgement}
    now = Moment.of_time(at, zone)
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _FACT.fullmatch(part)
        if match is None:
            raise LineRefused(f"cannot read {part!r}; write a name, a value and its unit")
        name, value = match["name"], match["value"]
        when = Moment.parse(match["at"], zone) if match["at"] else now
        if name in population.variables:
            unit = match["unit"] or ""
            observations.append(Observation(name, value, unit, when, match["uln"]))
        elif name in judged:
            judgements.append(Judgement(name, value, "as given", "as given", when))
        elif name in ANCHORS:
            anchors[name] = Moment.parse(value, zone)
        else:
            raise LineRefused(f"there is no variable, date or judgement called {name!r}")
    return Record(tuple(observations), tuple(judgements), anchors, zone)


def check_boundary(
    population: Population, criterion: Criterion, boundary: Boundary
) -> Problem | None:
    """Whether a worked example gives what it says; None if it does."""
    try:
        record = parse_facts(boundary.given, population, at=_AT)
    except DosePathError as error:
        return Problem(f"the example cannot be read: {error}", boundary.given, "weight 40.0 kg")
    result = evaluate_criterion(criterion, Resolver(population.variables, record, _AT))
    given = {reading.reading: reading.truth for reading in result.readings}
    wrong = [id_ for id_, truth in boundary.expected.items() if given[id_] is not truth]
    if not wrong:
        return None
    shown = ", ".join(f"{id_}: {boundary.expected[id_].value}" for id_ in wrong)
    got = ", ".join(f"{id_}: {given[id_].value}" for id_ in wrong)
    return Problem("the example does not give the answer beside it", shown, got)
