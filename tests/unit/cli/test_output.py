"""What verbs print can be read by people at 80 columns and by programs without guessing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from dosepath.cli.output import emit_json, emit_table, number, percent, probability
from dosepath.rule import Reason, Truth


@dataclass(frozen=True)
class Sample:
    level: int
    dose: Decimal


def shown_json(data: object, capsys: pytest.CaptureFixture[str]) -> str:
    emit_json(data)
    return capsys.readouterr().out


def test_json_keeps_digits_dates_and_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown_json(
        {
            "z": Sample(1, Decimal("0.150")),
            "a": [date(2024, 3, 1), datetime(2024, 3, 1, 8, tzinfo=UTC)],
            "m": {"truth": Truth.UNKNOWN, "share": Fraction(1, 3), "set": {"b", "a"}},
            "n": np.array([1.0, 2.0]),
            "r": Reason.of("design.escalate", to=2),
            "t": "肝",
        },
        capsys,
    )
    assert json.loads(text) == {
        "a": ["2024-03-01", "2024-03-01T08:00:00+00:00"],
        "m": {"set": ["a", "b"], "share": "1/3", "truth": "unknown"},
        "n": [1.0, 2.0],
        "r": {"code": "design.escalate", "values": {"to": 2}},
        "t": "肝",
        "z": {"dose": "0.150", "level": 1},
    }
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert "肝" in text


def test_json_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="object has no JSON form"):
        emit_json(object())


def test_json_refuses_numbers_that_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        emit_json(float("nan"))


def test_a_table_fits_80_columns_without_colour(capsys: pytest.CaptureFixture[str]) -> None:
    emit_table(
        ["Level", "P(MTD)", "Why"],
        [[1, probability(0.25), "a long sentence " * 12], [2, None, "[not markup]"]],
        title="Selection [exact]",
        numeric=["P(MTD)"],
    )
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown
    assert "Selection [exact]" in shown
    assert "[not markup]" in shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0000"),
        (1.0, "1.0000"),
        (0.25, "0.2500"),
        (1e-9, "<0.0001"),
        (1 - 1e-9, ">0.9999"),
        (sum([0.1] * 10), "1.0000"),  # 0.9999999999999999: rounding, not chance
    ],
)
def test_a_probability_is_certain_only_if_it_is(value: float, text: str) -> None:
    assert probability(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.25, "25.0 %"), (1.0, "100.0 %"), (1e-7, "<0.1 %"), (0.99999, ">99.9 %")],
)
def test_a_percentage_is_certain_only_if_it_is(value: float, text: str) -> None:
    assert percent(value) == text


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (3, "3"), (11.495, "11.49")])
def test_numbers_show_no_empty_decimals(value: float, text: str) -> None:
    assert number(value) == text
