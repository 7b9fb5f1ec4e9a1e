"""What the parameters of a design mean, one sentence for each."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dosepath.designs import Parameter, Part
from dosepath.rule import Reason, Value
from dosepath.wording import has_sentence, number_text, say

_NONE = (None, (), "")
# What a property that sentences may use returns, as it is written.
_NUMBERS = ("float", "int", "tuple[float, ...]")


_NO_MTD = {"obd_not_above_mtd": (False,)}

# A parameter says nothing where, in one of its cases, all the others that the part has hold
# one of these values.
_IDLE: Mapping[str, Sequence[Mapping[str, Sequence[object]]]] = {
    "stop_at_level_when": [{"stop_at_level_n": (None,)}],
    "stop_target_probability": [{"stop_at_level_n": (None,)}],
    "offset": [{"extra_safe": (False,)}],
    "pseudo_counts": [_NO_MTD],
    "ties": [_NO_MTD],
    "tie_at_target": [_NO_MTD, {"ties": ("lowest", "highest")}],
    "mtd_must_not_be_over_lambda_d": [_NO_MTD],
    "eliminate_from_n": [{"eliminate_above": (None,), "futile_above": (None,)}],
    "grade_2_scope": [{"grade_2_threshold": (None,)}],
    "escalate_from": [{"allow_skipping": (True,)}],
    "too_toxic_limit": [{"too_toxic": (None,)}],
    "intercept": [{"model": ("power",)}],
    "intercept_sd": [{"model": ("power", "logistic_1")}],
    "total": [{"total": (None,)}],
}


def says_something(part: Part, parameter: Parameter) -> bool:
    """Whether the parameter's value matters, given the others."""
    return not any(_holds(part, case) for case in _IDLE.get(parameter.name, ()))


def _holds(part: Part, case: Mapping[str, Sequence[object]]) -> bool:
    found = [part[name] in values for name, values in case.items() if name in part]
    return bool(found) and all(found)


def sentence_code(name: str, parameter: str, *, value: object) -> str | None:
    """The code of the sentence for a parameter of the design or behaviour ``name``.

    What is said of this value goes before what is said of any value, and what is said of
    this design before what is said of any design; ``None`` where nothing is said.
    """
    word = _word(value)
    for owner in (name, "any"):
        code = f"parameter.{owner}.{parameter}"
        for one in (f"{code}.{word}" if word else code, code):
            # A sentence about a number does not fit a value that is not there.
            fits = one != code or word not in ("none", "true", "false")
            if fits and has_sentence(one):
                return one
    return None


def parameter_sentence(part: Part, parameter: Parameter, lang: str = "en") -> str:
    """What the parameter says of the trial; its name and value where no sentence is known."""
    code = sentence_code(part.name, parameter.name, value=parameter.value)
    if code is None:
        shown = value_text(parameter.value)
        return say(Reason.of("protocol.parameter_unworded", name=parameter.name, value=shown), lang)
    return say(Reason.of(code, **_values(part), value=_plain(parameter.value)), lang)


def design_sentence(part: Part, lang: str = "en") -> str:
    """What the design or behaviour is; its name where no sentence is known."""
    code = f"parameter.{part.name}"
    if not has_sentence(code):
        return say(Reason.of("protocol.own_class", name=part.name), lang)
    return say(Reason.of(code, **_values(part)), lang)


def _values(part: Part) -> dict[str, Value]:
    """Every parameter, and every number that the design derives from them under a name."""
    derived = {
        name: _plain(getattr(part.design, name))
        for name, one in inspect.getmembers(type(part.design))
        if _is_number(one)
    }
    return derived | {one.name: _plain(one.value) for one in part.parameters}


def _is_number(derived: object) -> bool:
    of = derived.fget if isinstance(derived, property) else getattr(derived, "func", None)
    return str(getattr(of, "__annotations__", {}).get("return", "")) in _NUMBERS


def value_text(value: object) -> str:
    """A value as a study file writes it."""
    if value is None or (isinstance(value, tuple) and not value):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | Decimal):
        return number_text(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {value_text(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return _listed(value)
    return str(value)


def _listed(values: Iterable[Any]) -> str:
    values = list(values)
    if all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) for one in values):
        return "; ".join(f"{key}: {value_text(one)}" for key, one in values)
    if any(isinstance(one, tuple | list) for one in values):
        return "; ".join(f"({value_text(one)})" for one in values)
    return ", ".join(value_text(one) for one in values)


def _word(value: object) -> str:
    if any(value is one or value == one for one in _NONE):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if value == 0:
        return "0"
    return value if isinstance(value, str) else ""


def _plain(value: object) -> Value:
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple) and all(isinstance(one, int | float) for one in value):
        return value
    return value_text(value)
