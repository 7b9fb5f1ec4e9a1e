"""One tree, several interpreters: each knows every kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dosepath.quantity import Interval, Moment, Observation
from dosepath.rule import (
    DATE,
    NODES,
    YES_NO,
    Declared,
    Fact,
    Reason,
    Truth,
    canonical,
    evaluate,
    explain,
    names,
    parse_rule,
    text,
    ways,
)

INTERPRETERS: dict[str, Callable[..., Any]] = {
    "evaluate": evaluate,
    "explain": explain,
    "text": text,
    "canonical": canonical,
    "names": names,
    "ways": ways,
}
VARIABLES = {
    "inr": Declared("number"),
    "pta": Declared("number", "%"),
    "cirrhosis": YES_NO,
    "onset": DATE,
    "diagnosis": DATE,
    "E7": Declared("judgement"),
    "bilirubin": Declared("number", "umol/L", trend=True),
}


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.__name__)
@pytest.mark.parametrize("name", INTERPRETERS)
def test_every_interpreter_knows_every_node(name: str, node: type) -> None:
    known = INTERPRETERS[name].registry  # type: ignore[attr-defined]
    assert node in known, f"{name} lacks {node.__name__}"


class Known:
    """Facts as a dictionary."""

    def __init__(self, **facts: Fact) -> None:
        self.facts = facts

    def fact(self, variable: str) -> Fact:
        why = Reason.of("fact.no_data", variable=variable)
        return self.facts.get(variable, Fact(variable, why=why, missing=(variable,)))

    def judged(self, question: str) -> Fact:
        return self.fact(question)


def number(name: str, value: int) -> Fact:
    seen = Observation(name, str(value), source="lab", at=Moment.parse("2026-01-15"))
    return Fact(name, number=Interval.exactly(value), observation=seen)


def test_evidence_says_value_source_and_rule() -> None:
    rule = parse_rule("inr > 1.5 or pta < 40 %", variables=VARIABLES)
    answer = evaluate(rule, Known(inr=number("inr", 2)))
    assert answer.truth is Truth.MET
    assert answer.reasons == ()
    first, second = answer.evidence
    shown = (first.rule, first.value, first.source, first.at, first.truth)
    assert shown == ("inr > 1.5", "2", "lab", "2026-01-15", Truth.MET)
    assert (second.rule, second.truth, second.missing) == ("pta < 40 %", Truth.UNKNOWN, ("pta",))


def test_reasons_are_given_only_while_it_is_unknown() -> None:
    rule = parse_rule("inr > 1.5 and pta < 40 %", variables=VARIABLES)
    answer = evaluate(rule, Known(inr=number("inr", 2)))
    assert [reason.code for reason in answer.reasons] == ["fact.no_data"]
    assert evaluate(rule, Known(inr=number("inr", 1))).reasons == ()


def test_an_explanation_has_the_shape_of_the_rule() -> None:
    rule = parse_rule("not (inr > 1.5 and cirrhosis is yes)", variables=VARIABLES)
    explained = explain(rule, Known(inr=number("inr", 1)))
    assert explained.truth is Truth.MET
    (inner,) = explained.parts
    assert [part.truth for part in inner.parts] == [Truth.NOT_MET, Truth.UNKNOWN]
    assert inner.parts[0].evidence is not None


def test_names_come_in_the_order_of_the_text() -> None:
    rule = parse_rule("onset - diagnosis <= 28 d and (inr > 2 or judged(E7))", variables=VARIABLES)
    assert names(rule) == ("onset", "diagnosis", "inr", "E7")


@pytest.mark.parametrize(
    ("rule", "target", "expected"),
    [
        ("inr > 1.5 or pta < 40 %", Truth.MET, [{"inr"}, {"pta"}]),
        ("inr > 1.5 or pta < 40 %", Truth.NOT_MET, [{"inr", "pta"}]),
        ("inr > 1.5 and pta < 40 %", Truth.MET, [{"inr", "pta"}]),
        ("not (inr > 1.5 and pta < 40 %)", Truth.MET, [{"inr"}, {"pta"}]),
        ("(inr > 1 or pta < 40 %) and pta < 30 %", Truth.MET, [{"pta"}]),
        ("bilirubin > 85 umol/L or inr > 1", Truth.MET, [set()]),
        ("bilirubin > 85 umol/L and inr > 1", Truth.NOT_MET, [{"inr"}]),
        ("bilirubin < 85 umol/L and inr > 1", Truth.MET, []),
        ("rising(bilirubin)", Truth.MET, [{"bilirubin.before"}]),
        ("bilirubin > 1 ULN", Truth.MET, [{"bilirubin.uln"}]),
        ("onset - diagnosis <= 28 d", Truth.MET, [{"onset", "diagnosis"}]),
    ],
)
def test_the_ways_in_which_a_rule_can_still_turn_out(
    rule: str, target: Truth, expected: list[set[str]]
) -> None:
    facts = Known(bilirubin=number("bilirubin", 100))
    found = ways(parse_rule(rule, variables=VARIABLES), facts, target=target)
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))


@pytest.mark.parametrize(
    ("later", "earlier", "rule", "answer"),
    [
        ("2026-01-15", "2025-12-18", "onset - diagnosis <= 28 d", Truth.MET),
        ("2026-01-15", "2025-12-17", "onset - diagnosis <= 28 d", Truth.NOT_MET),
        ("2026-01-15T09:00Z", "2026-01-12T09:00Z", "onset - diagnosis > 72 h", Truth.NOT_MET),
        ("2026-01-15T10:00Z", "2026-01-12T09:00Z", "onset - diagnosis > 72 h", Truth.MET),
        ("2026-01-15", "2026-01-12", "onset - diagnosis > 72 h", Truth.UNKNOWN),
        ("2026-01-16", "2026-01-12", "onset - diagnosis > 72 h", Truth.MET),
        ("2026-01-15T23:00Z", "2026-01-12T01:00Z", "onset - diagnosis = 3 d", Truth.MET),
        ("2026-02-28", "2025-01-31", "onset - diagnosis >= 13 mo", Truth.NOT_MET),
        ("2026-03-01", "2025-01-31", "onset - diagnosis >= 13 mo", Truth.MET),
        ("2026", "1971", "onset - diagnosis >= 54 years", Truth.MET),
        ("2026", "1971", "onset - diagnosis >= 55 years", Truth.UNKNOWN),
        ("2025-12-01", "2026-01-01", "onset - diagnosis <= 28 d", Truth.MET),
    ],
)
def test_time_between_two_dates(later: str, earlier: str, rule: str, answer: Truth) -> None:
    facts = Known(
        onset=Fact("onset", moment=Moment.parse(later)),
        diagnosis=Fact("diagnosis", moment=Moment.parse(earlier)),
    )
    assert evaluate(parse_rule(rule, variables=VARIABLES), facts).truth is answer
