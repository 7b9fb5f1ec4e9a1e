"""How verbs print: stable JSON, tables readable at 80 columns, and numbers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from dosepath.quantity import Fault, FaultsFound, Place

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 80
# What a sum of many probabilities may miss 1 by although it is 1: floating point, not chance.
_ROUNDING = 1e-12


def emit_json(data: object) -> None:
    """Print ``data`` as JSON with sorted keys, two spaces, and text in its own script.

    Dates are ISO 8601, decimals keep their digits as text, enumerations give
    their value, dataclasses their fields, sets a sorted list.
    """
    click.echo(
        json.dumps(
            data, default=_plain, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True
        )
    )


def console(*, stderr: bool = False) -> Console:
    """A rich console: the terminal's width, else 80 columns; no colour outside a terminal."""
    from rich.console import Console  # rich is not needed for --json or --help

    made = Console(stderr=stderr, highlight=False, soft_wrap=False)
    return (
        made
        if made.is_terminal
        else Console(stderr=stderr, highlight=False, width=WIDTH, no_color=True)
    )


class Unbroken(str):
    """The head of a column whose cells, and itself, are not broken into lines."""

    __slots__ = ()


def emit_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    numeric: Iterable[str] = (),
) -> None:
    """Print a table; ``None`` shows as a dash.

    Columns named in ``numeric`` are right-aligned, and those whose head is :class:`Unbroken`
    not broken into lines. A table too wide for the terminal is set closer.
    """
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    right = set(numeric)
    shown = Table(
        title=escape(title) or None,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        pad_edge=False,
    )
    for column in columns:
        # Folded, never cut with an ellipsis: half a number or reference is worse than none.
        shown.add_column(
            column,
            justify="right" if column in right else "left",
            overflow="fold",
            no_wrap=isinstance(column, Unbroken),
        )
    for row in rows:
        shown.add_row(*(_cell(value) for value in row))
    screen = console()
    if (
        screen.measure(shown, options=screen.options.update(max_width=10_000)).maximum
        > screen.width
    ):
        shown.collapse_padding = True
    screen.print(shown)


def paragraph(text: str, *, indent: str = "", err: bool = False) -> None:
    """Print a text in lines of at most 80 columns; ``indent`` leads the first."""
    filled = fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
    click.echo(filled, err=err)


def write_file(out: Path, content: bytes) -> None:
    """Write beside the target first, so that a failure never leaves half a document.

    Raises:
        FaultsFound: it cannot be written there.
    """
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        try:
            half.write_bytes(content)
            half.replace(out)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        # The file beside it is nobody's business: the name that was given is.
        message = f"the file cannot be written: {error.strerror}"
        raise FaultsFound([Fault(Place(str(out)), "file.unwritable", message)]) from None


def probability(value: float, *, digits: int = 4) -> str:
    """A probability: ``0.2500``; never ``0.0000`` or ``1.0000`` unless it is exactly that."""
    least = 10.0**-digits
    if abs(1 - value) < _ROUNDING:
        value = 1.0
    if 0 < value < least / 2:
        return f"<{least:.{digits}f}"
    if 1 - least / 2 < value < 1:
        return f">{1 - least:.{digits}f}"
    return f"{value:.{digits}f}"


def percent(value: float, *, digits: int = 1) -> str:
    """A share of one as a percentage: ``25.0 %``, with the same care at the ends."""
    text = probability(value, digits=digits + 2)
    mark, number = (text[0], text[1:]) if text[0] in "<>" else ("", text)
    return f"{mark}{float(number) * 100:.{digits}f} %"


def number(value: float, *, digits: int = 2) -> str:
    """A count or mean: whole numbers without decimals, others with ``digits`` of them."""
    return str(int(value)) if float(value).is_integer() else f"{value:.{digits}f}"


def _cell(value: object) -> str:
    from rich.markup import escape

    if value is None:
        return "-"
    return escape(number(value) if isinstance(value, float) else str(value))


def _plain(value: Any) -> object:
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, Fraction)):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if hasattr(value, "tolist"):  # numpy arrays and numbers
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no JSON form")
