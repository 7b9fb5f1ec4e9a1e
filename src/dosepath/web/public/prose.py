"""The small mark-up of a page's texts: paragraphs parted by empty lines, lists of "- " lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dosepath.wording import Language

_ITEM = re.compile(r"^- ", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A paragraph (one line) or a list (``is_list``, one line per item)."""

    lines: tuple[str, ...]
    is_list: bool = False


def _one_line(text: str, lang: Language) -> str:
    # A line break inside Chinese text is no space.
    return ("" if lang == "zh-Hans" else " ").join(part.strip() for part in text.split("\n"))


def passages(text: str, lang: Language) -> tuple[Passage, ...]:
    """``text`` as paragraphs and lists, with soft line breaks joined as the language does."""
    found = []
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("- "):
            items = [item for item in _ITEM.split(part) if item.strip()]
            found.append(Passage(tuple(_one_line(item.strip(), lang) for item in items), True))
        else:
            found.append(Passage((_one_line(part.strip(), lang),)))
    return tuple(found)
