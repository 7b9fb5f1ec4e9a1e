"""Read a rule: every mistake gets its place, what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule.check import Checker, Wrong
from dosepath.rule.fact import Declared
from dosepath.rule.token import Token, tokens
from dosepath.rule.tree import And, Compare, Gap, Is, Judged, Not, Or, Rule, Span, Trend

_DEEPEST = 20
_STARTS = "a variable, `not`, `(`, `rising(...)` or `falling(...)`"


_NOWHERE = Place()


def parse_rule(text: str, place: Place = _NOWHERE, *, variables: Mapping[str, Declared]) -> Rule:
    """Read ``bilirubin > 1 ULN and bilirubin < 10 ULN`` into a tree.

    ``place`` is where the text begins; faults point into the text from there.
    ``variables`` declares every name that the rule may use. A threshold of a
    variable with a unit needs a unit or a multiple of ULN; ``and`` and ``or``
    side by side need brackets. Raises :class:`FaultsFound` with every fault
    that can be told apart (the first one only where the sentence breaks off).
    """
    parser = _Parser(text, place, Checker(variables))
    try:
        rule = parser.whole()
    except _Broken:
        raise FaultsFound(parser.faults) from None
    if parser.faults:
        raise FaultsFound(parser.faults)
    return rule


class _Broken(Exception):
    """The sentence cannot be read any further."""


class _Parser:
    def __init__(self, text: str, place: Place, checker: Checker) -> None:
        self.place = place
        self.text = text
        self.tokens = tokens(text)
        self.next = 0
        self.depth = 0
        self.checker = checker

    @property
    def faults(self) -> list[Fault]:
        return [
            Fault(self.at(wrong.span), wrong.code, wrong.message, wrong.found, wrong.allowed)
            for wrong in self.checker.wrongs
        ]

    def at(self, span: Span) -> Place:
        if not self.place.line:
            return replace(self.place, column=span.start + 1)
        return replace(self.place, column=self.place.column + span.start)

    @property
    def here(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.tokens[self.next]
        self.next += token.kind != "end"
        return token

    def broken(self, message: str, allowed: str, token: Token | None = None) -> _Broken:
        token = token or self.here
        found = token.text or "the end of the rule"
        self.checker.wrongs.append(
            Wrong(token.span, "rule.syntax", message, found=found, allowed=allowed)
        )
        return _Broken()

    def expect(self, text: str) -> Token:
        if self.here.text != text:
            raise self.broken(f"expected `{text}`", f"`{text}`")
        return self.take()

    def name(self) -> Token:
        if self.here.kind != "name":
            raise self.broken("expected the name of a variable", "a declared variable")
        return self.take()

    def whole(self) -> Rule:
        rule = self.joined()
        if self.here.kind != "end":
            raise self.broken("the rule goes on where it should end", "`and`, `or` or nothing")
        return rule

    def joined(self) -> Rule:
        parts = [self.term()]
        word = self.here.text if self.here.text in ("and", "or") else ""
        while self.here.text in ("and", "or"):
            joint = self.take()
            if joint.text != word:
                self.checker.wrongs.append(
                    Wrong(
                        joint.span,
                        "rule.mixed",
                        "`and` and `or` side by side can be read in two ways",
                        found=joint.text,
                        allowed="brackets around the parts that belong together",
                    )
                )
            parts.append(self.term())
        if len(parts) == 1:
            return parts[0]
        span = Span(parts[0].span.start, parts[-1].span.end)
        return And(tuple(parts), span=span) if word == "and" else Or(tuple(parts), span=span)

    def term(self) -> Rule:
        token = self.here
        if self.depth > _DEEPEST:
            raise self.broken("brackets are nested too deeply", f"at most {_DEEPEST}")
        if token.text == "not":
            self.take()
            part = self.inside(self.term)
            return Not(part, span=Span(token.span.start, part.span.end))
        if token.text == "(":
            self.take()
            inner = self.inside(self.joined)
            self.expect(")")
            return inner
        if token.kind != "name":
            raise self.broken("a comparison begins with a variable", _STARTS)
        self.take()
        return self.called(token) if self.here.text == "(" else self.compared(token)

    def inside(self, read: Callable[[], Rule]) -> Rule:
        self.depth += 1
        rule = read()
        self.depth -= 1
        return rule

    def called(self, word: Token) -> Rule:
        self.expect("(")
        name = self.name()
        span = Span(word.span.start, self.expect(")").span.end)
        if word.text in ("yes", "no"):
            self.checker.choice(name, word)
            return Is(name.text, word.text, span=span)
        if word.text in ("rising", "falling"):
            self.checker.trend(name)
            return Trend(name.text, word.text, span=span)
        if word.text == "judged":
            self.checker.kind(name, "judgement")
            return Judged(name.text, span=span)
        allowed = "yes(...), no(...), rising(...), falling(...), judged(...)"
        raise self.broken("there is no such function", allowed, word)

    def compared(self, name: Token) -> Rule:
        if self.here.text == "is":
            return self.stated(name)
        if self.here.text == "-":
            return self.apart(name)
        relation = self.relation()
        number, unit = self.amount()
        limit = self.checker.limit(name, number, unit)
        end = (unit or number).span.end
        return Compare(name.text, relation, limit, span=Span(name.span.start, end))

    def stated(self, name: Token) -> Rule:
        self.take()
        is_negated = self.here.text == "not"
        if is_negated:
            self.take()
        if self.here.kind != "name":
            raise self.broken("expected an answer after `is`", self.checker.choices(name.text))
        word = self.take()
        self.checker.choice(name, word)
        span = Span(name.span.start, word.span.end)
        stated = Is(name.text, word.text, span=span)
        return Not(stated, span=span) if is_negated else stated

    def apart(self, later: Token) -> Rule:
        self.take()
        earlier = self.name()
        relation = self.relation()
        number, unit = self.amount()
        limit = self.checker.span(later, earlier, number, unit)
        end = (unit or number).span.end
        span = Span(later.span.start, end)
        return Gap(later.text, earlier.text, relation, limit, span=span)

    def relation(self) -> str:
        token = self.here
        if token.kind != "relation" or token.text in ("==", "!="):
            raise self.broken("expected a comparison", "< <= > >= =")
        return self.take().text

    def amount(self) -> tuple[Token, Token | None]:
        sign = self.take() if self.here.text == "-" else None
        if self.here.kind != "number":
            raise self.broken("expected a number", "a number such as 40 or 1.5, then its unit")
        number = self.take()
        if sign is not None:
            span = Span(sign.span.start, number.span.end)
            number = Token("number", str(-Decimal(number.text)), span)
        return number, self.take() if self.here.kind == "unit" else None
