"""The worklist: the fewest missing facts that can still make the person eligible.

Each fact on it can also end the search by excluding the person, so they are
listed cheapest first. Facts that can no longer change the outcome (of a group
that already fails, of an alternative that is not needed) are not on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dosepath.eligibility.population import Criterion, Population
from dosepath.eligibility.resolve import Resolver
from dosepath.eligibility.result import CriterionResult, Missing
from dosepath.eligibility.variable import ANCHORS, SOURCES
from dosepath.rule import NO_WAY, NOTHING_NEEDED, Reason, Truth, Ways, all_of, any_of, ways

READING = "reading:"

Price = Callable[[frozenset[str]], tuple[int, int, list[str]]]


def worklist(
    population: Population, results: Mapping[str, CriterionResult], facts: Resolver
) -> tuple[Missing, ...]:
    """The smallest set, and of equally small ones the cheapest; ``()`` if none can help."""
    goals = {
        c.id: _ways(c, results[c.id], facts) for c in population.criteria if c.kind != "informative"
    }
    exclusions = [goals[c.id] for c in population.exclusions if c.id in goals]
    waiting = _waiting(results)
    costs = {key: SOURCES.index(found_in(key, population)) for key in waiting}

    def price(way: frozenset[str]) -> tuple[int, int, list[str]]:
        return len(way), sum(costs[key] for key in way), sorted(way)

    found = []
    for group in population.groups:
        wanted = [goals[c.id] for c in group.criteria if c.id in goals]
        way = cheapest([*wanted, *exclusions], price)
        found += [] if way is None else [way]
    if not found:
        return ()
    order = {id_: place for place, id_ in enumerate(results)}
    items = [
        Missing(key, _name(key), found_in(key, population), _why(key, waiting, facts), ids)
        for key in min(found, key=price)
        if (ids := tuple(waiting[key]))
    ]
    items.sort(key=lambda i: (costs[i.key], tuple(order[id_] for id_ in i.criteria), i.key))
    return tuple(items)


def cheapest(goals: Sequence[Ways], price: Price) -> frozenset[str] | None:
    """The union of one way per goal with the lowest price; None if a goal has no way.

    Goals that share no fact are settled apart from one another, so that only
    those which do are multiplied out.
    """
    if any(goal == NO_WAY for goal in goals):
        return None
    needed = frozenset[str]().union(*(goal[0] for goal in goals if len(goal) == 1))
    best = needed
    for tied in _tied([{way - needed for way in goal} for goal in goals if len(goal) > 1]):
        lowest = min(all_of([tuple(goal) for goal in tied]), key=price)
        best |= lowest
    return best


def _tied(goals: Sequence[set[frozenset[str]]]) -> list[list[set[frozenset[str]]]]:
    """The goals in clusters: two goals with a fact in common are in one cluster."""
    clusters: list[tuple[set[str], list[set[frozenset[str]]]]] = []
    for goal in goals:
        keys, members = set().union(*goal), [goal]
        apart = []
        for other in clusters:
            if keys.isdisjoint(other[0]):
                apart.append(other)
            else:
                keys, members = keys | other[0], members + other[1]
        clusters = [*apart, (keys, members)]
    return [members for _, members in clusters]


def _ways(criterion: Criterion, result: CriterionResult, facts: Resolver) -> Ways:
    """The ways to the wanted truth: by the pinned reading, by agreement, or by choosing one."""
    if result.truth is not Truth.UNKNOWN:
        return NOTHING_NEEDED if result.truth is criterion.wanted else NO_WAY
    goals = {
        reading.id: NOTHING_NEEDED
        if reading.rule is None
        else ways(reading.rule, facts, target=criterion.wanted)
        for reading in criterion.readings
    }
    if result.pinned is not None:
        return goals[result.pinned]
    agreed = all_of(list(goals.values()))
    if agreed:
        return agreed
    choice: Ways = (frozenset({READING + criterion.id}),)
    return any_of([all_of([choice, goal]) for goal in goals.values()])


def _waiting(results: Mapping[str, CriterionResult]) -> dict[str, dict[str, Reason | None]]:
    """For every missing fact the criteria that wait for it, each with its reason."""
    waiting: dict[str, dict[str, Reason | None]] = {}
    for result in results.values():
        if result.kind == "informative" or result.truth is not Truth.UNKNOWN:
            continue
        if result.readings_differ:
            waiting[READING + result.id] = {result.id: result.reasons[0]}
        for reading in result.readings:
            for evidence in reading.evidence:
                for key in evidence.missing:
                    waiting.setdefault(key, {}).setdefault(result.id, evidence.why)
    return waiting


def _why(key: str, waiting: Mapping[str, Mapping[str, Reason | None]], facts: Resolver) -> Reason:
    """Why a fact is missing: by its own resolution, else by the comparison that asked for it."""
    known = key in facts.variables or key in ANCHORS
    own = facts.fact(key).why if known else None
    asked = next(iter(waiting[key].values()))
    return own or asked or Reason.of("fact.no_data", variable=_name(key))


def _name(key: str) -> str:
    return key.removeprefix(READING).partition(".")[0]


def found_in(key: str, population: Population) -> str:
    """Where a missing fact is found: chart, laboratory, imaging or judgement."""
    variable = population.variables.get(_name(key))
    if variable is not None:
        return variable.found_in
    return "chart" if key in ANCHORS else "judgement"
