"""Variables from the study file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from dosepath.eligibility.section import Section, Wrong
from dosepath.eligibility.variable import ANCHORS, SOURCES, Derived, Variable, Window
from dosepath.quantity import (
    Bounded,
    DosePathError,
    Factor,
    Interval,
    Quantity,
    find_unit,
    is_loinc,
    parse_number,
)

_KEYS = (
    *("label", "type", "unit", "choices", "spellings", "loinc", "snomed", "reviewed_by"),
    *("window", "pick", "worse", "same_time", "plausible", "absent", "trend", "from"),
    *("default_uln", "derived", "note"),
)
_FACTOR = re.compile(r"1 (?P<unit>.+)")
_WINDOW = re.compile(r"(?P<length>.+?) before (?P<anchor>\w+)")
_RANGE = re.compile(r"(?P<low>-?[0-9.]+)?\.\.(?P<high>-?[0-9.]+)?(?: (?P<unit>.+))?")
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_CODE = re.compile(r"[0-9]{6,18}", re.ASCII)


def build_variables(population: Section) -> dict[str, Variable]:
    """All variables of a population block; faults go to the block's list."""
    windows = _windows(population)
    found = {}
    for name, block in population.blocks("variables"):
        if not _NAME.fullmatch(name) or name in ANCHORS:
            message = "a variable's name is lower-case letters, digits and _, and not an anchor's"
            block.fault(Wrong("variable.name", message, found=name, allowed="bilirubin, he_grade"))
        found[name] = _variable(name, block, windows)
    for variable in found.values():
        _check_references(variable, found, population)
    return found


def _windows(population: Section) -> dict[str, Window]:
    block = population.below("windows")
    return {name: w for name in block.data if (w := _window(block, name, {})) is not None}


def _variable(name: str, block: Section, windows: Mapping[str, Window]) -> Variable:
    factors = [key for key in block.data if _FACTOR.fullmatch(key)]
    block.only([*_KEYS, *factors])
    kind = _kind(block)
    unit = _unit(block, kind)
    source = block.one_of("from", SOURCES, "chart")
    if "from" not in block.data:
        message = "where is this fact found?"
        block.fault(Wrong("variable.from", message, allowed=", ".join(SOURCES)))
    pick = block.one_of("pick", ("latest", "first", "worst"), "latest")
    worse = block.one_of("worse", ("higher", "lower"), "")
    if (pick == "worst") != bool(worse):
        block.fault(Wrong("variable.worse", "`pick: worst` and `worse: higher|lower` go together"))
    return Variable(
        name=name,
        kind=kind,
        found_in=source,
        label=block.words("label", ("en",)),
        unit=unit,
        factors=_factors(block, factors, unit),
        spellings=_spellings(block),
        choices=_choices(block, kind),
        loinc=_loinc(block),
        snomed=_snomed(block),
        window=_window(block, "window", windows),
        pick=pick,
        worse=worse,
        same_time=block.one_of("same_time", ("conflict", "higher", "lower"), "conflict"),
        plausible=_plausible(block, unit),
        absent=_absent(block, kind),
        trend=_length(block, "trend"),
        default_uln=_amount(block, "default_uln"),
        derived=_derived(block),
        note=block.words("note"),
    )


def _kind(block: Section) -> str:
    default = "choice" if "choices" in block.data else "number"
    written = block.one_of("type", ("number", "yes_no", "choice", "date"), default)
    return "choice" if written == "yes_no" else written


def _unit(block: Section, kind: str) -> str:
    written = block.text("unit")
    if kind != "number":
        if written:
            block.fault_at(
                ("unit",), Wrong("variable.unit", "only a number has a unit", found=written)
            )
        return "1"
    if written is None:
        block.fault(
            Wrong(
                "variable.unit", "a number needs a unit", allowed="a unit, or `unit: 1` for a ratio"
            )
        )
        return "1"
    found = find_unit(written)
    if found is None:
        block.fault_at(
            ("unit",), Wrong("variable.unit", "unknown unit", found=written, allowed="a unit")
        )
    return found.code if found else "1"


def _factors(block: Section, keys: list[str], unit: str) -> tuple[Factor, ...]:
    found = []
    for key in keys:
        try:
            factor = Factor(key.removeprefix("1 "), Quantity.parse(str(block.data[key])))
            if unit not in {factor.is_.unit, factor.unit}:
                raise DosePathError(f"neither side is {unit}")
            found.append(factor)
        except DosePathError as error:
            allowed = "1 mg/dL: 17.104 umol/L"
            block.fault_at(
                (key,), Wrong("variable.factor", str(error), found=block.data[key], allowed=allowed)
            )
    return tuple(found)


def _spellings(block: Section) -> dict[str, str]:
    found = {}
    for spelling in block.below("spellings").data:
        code = str(block.data["spellings"][spelling])
        if find_unit(code) is None:
            below = ("spellings", spelling)
            block.fault_at(below, Wrong("variable.unit", "unknown unit", found=code))
        found[spelling] = code
    return found


def _choices(block: Section, kind: str) -> tuple[str, ...]:
    if kind != "choice":
        return ()
    choices = block.texts("choices") or ("no", "yes")
    wrong = [word for word in choices if not _NAME.fullmatch(word)]
    if wrong or len(set(choices)) != len(choices) or len(choices) < 2:
        message = "answers are two or more different lower-case words"
        block.fault_at(("choices",), Wrong("variable.choices", message, found=", ".join(choices)))
    return choices


def _loinc(block: Section) -> tuple[str, ...]:
    codes = block.texts("loinc")
    for code in codes:
        if not is_loinc(code):
            message = "not a LOINC code: its check digit is wrong"
            block.fault_at(
                ("loinc",), Wrong("variable.loinc", message, found=code, allowed="1975-2")
            )
    return codes


def _snomed(block: Section) -> tuple[str, ...]:
    codes = block.texts("snomed")
    for code in codes:
        if not _CODE.fullmatch(code):
            block.fault_at(
                ("snomed",), Wrong("variable.snomed", "not a SNOMED CT code", found=code)
            )
    return codes


def _window(block: Section, key: str, named: Mapping[str, Window]) -> Window | None:
    written = block.text(key)
    if written is None or written in named:
        return named[written] if written else None
    match = _WINDOW.fullmatch(written)
    length = _time(match["length"]) if match else None
    if match is None or length is None:
        allowed = ", ".join(["72 h before enrolment", *named])
        message = "a window is a length of time before an anchor"
        block.fault_at((key,), Wrong("variable.window", message, found=written, allowed=allowed))
        return None
    return Window(length, match["anchor"], written)


def _length(block: Section, key: str) -> timedelta | None:
    written = block.text(key)
    if written is None:
        return None
    length = _time(written)
    if length is None:
        message = f"{key} is a length of time"
        block.fault_at(
            (key,), Wrong("variable.length", message, found=written, allowed="28 d or 72 h")
        )
    return length


def _time(text: str) -> timedelta | None:
    try:
        return timedelta(hours=float(Quantity.parse(text).exact_in("h")))
    except DosePathError:
        return None


def _plausible(block: Section, unit: str) -> Interval | None:
    written = block.text("plausible")
    if written is None:
        return None
    match = _RANGE.fullmatch(written)
    same = match is not None and (match["unit"] or "1") in (unit, block.text("unit"))
    if match is None or not same:
        shown = "" if unit == "1" else f" {unit}"
        message = "a plausible range is two numbers and the variable's unit"
        block.fault_at(
            ("plausible",),
            Wrong("variable.plausible", message, found=written, allowed=f"1..1500{shown}"),
        )
        return None
    low, high = (_end(match[name]) for name in ("low", "high"))
    return Interval(low.low if low else None, high.high if high else None)


def _end(text: str | None) -> Interval | None:
    number = parse_number(text) if text else None
    return None if number is None or isinstance(number, Bounded) else Interval.exactly(number)


def _absent(block: Section, kind: str) -> str | None:
    word = block.text("absent")
    if word in (None, "unknown"):
        return None
    if kind != "choice" or word not in _choices(block, kind):
        allowed = "unknown, or one of the variable's answers"
        message = "absence can stand only for an answer"
        block.fault_at(("absent",), Wrong("variable.absent", message, found=word, allowed=allowed))
        return None
    return word


def _amount(block: Section, key: str) -> Quantity | None:
    written = block.text(key)
    if written is None:
        return None
    try:
        return Quantity.parse(written)
    except DosePathError as error:
        block.fault_at((key,), Wrong("variable.amount", str(error), found=written))
        return None


def _derived(block: Section) -> Derived | None:
    if "derived" not in block.data:
        return None
    inner = block.below("derived")
    inner.only(("ratio", "completed_years"))
    for how in ("ratio", "completed_years"):
        names = inner.texts(how)
        if len(names) == 2:
            return Derived(how, (names[0], names[1]))
    allowed = "{ratio: [pao2, fio2]} or {completed_years: [birth_date, consent]}"
    inner.fault(Wrong("variable.derived", "derived from what?", allowed=allowed))
    return None


def _check_references(
    variable: Variable, known: Mapping[str, Variable], population: Section
) -> None:
    """Every name that a variable refers to exists and has the right kind."""
    below = ("variables", variable.name)
    window = variable.window
    dates = {*ANCHORS, *(v.name for v in known.values() if v.kind == "date")}
    if window is not None and window.anchor not in dates:
        allowed = ", ".join(sorted(dates))
        message = "the window's anchor is not a date"
        population.fault_at(
            (*below, "window"),
            Wrong("variable.window", message, found=window.anchor, allowed=allowed),
        )
    if variable.derived is None:
        return
    numbers = {v.name for v in known.values() if v.kind == "number" and v.derived is None}
    allowed_names = numbers if variable.derived.how == "ratio" else dates
    for name in variable.derived.of:
        if name not in allowed_names:
            allowed = ", ".join(sorted(allowed_names))
            population.fault_at(
                (*below, "derived"),
                Wrong("variable.derived", "cannot be used here", found=name, allowed=allowed),
            )
