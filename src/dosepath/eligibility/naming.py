"""Give a reason the names that people know: a variable's label instead of its code."""

from __future__ import annotations

from dosepath.eligibility.population import Population
from dosepath.rule import Reason, Value

_NAMED = ("variable", "parts", "anchor")


def variable_label(name: str, population: Population, lang: str = "en") -> str:
    """What a variable is called in ``lang``; English, then its code, when there is no label.

    For a part such as ``bilirubin.uln`` it is the label of the variable.
    """
    variable = population.variables.get(name.partition(".")[0])
    if variable is None:
        return name
    return variable.label.get(lang) or variable.label.get("en") or name


def named(reason: Reason, population: Population, lang: str = "en") -> Reason:
    """The same reason with labels for the variables that its values name."""

    def shown(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(variable_label(str(item), population, lang) for item in value)
        return variable_label(str(value), population, lang)

    pairs = {key: shown(value) if key in _NAMED else value for key, value in reason.values}
    return Reason.of(reason.code, **pairs)
