"""The worklist: the fewest missing facts that can still make the person eligible.

Each fact on it can also end the search by excluding the person, so they are
listed cheapest first. Facts that can no longer change the outcome (of a group
that already fails, of an alternative that is not needed) are not on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dosepath.eligibility.population import Criterion, Population
from dosepath.eligibility.resolve import Resolver
from dosepath.eligibility.result import CriterionResult, Missing
from dosepath.eligibility.variable import ANCHORS, SOURCES
from dosepath.rule import NO_WAY, NOTHING_NEEDED, Reason, Truth, Ways, all_of, any_of, ways

READING = "reading:"


def worklist(
    population: Population, results: Mapping[str, CriterionResult], facts: Resolver
) -> tuple[Missing, ...]:
    """The smallest set, and of equally small ones the cheapest; ``()`` if none can help."""
    goals = {
        c.id: _criterion(c, results[c.id], facts)
        for c in population.criteria
        if c.kind != "informative"
    }
    exclusions = [goals[c.id] for c in population.exclusions if c.id in goals]
    found: list[frozenset[str]] = []
    for group in population.groups:
        wanted = [goals[c.id] for c in group.criteria if c.id in goals]
        found += together([*wanted, *exclusions])
    if not found:
        return ()

    def cost(key: str) -> int:
        return SOURCES.index(found_in(key, population))

    best = min(found, key=lambda way: (len(way), sum(map(cost, way)), sorted(way)))
    order = {c.id: place for place, c in enumerate(population.criteria)}
    items = [_item(key, population, results) for key in best]
    items.sort(key=lambda item: (cost(item.key), *(order[id_] for id_ in item.criteria), item.key))
    return tuple(items)


def together(goals: Iterable[Ways]) -> Ways:
    """All goals at once. What has only one way is taken first, which leaves few alternatives."""
    remaining = list(goals)
    if any(goal == NO_WAY for goal in remaining):
        return NO_WAY
    needed: frozenset[str] = frozenset()
    while single := [goal[0] for goal in remaining if len(goal) == 1]:
        needed = needed.union(*single)
        rest = [{way - needed for way in goal} for goal in remaining if len(goal) > 1]
        remaining = [any_of([tuple(goal)]) for goal in rest]
    return tuple(way | needed for way in all_of(remaining))


def _criterion(criterion: Criterion, result: CriterionResult, facts: Resolver) -> Ways:
    """The ways to the wanted truth: by the pinned reading, by agreement, or by choosing one."""
    goals = {
        reading.id: NOTHING_NEEDED
        if reading.rule is None
        else ways(reading.rule, facts, criterion.wanted)
        for reading in criterion.readings
    }
    if result.pinned is not None:
        return goals[result.pinned]
    agreed = together(goals.values())
    if agreed:
        return agreed
    choice: Ways = (frozenset({READING + criterion.id}),)
    return any_of([all_of([choice, goal]) for goal in goals.values()])


def found_in(key: str, population: Population) -> str:
    """Where a missing fact is found: chart, laboratory, imaging or judgement."""
    variable = population.variables.get(key.partition(".")[0])
    if variable is not None:
        return variable.found_in
    return "chart" if key in ANCHORS else "judgement"


def _item(key: str, population: Population, results: Mapping[str, CriterionResult]) -> Missing:
    waiting: dict[str, None] = {}
    why: Reason | None = None
    for result in results.values():
        if result.kind == "informative" or result.truth is not Truth.UNKNOWN:
            continue
        if key == READING + result.id:
            waiting[result.id], why = None, result.reasons[0]
        for evidence in result.evidence:
            if key in evidence.missing:
                waiting[result.id], why = None, why or evidence.why
    name = key.removeprefix(READING).partition(".")[0]
    reason = why or Reason.of("fact.no_data", variable=name)
    return Missing(key, name, found_in(key, population), reason, tuple(waiting))
