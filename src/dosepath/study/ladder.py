"""The dose ladder: levels listed one by one, or a first dose and the steps up from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from dosepath.study.part import refuse

_DOSE = re.compile(r"\s*([0-9.]+(?:[eE][+-]?[0-9]+)?)\s+([^\s0-9][^\s]*)\s*")
_STEP = re.compile(r"\s*\+\s*([0-9.]+)\s*%\s*")
_SUPERSCRIPT = str.maketrans(
    "-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
)
FORM = "a number and its unit, as in 0.15e9 cells or 18 mg/m2"


@dataclass(frozen=True)
class Dose:
    """One level of the ladder (1-based); ``value`` is None for a level that has only a name.

    ``text`` is the amount as the file writes it, ``label`` as people print it; ``assumed`` is
    the reason if the dose is not public or not decided.
    """

    level: int
    value: Decimal | None
    unit: str
    label: str
    text: str = ""
    assumed: str | None = None

    @property
    def per(self) -> str | None:
        """``kg`` or ``m2`` for a dose by weight or by body surface, else None."""
        _, slash, measure = self.unit.rpartition("/")
        return measure if slash else None

    def __str__(self) -> str:
        return self.label


def ladder(data: Any) -> tuple[Dose, ...]:
    """The levels of ``doses:``; raises a placed error for the first list that is no ladder."""
    if isinstance(data, Mapping):
        return _by_steps(data)
    return tuple(dose(item, number) for number, item in enumerate(data, start=1))


def dose(data: Any, level: int) -> Dose:
    """One entry: ``0.5e9 cells``, ``{dose: ..., assumed: ...}`` or ``{name: low}``."""
    entry = data if isinstance(data, Mapping) else {"dose": data}
    _only(entry, ("dose", "name", "assumed"))
    for key in ("name", "assumed"):
        if not isinstance(entry.get(key, ""), str):
            raise refuse("type.text", f"a text is needed for `{key}`")
    mark, name = entry.get("assumed"), entry.get("name")
    if name and "dose" not in entry:
        return Dose(level, None, "", name, name, mark)
    value, unit, written = amount(entry.get("dose"))
    text = " ".join(str(entry["dose"]).split())
    return Dose(level, value, unit, name or f"{written} {unit}", text, mark)


def _only(data: Mapping[str, Any], known: Sequence[str]) -> None:
    for key in data:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            message = f"`{key}` is not a key here{hint}"
            raise refuse("key.unknown", message, allowed=", ".join(known))


def amount(data: Any) -> tuple[Decimal, str, str]:
    """``"0.15e9 cells"`` as value, unit and the number as people print it."""
    if isinstance(data, int | float) and not isinstance(data, bool):
        raise refuse("dose.unit", "a dose needs its unit", allowed=FORM)
    match = _DOSE.fullmatch(data) if isinstance(data, str) else None
    if match is None:
        raise refuse("dose.form", "this is not a dose", allowed=FORM)
    try:
        value = Decimal(match[1])
    except InvalidOperation:
        raise refuse("dose.form", "this is not a dose", allowed=FORM) from None
    if value <= 0:
        raise refuse("dose.positive", "a dose is more than zero", allowed=FORM)
    return value, match[2], printed(match[1])


def printed(number: str) -> str:
    """``0.15e9`` as ``0.15 x 10^9`` with a true superscript, which copies keep."""
    mantissa, e, power = number.lower().partition("e")
    if not e:
        return mantissa
    return f"{mantissa} \u00d7 10{str(int(power)).translate(_SUPERSCRIPT)}"


def _by_steps(data: Mapping[str, Any]) -> tuple[Dose, ...]:
    _only(data, ("first", "steps", "levels", "round_to", "assumed"))
    value, unit, _ = amount(data.get("first"))
    steps, count = data.get("steps"), data.get("levels")
    if not isinstance(steps, Sequence) or isinstance(steps, str) or not steps:
        raise refuse("dose.steps", "the steps are a list", allowed="steps: [+100 %, +67 %, +40 %]")
    if not isinstance(count, int) or not 1 <= count <= 30:
        raise refuse("dose.levels", "how many levels?", allowed="levels: a whole number, 1 to 30")
    factors = [_factor(step) for step in steps]
    rounding = amount(data["round_to"])[0] if "round_to" in data else None
    values = [value]
    for number in range(count - 1):
        values.append(values[-1] * factors[min(number, len(factors) - 1)])
    return tuple(_stepped(level, _rounded(v, rounding), unit) for level, v in enumerate(values, 1))


def _factor(step: Any) -> Decimal:
    match = _STEP.fullmatch(step) if isinstance(step, str) else None
    if match is None:
        raise refuse("dose.step", "a step up is a percentage", allowed="for example +40 %")
    return 1 + Decimal(match[1]) / 100


def _rounded(value: Decimal, to: Decimal | None) -> Decimal:
    return value if to is None else (value / to).quantize(Decimal(1)) * to


def _stepped(level: int, value: Decimal, unit: str) -> Dose:
    text = f"{value.normalize():f}"
    return Dose(level, value, unit, f"{text} {unit}", f"{text} {unit}")
