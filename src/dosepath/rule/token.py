"""Cut the text of a rule into words, numbers with their units, relations and brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dosepath.quantity import find_unit
from dosepath.rule.tree import Span

KEYWORDS = frozenset({"and", "or", "not", "is"})
_PIECE = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<relation><=|>=|==|!=|<|>|=|≤|≥)|(?P<mark>[()-])",
    re.ASCII,
)
_UNIT = re.compile(r"\s*([^\s()<>=]+)")
_RELATIONS = {"≤": "<=", "≥": ">="}


@dataclass(frozen=True)
class Token:
    """``kind`` is number, unit, name, keyword, relation, mark, end or stray."""

    kind: str
    text: str
    span: Span


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens of a rule, ending with one of kind ``end``; never fails."""
    found: list[Token] = []
    position = 0
    while True:
        position += len(text[position:]) - len(text[position:].lstrip())
        if position >= len(text):
            return (*found, Token("end", "", Span(len(text), len(text))))
        found.append(_next(text, position))
        position = found[-1].span.end
        if found[-1].kind == "number":
            unit = _unit(text, position)
            if unit is not None:
                found.append(unit)
                position = unit.span.end


def _next(text: str, position: int) -> Token:
    match = _PIECE.match(text, position)
    if match is None:
        return Token("stray", text[position], Span(position, position + 1))
    kind, piece = str(match.lastgroup), match.group()
    if kind == "name" and piece in KEYWORDS:
        kind = "keyword"
    return Token(kind, _RELATIONS.get(piece, piece), Span(*match.span()))


def _unit(text: str, position: int) -> Token | None:
    """The unit after a number: one word, or two when only both together are a known unit."""
    match = _UNIT.match(text, position)
    if match is None or match.group(1) in KEYWORDS or match.group(1) == "-":
        return None
    more = _UNIT.match(text, match.end())
    if more and find_unit(match.group(1)) is None:
        both = f"{match.group(1)} {more.group(1)}"
        if find_unit(both) is not None:
            return Token("unit", both, Span(match.start(1), more.end(1)))
    return Token("unit", match.group(1), Span(*match.span(1)))
