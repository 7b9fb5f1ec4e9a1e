"""Write docs/reference/units.md from the table of units: ``python scripts/document_units.py``.

A test fails while the page is not current.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from dosepath.quantity import ANALYTES, UNITS, Unit, plain

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "units.md"

_OPENING = """\
# Units

*Generated from the table of units by `make docs`; do not edit.*

A unit is known if it stands here, in one of these spellings; nothing is guessed from the size of
a number. `µ`, `×` and superscripts may be written as they are printed. Codes follow UCUM where UCUM
has one. Units of one table convert into each other; between tables only what the last table lists
converts, and what a study file declares for its own variables.
"""


def page() -> str:
    """The whole page: a table for each dimension, then what converts by a molar mass."""
    parts = [_OPENING]
    for dimension, units in groupby(UNITS.values(), key=lambda unit: unit.dimension):
        parts += [f"## {dimension.replace('_', ' ').capitalize()}\n", *_rows(list(units)), ""]
    return "\n".join([*parts, *_analytes()]) + "\n"


def _rows(units: list[Unit]) -> Iterator[str]:
    yield f"| Unit | In {units[0].code} | Also written |"
    yield "|---|---|---|"
    for unit in units:
        spellings = ", ".join(f"`{spelling}`" for spelling in unit.spellings)
        yield f"| `{unit.code}` | {_size(unit)} | {spellings} |"


def _size(unit: Unit) -> str:
    """A whole number or a part of one as such, anything else as a decimal."""
    factor = unit.factor
    if 1 in (factor.numerator, factor.denominator):
        return str(factor)
    return plain(Decimal(factor.numerator) / factor.denominator)


def _analytes() -> Iterator[str]:
    yield "## Between mass and amount\n"
    yield "| Substance | Conversion | Why |"
    yield "|---|---|---|"
    for analyte in ANALYTES.values():
        for factor in analyte.factors:
            is_ = f"{plain(factor.is_.value)} {factor.is_.unit}"
            yield f"| {analyte.name} | 1 {factor.unit} is {is_} | {analyte.source} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
