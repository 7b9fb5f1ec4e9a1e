"""Designs by name from a study file's plain parameters."""

from __future__ import annotations

import pytest

from dosepath.designs import CATALOGUE, AcceleratedTitration, ThreePlusThree, build
from dosepath.quantity import FaultsFound


def test_a_bare_name_has_every_default() -> None:
    assert build([{"three_plus_three": None}], 4) == ThreePlusThree(levels=4)


def test_stages_lead_into_each_other() -> None:
    stages = [
        {"accelerated_titration": {"switch_level": 2, "grade_2_threshold": 1}},
        {"three_plus_three": {"six_at_mtd": "always", "table": {"6,2": "declares_mtd"}}},
    ]
    assert build(stages, 4) == AcceleratedTitration(
        escalation=ThreePlusThree(levels=4, six_at_mtd="always", table={"6,2": "declares_mtd"}),
        switch_level=2,
        grade_2_threshold=1,
    )


def test_equal_parameters_are_equal_designs_with_one_key() -> None:
    one = build([{"three_plus_three": {"table": {"6,2": "declares_mtd"}}}], 4)
    other = build([{"three_plus_three": {"table": {"6,2": "declares_mtd"}}}], 4)
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("stage", "near"),
    [({"mtpi2": {}}, "`mtpi_2`"), ({"three_plus_three": {"six_at_mdt": "never"}}, "`six_at_mtd`")],
)
def test_a_slip_of_the_pen_is_recognised(stage: dict[str, object], near: str) -> None:
    with pytest.raises(FaultsFound) as error:
        build([stage], 4)
    (fault,) = error.value.faults
    assert fault.message.endswith(f"; did you mean {near}?")


@pytest.mark.parametrize(
    ("stage", "found", "allowed"),
    [
        ({"boin": {"target": 0, "max_n": 9}}, "0", "a number between 0 and 1, both excluded"),
        (
            {"crm": {"target": 0.2, "max_n": 9, "skeleton": [0.1, 0.3, 0.2]}},
            "[0.1, 0.3, 0.2]",
            "numbers between 0 and 1, each above the one before it",
        ),
    ],
)
def test_what_was_found_is_said_as_a_file_writes_it(
    stage: dict[str, object], found: str, allowed: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        build([stage], 3)
    (fault,) = error.value.faults
    assert (fault.found, fault.allowed) == (found, allowed)


@pytest.mark.parametrize(
    ("stages", "path", "allowed"),
    [
        ([], "stages", "three_plus_three"),
        ([{"bion": {}}], "stages[0]", "three_plus_three"),
        ([{"three_plus_three": {"six": 1}}], "stages[0].three_plus_three.six", "six_at_mtd"),
        ([{"three_plus_three": []}], "stages[0].three_plus_three", "parameters by name"),
        ([{"three_plus_three": {}, "x": {}}], "stages[0]", "one design"),
        (["three_plus_three"], "stages[0]", "one design"),
        ([{"three_plus_three": {}}, {"three_plus_three": {}}], "stages[0].three_plus_three",
         "the last stage"),
        ([{"accelerated_titration": {}}], "stages[0].accelerated_titration",
         "followed by three_plus_three"),
        ([{"three_plus_three": {"six_at_mtd": "no"}}], "stages[0].three_plus_three.six_at_mtd",
         "after_de_escalation"),
        ([{"three_plus_three": {"table": "6,2"}}], "stages[0].three_plus_three.table", "cells"),
        ([{"three_plus_three": {"table": {"4,4": "expand"}}}],
         "stages[0].three_plus_three.table.4,4", "can reach"),
        ([{"accelerated_titration": {}}, {"three_plus_three": {"start_level": 2}}],
         "stages[0].accelerated_titration.start_level of the next stage", "titration stage"),
    ],
)  # fmt: skip
def test_faults_name_the_place_and_what_is_allowed(
    stages: list[object], path: str, allowed: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        build(stages, 4)
    (fault,) = error.value.faults
    assert fault.place.path == path
    assert allowed in fault.allowed


def test_all_unknown_keys_at_once() -> None:
    stages = [{"accelerated_titration": {"a": 1, "b": 2}}, {"three_plus_three": {"c": 3}}]
    with pytest.raises(FaultsFound) as error:
        build(stages, 4, path="escalation.stages")
    assert [fault.place.path for fault in error.value.faults] == [
        "escalation.stages[0].accelerated_titration.a",
        "escalation.stages[0].accelerated_titration.b",
        "escalation.stages[1].three_plus_three.c",
    ]


def test_every_parameter_of_the_catalogue_is_one_of_its_design() -> None:
    """A rename in a design must not leave a key that no file can use."""
    for entry in CATALOGUE.values():
        assert set(entry.parameters) <= set(entry.kind.__dataclass_fields__)
