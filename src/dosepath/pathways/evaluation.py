"""Exact where the design is small enough, simulated where it is not, and it is said which.

What is simulated knows no time; every design meets the same participants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dosepath.designs import Design
from dosepath.pathways.comparison import Ceiling, Cell, Comparison, Question
from dosepath.pathways.contest import Contest, Piece
from dosepath.pathways.effort import Effort
from dosepath.pathways.optimum import benchmark
from dosepath.pathways.scenario import Scenario
from dosepath.quantity import Fault, FaultsFound, Place

_NO_TARGET, _USUAL = Question(), Effort()


def evaluate(
    design: Design,
    scenarios: Mapping[str, Scenario],
    *,
    name: str = "",
    effort: Effort = _USUAL,
) -> Iterator[Cell]:
    """The figures of ``design`` under each scenario, exact if its states are within the limit.

    Raises:
        FaultsFound: a scenario that is not one, by its name.
    """
    contest = Contest({name: design}, scenarios, effort=effort)
    yield from contest.gather(contest.pieces()).cells


def compare(
    designs: Mapping[str, Design],
    scenarios: Mapping[str, Scenario],
    *,
    question: Question = _NO_TARGET,
    effort: Effort = _USUAL,
) -> Comparison:
    """All designs under all scenarios; see :func:`comparing` for one design at a time."""
    return list(comparing(designs, scenarios, question=question, effort=effort))[-1]


def comparing(
    designs: Mapping[str, Design],
    scenarios: Mapping[str, Scenario],
    *,
    question: Question = _NO_TARGET,
    effort: Effort = _USUAL,
) -> Iterator[Comparison]:
    """The comparison as it grows, after each design; the last one is complete.

    See :class:`Contest` for smaller pieces.

    Raises:
        FaultsFound: nothing to compare, designs with different numbers of levels, scenarios of
            a wrong length; all before any work.
    """
    contest = Contest(designs, scenarios, question=question, effort=effort)
    done: list[Piece] = []
    for name in designs:
        done += contest.pieces_of(name)
        yield contest.gather(done)


def with_benchmark(found: Comparison, n: int) -> Comparison:
    """The comparison with the optimal benchmark of ``n`` participants in every scenario.

    Raises:
        FaultsFound: a question without a target, nobody.
    """
    target = found.question.target
    if target is None:
        message, place = "The benchmark needs a target DLT rate.", Place(path="target")
        raise FaultsFound([Fault(place, "benchmark", message, "none", "between 0 and 1")])
    names = found.scenarios
    truth = [found.under(name)[0].dlt.tolist() for name in names]
    best = benchmark(truth, target, n=n, rule=found.question.correct)
    rows = zip(names, best.selection, strict=True)
    return replace(found, ceilings=tuple(Ceiling(name, n, row) for name, row in rows))
