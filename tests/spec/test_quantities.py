"""The tables of units, conversions and numbers, row by row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dosepath.quantity import (
    ANALYTES,
    NumberRefused,
    Quantity,
    UnknownUnit,
    find_unit,
    parse_number,
)

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe", pure=True).load((HERE / name).read_text(encoding="utf-8")))


SPELLINGS = [(row["unit"], spelling) for row in rows("units.yaml") for spelling in row["spellings"]]


@pytest.mark.parametrize(("unit", "spelling"), SPELLINGS)
def test_a_spelling_names_its_unit_and_no_other(unit: str, spelling: str) -> None:
    found = find_unit(str(spelling))
    assert (found.code if found else "unknown") == unit


@pytest.mark.parametrize("row", rows("conversions.yaml"), ids=lambda row: f"{row['from']}")
def test_conversion(row: dict[str, str]) -> None:
    factors = ANALYTES[row["analyte"]].factors if row["analyte"] != "none" else ()
    amount = Quantity.parse(row["from"])
    if row["gives"] == "refused":
        with pytest.raises(UnknownUnit):
            amount.to(row["to"], factors)
    else:
        assert amount.to(row["to"], factors).value == Decimal(row["gives"])


@pytest.mark.parametrize("row", rows("numbers.yaml"), ids=lambda row: repr(row["text"]))
def test_reported_number(row: dict[str, str]) -> None:
    if "refused" in row:
        with pytest.raises(NumberRefused) as refused:
            parse_number(row["text"])
        assert refused.value.code == row["refused"]
    else:
        assert str(parse_number(row["text"])) == row["gives"]
