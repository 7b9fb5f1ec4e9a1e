"""Fill a sentence's placeholders with a reason's values, in the language's own way.

A placeholder is ``{name}`` or ``{name:how}``; ``how`` is one of

=========  =====================================================================
``dose``   ``0.5e9 cells`` as ``0.5 × 10⁹ cells``
``lay``    the same as ``500 million cells``
``date``   an ISO date (or moment) as ``24 Nov 2026``
``time``   an ISO moment with offset as ``24 Nov 2026, 09:10 (UTC+8)``
``when``   either of the two; another text (a month, a year) stays as it is
``percent``  0.445 as ``44.5%``
``unit``   ``10*9/L`` as ``10⁹/L``
``or``     a list joined with "or" instead of "and"
``label``  a code (or a list of codes) by its label
``.2f``    any numeric format of Python, for decimals
=========  =====================================================================

``{n|participant|participants}`` chooses the word for ``n`` and prints only the
word: write ``{n} {n|participant|participants}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from string import Formatter

from dosepath.rule import Value
from dosepath.wording.dates import date_text, moment_text
from dosepath.wording.numbers import (
    dose_in_words,
    dose_text,
    number_text,
    percent_text,
    unit_text,
)
from dosepath.wording.words import Language, joined, plural

_FLAT: dict[tuple[Language, object], str] = {
    ("en", None): "unknown",
    ("en", True): "yes",
    ("en", False): "no",
    ("zh-Hans", None): "未知",
    ("zh-Hans", True): "是",
    ("zh-Hans", False): "否",
}
Labeller = Callable[[str, Language], str]


def placeholders(template: str) -> frozenset[str]:
    """The names that a template needs, plural forms included."""
    return frozenset(
        name.partition("|")[0] for _, name, _, _ in Formatter().parse(template) if name is not None
    )


def _date(value: Value, lang: Language) -> str:
    return date_text(date.fromisoformat(str(value)[:10]), lang)


def _when(value: Value, lang: Language) -> str:
    text = str(value)
    if len(text) < len("2026-11-24"):
        return text
    has_time = "T" in text
    return moment_text(datetime.fromisoformat(text), lang) if has_time else _date(text, lang)


_HOW: dict[str, Callable[[Value, Language], str]] = {
    "dose": lambda value, lang: dose_text(str(value), lang),
    "lay": lambda value, lang: dose_in_words(str(value), lang),
    "date": _date,
    "time": lambda value, lang: moment_text(datetime.fromisoformat(str(value)), lang),
    "when": _when,
    "percent": lambda value, lang: percent_text(Decimal(str(value)), lang),
    "unit": lambda value, lang: unit_text(str(value), lang),
}


def _scalar(value: Value, lang: Language) -> str:
    if value is None or isinstance(value, bool):
        return _FLAT[lang, value]
    return number_text(value, lang) if isinstance(value, int | float) else str(value)


def _shown(value: Value, how: str, *, lang: Language, labeller: Labeller | None) -> str:
    if isinstance(value, tuple):
        word = "or" if how == "or" else "and"
        inner = "" if how == "or" else how
        parts = [_shown(one, inner, lang=lang, labeller=labeller) for one in value]
        return joined(parts, lang, word) or _FLAT[lang, None]
    if value is None or not how or how == "or":
        return _scalar(value, lang)
    if how == "label":
        return labeller(str(value), lang) if labeller else str(value)
    if how in _HOW:
        return _HOW[how](value, lang)
    return format(value, how).replace("-", "\N{MINUS SIGN}")


def fill(
    template: str,
    values: Mapping[str, Value],
    *,
    lang: Language = "en",
    labeller: Labeller | None = None,
) -> str:
    """``template`` with every placeholder filled.

    A value that is missing shows as ``[name?]``: a sentence with a visible hole is
    better than a page that fails, and the tests refuse both. Raises ValueError for
    a template that cannot be read.
    """
    parts: list[str] = []
    for literal, name, how, _ in Formatter().parse(template):
        parts.append(literal)
        if name is None:
            continue
        key, *forms = name.split("|")
        value = values.get(key)
        if key not in values:
            parts.append(f"[{key}?]")
        elif forms:
            count = value if isinstance(value, int | float) else 0
            parts.append(plural(count, *forms))
        else:
            parts.append(_shown(value, how or "", lang=lang, labeller=labeller))
    return "".join(parts)
