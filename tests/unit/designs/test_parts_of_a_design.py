"""A design taken apart and changed in one place."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dosepath.designs import (
    CATALOGUE,
    Counts,
    Decision,
    Stop,
    build,
    entry_of,
    parts_of,
    with_parameters,
)
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason

TITRATED = build(
    [{"accelerated_titration": {"grade_2_threshold": 1}}, {"three_plus_three": {}}],
    4,
    behaviours=[{"cap_on_n": {"n": 12}}],
)


def test_stages_come_in_their_order_then_behaviours() -> None:
    parts = parts_of(TITRATED)
    assert [(part.name, part.role) for part in parts] == [
        ("accelerated_titration", "stage"),
        ("three_plus_three", "stage"),
        ("cap_on_n", "behaviour"),
    ]


def test_a_part_has_every_parameter_with_its_default() -> None:
    titration, rule, _ = parts_of(TITRATED)
    assert tuple(one.name for one in rule.parameters) == CATALOGUE["three_plus_three"].parameters
    threshold = next(one for one in titration.parameters if one.name == "grade_2_threshold")
    assert (threshold.value, threshold.default, threshold.is_default) == (1, 2, False)
    assert titration["cohort"] == 1
    assert "cohort" in titration
    assert "target" not in titration


def test_a_parameter_that_must_be_written_has_no_default() -> None:
    (boin,) = parts_of(build([{"boin": {"target": 0.3, "max_n": 12}}], 3))
    target = next(one for one in boin.parameters if one.name == "target")
    assert not target.has_default
    assert not target.is_default


def test_parts_written_out_build_the_same_design_again() -> None:
    parts = parts_of(build([{"boin": {"target": 0.3, "max_n": 12}}], 3))
    assert build([part.to_json() for part in parts], 3) == parts[0].design


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("three_plus_three", {"six_at_mtd": "always"}),
        ("accelerated_titration", {"cohort": 2}),
        ("cap_on_n", {"n": 15}),
    ],
)
def test_one_part_is_changed_and_the_others_stay(name: str, values: dict[str, object]) -> None:
    changed = with_parameters(TITRATED, name, **values)
    for before, after in zip(parts_of(TITRATED), parts_of(changed), strict=True):
        wanted = before.to_json()[before.name]
        assert isinstance(wanted, dict)
        assert after.to_json()[after.name] == wanted | (values if before.name == name else {})


def test_an_impossible_value_and_an_unknown_part_are_refused() -> None:
    with pytest.raises(FaultsFound, match="cohort"):
        with_parameters(TITRATED, "accelerated_titration", cohort=7)
    with pytest.raises(LookupError, match="keyboard"):
        with_parameters(TITRATED, "keyboard", target=0.3)


@dataclass(frozen=True)
class Timid:
    """One's own class: it stops at once."""

    levels: int = 2
    patience: int = 0

    def decide(self, counts: Counts) -> Decision:
        return Stop(None, Reason.of("design.no_selection"))


def test_a_class_of_ones_own_is_a_part_under_its_name() -> None:
    (part,) = parts_of(Timid())
    assert entry_of(Timid()) is None
    assert (part.name, part["patience"]) == ("Timid", 0)
