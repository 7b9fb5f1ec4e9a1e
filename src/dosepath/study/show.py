"""A fault as people read it: the place, the source line with a caret, what is allowed."""

from __future__ import annotations

import re
import unicodedata

from dosepath.quantity import Fault

_TOKEN = re.compile(r'"[^"]*"?|\'[^\']*\'?|[^,\s{}\[\]#][^,{}\[\]#\n]*|\S')
_LONGEST_LINE = 96


def show(fault: Fault, text: str, *, name: str | None = None) -> str:
    """``fault`` with the line it is in, and a caret under what was found.

    ``name`` is the file of ``text``: a fault in another file is shown without its line.
    """
    lines = [str(fault.place)]
    source = text.splitlines()
    # Without a file it is of this text; another file's line is not in it.
    is_here = name is None or fault.place.file in ("", name)
    if is_here and 0 < fault.place.line <= len(source):
        lines.extend(_pointed(source[fault.place.line - 1], fault))
    lines.append(f"  {fault.message}")
    if fault.found:
        lines.append(f"  found:   {fault.found}")
    if fault.allowed:
        lines.append(f"  allowed: {fault.allowed}")
    return "\n".join(lines)


def _pointed(line: str, fault: Fault) -> list[str]:
    """The source line, cut to a readable width, and the carets under it."""
    at = max(fault.place.column - 1, 0)
    match = _TOKEN.match(line, at)
    length = len(match[0].rstrip()) if match else 1
    if fault.found and line.startswith(fault.found, at):
        length = len(fault.found)
    indent = len(line) - len(line.lstrip())
    start = indent if at - indent < _LONGEST_LINE // 2 else at - _LONGEST_LINE // 2
    shown = line[start : start + _LONGEST_LINE].rstrip()
    before = _width(line[start:at])
    pointed = _width(line[at : at + length]) if at < len(line) else 1
    return [f"  {shown}", "  " + " " * before + "^" * max(min(pointed, _LONGEST_LINE - before), 1)]


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
