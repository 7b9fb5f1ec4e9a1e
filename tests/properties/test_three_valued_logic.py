"""The laws of Kleene's strong three-valued logic, and of rules built on it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosepath.rule import (
    YES_NO,
    And,
    Fact,
    Is,
    Not,
    Or,
    Reason,
    Rule,
    Truth,
    evaluate,
    every,
    explain,
    parse_rule,
    some,
    text,
    tree_hash,
    ways,
)

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
NAMES = ("p", "q", "r", "s")
VARIABLES = dict.fromkeys(NAMES, YES_NO)


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (MET, MET, MET, MET),
        (MET, NOT_MET, NOT_MET, MET),
        (MET, UNKNOWN, UNKNOWN, MET),
        (NOT_MET, NOT_MET, NOT_MET, NOT_MET),
        (NOT_MET, UNKNOWN, NOT_MET, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_kleenes_tables(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    assert one & other is other & one is both
    assert one | other is other | one is either


def test_negation() -> None:
    assert [~truth for truth in (MET, NOT_MET, UNKNOWN)] == [NOT_MET, MET, UNKNOWN]


@pytest.mark.parametrize(("p", "q", "r"), list(product(Truth, repeat=3)))
def test_the_laws_of_logic(p: Truth, q: Truth, r: Truth) -> None:
    assert ~~p is p
    assert ~(p & q) is (~p | ~q)
    assert ~(p | q) is (~p & ~q)
    assert (p & (q & r)) is ((p & q) & r)
    assert (p | (q | r)) is ((p | q) | r)
    assert (p & (q | r)) is ((p & q) | (p & r))
    assert (p | (q & r)) is ((p | q) & (p | r))
    assert (p & p) is p
    assert (p & (p | q)) is p


def test_the_excluded_middle_does_not_hold() -> None:
    assert (UNKNOWN | ~UNKNOWN) is UNKNOWN


def test_of_nothing_every_holds_and_some_does_not() -> None:
    assert every([]) is MET
    assert some([]) is NOT_MET


def test_a_truth_is_not_a_yes_or_no() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(MET)


def rules() -> st.SearchStrategy[Rule]:
    leaves = st.builds(Is, st.sampled_from(NAMES), st.sampled_from(("no", "yes")))
    parts = st.lists(leaves, min_size=2, max_size=3).map(tuple)

    def larger(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(st.builds(Not, inner), st.builds(And, several), st.builds(Or, several))

    return st.recursive(st.one_of(leaves, st.builds(And, parts), st.builds(Or, parts)), larger,
                        max_leaves=8)  # fmt: skip


class Known:
    def __init__(self, words: dict[str, str | None]) -> None:
        self.words = words

    def fact(self, variable: str) -> Fact:
        word = self.words.get(variable)
        why = None if word else Reason.of("fact.no_data", variable=variable)
        return Fact(variable, word=word, why=why, missing=() if word else (variable,))

    def judged(self, question: str) -> Fact:
        return self.fact(question)


WORDS = st.fixed_dictionaries({name: st.sampled_from((None, "no", "yes")) for name in NAMES})


@given(rules(), WORDS)
def test_more_knowledge_never_turns_a_yes_into_a_no(
    rule: Rule, words: dict[str, str | None]
) -> None:
    before = evaluate(rule, Known(words)).truth
    for answers in product(("no", "yes"), repeat=len(NAMES)):
        full = {n: words[n] or answer for n, answer in zip(NAMES, answers, strict=True)}
        after = evaluate(rule, Known(full)).truth
        assert after is not UNKNOWN
        assert before in (UNKNOWN, after)


@given(rules())
def test_on_an_empty_record_every_rule_is_unknown(rule: Rule) -> None:
    assert evaluate(rule, Known({})).truth is UNKNOWN


@given(rules(), WORDS)
def test_explaining_agrees_with_evaluating(rule: Rule, words: dict[str, str | None]) -> None:
    assert explain(rule, Known(words)).truth is evaluate(rule, Known(words)).truth


@given(rules())
def test_a_rule_survives_being_written_and_read(rule: Rule) -> None:
    read = parse_rule(text(rule), variables=VARIABLES)
    assert text(read) == text(rule)
    assert tree_hash(read) == tree_hash(rule)


@given(rules(), WORDS)
def test_no_way_leaves_out_a_fact_that_is_needed(rule: Rule, words: dict[str, str | None]) -> None:
    """If some answers to the missing facts reach a truth, some way is among those facts."""
    facts = Known(words)
    found = ways(rule, facts, target=MET)
    missing = [name for name in NAMES if words[name] is None]
    for answers in product((None, "no", "yes"), repeat=len(missing)):
        given_now = {n: a for n, a in zip(missing, answers, strict=True) if a}
        if evaluate(rule, Known(words | given_now)).truth is MET:
            assert any(way <= set(given_now) for way in found)
