"""Every fault of a design is reported at once, each at its own place."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from dosepath.designs import BEHAVIOURS, CATALOGUE, Crm, DecisionTable, build, read_table_csv
from dosepath.quantity import FaultsFound

EVERY = yaml.safe_load((Path(__file__).parents[2] / "spec/every_design.yaml").read_text("utf-8"))
EXAMPLES = [
    pytest.param(example, id=f"{name}-{number}")
    for group in EVERY.values()
    for name, examples in group.items()
    for number, example in enumerate(examples, start=1)
]
WRONG = (-7, "wrong", 1.7, [3, 2])


class Key(NamedTuple):
    """Where a parameter of an example is written."""

    kind: str
    index: int
    name: str
    parameter: str

    @property
    def path(self) -> str:
        return f"{self.kind}[{self.index}].{self.name}.{self.parameter}"


def keys_of(example: dict[str, Any]) -> Iterator[Key]:
    for kind, catalogue in (("stages", CATALOGUE), ("behaviours", BEHAVIOURS)):
        for index, written in enumerate(example.get(kind, ())):
            (name,) = written
            yield from (Key(kind, index, name, one) for one in catalogue[name].parameters)


def places(example: dict[str, Any], **changes: Any) -> set[str]:
    """Where the example has faults; ``changes`` are values by path."""
    made = deepcopy(example)
    for key in keys_of(example):
        if key.path in changes:
            stage = made[key.kind][key.index]
            stage[key.name] = {**(stage[key.name] or {}), key.parameter: changes[key.path]}
    try:
        build(made["stages"], made["levels"], behaviours=made.get("behaviours", ()))
    except FaultsFound as found:
        return {fault.place.path for fault in found.faults}
    return set()


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_wrong_parameter_hides_no_other(example: dict[str, Any]) -> None:
    """Of every two parameters that have a fault when alone, both are named."""
    alone: dict[str, Any] = {}
    for key, value in product(keys_of(example), WRONG):
        found = places(example, **{key.path: value})
        if any(place.startswith(key.path) for place in found):
            alone.setdefault(key.path, value)
    assert {key.path for key in keys_of(example)} == set(alone), "no wrong value is known of some"
    hidden = []
    for one, other in combinations(alone, 2):
        found = places(example, **{one: alone[one], other: alone[other]})
        hidden += [
            (one, other) for path in (one, other) if not any(f.startswith(path) for f in found)
        ]
    # Between which numbers a benchmark lies is for the utilities to say.
    assert [pair for pair in hidden if "utilities" not in pair[0]] == []


def test_an_unknown_parameter_hides_no_wrong_one() -> None:
    with pytest.raises(FaultsFound) as found:
        build(
            [{"boin": {"target": 3, "max_n": 18, "cohorts": 3}}], 3, behaviours=[{"cap_on_n": {}}]
        )
    assert [fault.place.path for fault in found.value.faults] == [
        "behaviours[0].cap_on_n.n",
        "stages[0].boin.cohorts",
        "stages[0].boin.target",
    ]


def test_where_to_start_is_said_beside_other_faults_of_the_titration() -> None:
    stages = [
        {"accelerated_titration": {"cohort": "one"}},
        {"three_plus_three": {"start_level": 2}},
    ]
    with pytest.raises(FaultsFound) as found:
        build(stages, 3)
    assert [fault.place.path for fault in found.value.faults] == [
        "stages[0].accelerated_titration.cohort",
        "stages[0].accelerated_titration.start_level of the next stage",
    ]


def test_what_depends_on_a_wrong_stage_is_not_said_of_it() -> None:
    """A full new cohort is 6 or 7 here, as the 3+3 itself would say if it were right."""
    stages = [
        {"accelerated_titration": {"top_up_to": 6, "switch_level": 0}},
        {"three_plus_three": {"cohort": 6, "six_at_mtd": "sometimes"}},
    ]
    with pytest.raises(FaultsFound) as found:
        build(stages, 3)
    assert [fault.place.path for fault in found.value.faults] == [
        "stages[0].accelerated_titration.switch_level",
        "stages[1].three_plus_three.six_at_mtd",
    ]


@pytest.mark.parametrize(
    ("design", "wrong", "named"),
    [
        ("boin", {"target": 3, "p_saf": 0.4, "p_tox": 0.2}, ["p_saf", "target"]),
        ("boin", {"target": 3, "p_saf": 0, "p_tox": 1}, ["p_saf", "p_tox", "target"]),
        ("boin", {"target": 3, "p_saf": 0.2, "p_tox": 0.4}, ["target"]),
        ("boin", {"target": 0.3, "p_saf": 0.4, "p_tox": 0.2}, ["p_saf", "p_tox"]),
        (
            "mtpi",
            {"target": 3, "epsilon_1": 1, "epsilon_2": 1},
            ["epsilon_1", "epsilon_2", "target"],
        ),
        ("mtpi", {"target": 0.3, "epsilon_1": -1, "epsilon_2": 0.7}, ["epsilon_1", "epsilon_2"]),
        ("mtpi", {"target": 0.3, "epsilon_1": 0.3, "epsilon_2": -1}, ["epsilon_1", "epsilon_2"]),
        ("keyboard", {"target": 3, "epsilon_1": 0, "epsilon_2": 0}, ["epsilon_1", "target"]),
    ],
)
def test_an_interval_that_crosses_is_named_beside_a_wrong_target(
    design: str, wrong: dict[str, float], named: list[str]
) -> None:
    with pytest.raises(FaultsFound) as found:
        build([{design: {"max_n": 18, **wrong}}], 3)
    paths = [fault.place.path.rsplit(".", 1)[1] for fault in found.value.faults]
    assert sorted(set(paths)) == named
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("design", ["crm", "tite_crm"])
def test_a_half_width_that_fits_no_target_is_named_beside_a_wrong_one(design: str) -> None:
    with pytest.raises(FaultsFound) as found:
        build([{design: {"target": 3, "halfwidth": 0.5, "max_n": 18}}], 3)
    paths = [fault.place.path.rsplit(".", 1)[1] for fault in found.value.faults]
    assert paths == ["halfwidth", "target"]


def faults(**parameters: Any) -> list[str]:
    with pytest.raises(FaultsFound) as found:
        Crm(levels=3, max_n=24, **parameters)
    return sorted(fault.place.path for fault in found.value.faults)


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"target": 1.3, "skeleton": (0.3, 0.2, 0.4)}, ["skeleton", "target"]),
        ({"target": 0.25, "skeleton": (0.1, 0.2), "model": "x"}, ["model", "skeleton"]),
        (
            {"target": 0.25, "skeleton": (0.1, 0.2), "halfwidth": 0.05, "model": "x"},
            ["halfwidth", "model", "skeleton"],
        ),
        ({"target": 2, "prior_mtd": 9, "halfwidth": 0.4}, ["prior_mtd", "target"]),
        ({"target": 0.25, "prior_mtd": 9, "halfwidth": 0.4}, ["halfwidth", "prior_mtd"]),
        (
            {"target": 0.97, "skeleton": (0.4, 0.3, 0.5), "model": "logistic_1"},
            ["skeleton", "target"],
        ),
    ],
)
def test_a_wrong_target_hides_no_other_fault(parameters: Any, named: list[str]) -> None:
    assert faults(**parameters) == named


def test_a_gap_is_placed_after_the_cell_before_it() -> None:
    text = "n,dlt,action\n3,0,escalate\n3,1,stay\n3,3,eliminate\n6,0,escalate\n6,6,eliminate\n"
    with pytest.raises(FaultsFound) as found:
        DecisionTable(levels=3, target=0.3, max_n=6, cells=read_table_csv(text, "t.csv"))
    gaps = [(one.place.line, one.place.path) for one in found.value.faults]
    assert gaps == [(3, "cells.3,2"), (5, "cells.6,1")]
