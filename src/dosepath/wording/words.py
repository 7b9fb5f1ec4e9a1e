"""Words that depend on a count or on how many there are to list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Language = Literal["en", "zh-Hans"]

_JOINS: dict[tuple[Language, str], tuple[str, str]] = {
    ("en", "and"): (", ", " and "),
    ("en", "or"): (", ", " or "),
    ("zh-Hans", "and"): ("、", "和"),
    ("zh-Hans", "or"): ("、", "或"),
}


def plural(n: float, *forms: str) -> str:
    """The form of a word for ``n``: ``plural(1, "visit", "visits") == "visit"``.

    The first form is for exactly one, the last for every other count; a language
    without plurals (Chinese) gives one form.
    """
    return forms[0] if n == 1 else forms[-1]


def joined(items: Sequence[str], lang: Language = "en", word: str = "and") -> str:
    """``a, b and c`` in English, ``a、b和c`` in Chinese; ``word`` is ``and`` or ``or``."""
    comma, last = _JOINS[lang, word]
    if len(items) < 2:
        return "".join(items)
    return comma.join(items[:-1]) + last + items[-1]
