"""The worklist is enough, and nothing smaller is: checked by trying every other set."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dosepath.eligibility import (
    SOURCES,
    Population,
    Record,
    Verdict,
    build_population,
    evaluate,
)
from dosepath.quantity import Observation, Place

AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
NAMES = ("p", "q", "r", "s", "t")


@st.composite
def small_populations(draw: st.DrawFn) -> dict[str, Any]:
    """One or two groups and up to two exclusions; a fact counts one way in all of them."""

    def rule(answer: str) -> str:
        parts = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        said = [f"{name} is {answer}" for name in parts]
        if len(said) == 3 and draw(st.booleans()):
            return f"{said[0]} or ({said[1]} and {said[2]})"
        return f" {draw(st.sampled_from(('and', 'or')))} ".join(said)

    def criteria(prefix: str, answer: str, most: int) -> dict[str, Any]:
        count = draw(st.integers(1, most))
        return {
            f"{prefix}{n}": {"text": "x", "rule": rule(answer), "team_only": True}
            for n in range(count)
        }

    sources = {name: draw(st.sampled_from(SOURCES)) for name in NAMES}
    groups = draw(st.integers(1, 2))
    return {
        "variables": {
            name: {"label": name, "type": "yes_no", "from": sources[name]} for name in NAMES
        },
        "groups": {
            f"G{n}": {"title": "x", "criteria": criteria(f"G{n}x", "yes", 2)} for n in range(groups)
        },
        "exclusions": criteria("E", "no", 2) if draw(st.booleans()) else {},
    }


def recorded(words: dict[str, str]) -> Record:
    return Record(tuple(Observation(name, word) for name, word in words.items()))


def can_be_eligible(population: Population, known: dict[str, str], more: frozenset[str]) -> bool:
    """Whether answers to the facts in ``more`` alone can make the person eligible.

    Every fact helps by being yes, so the best answers are all yes.
    """
    best = known | dict.fromkeys(more, "yes")
    return evaluate(population, recorded(best), at=AT).verdict is Verdict.ELIGIBLE


@given(
    small_populations(),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("yes", "no")), max_size=3),
)
@settings(max_examples=150)
def test_the_worklist_is_the_smallest_and_then_the_cheapest(
    data: dict[str, Any], known: dict[str, str]
) -> None:
    population = build_population(data, lambda path: Place(path=str(path)))
    result = evaluate(population, recorded(known), at=AT)
    listed = frozenset(item.key for item in result.worklist)
    if result.verdict is not Verdict.UNDETERMINED:
        assert not listed
        return
    open_facts = sorted(set(NAMES) - set(known))
    enough = [
        frozenset(some)
        for size in range(len(open_facts) + 1)
        for some in combinations(open_facts, size)
        if can_be_eligible(population, known, frozenset(some))
    ]

    def price(way: frozenset[str]) -> tuple[int, int]:
        return len(way), sum(SOURCES.index(population.variables[k].found_in) for k in way)

    assert listed in enough
    assert price(listed) == min(map(price, enough))
    costs = [SOURCES.index(item.found_in) for item in result.worklist]
    assert costs == sorted(costs)
