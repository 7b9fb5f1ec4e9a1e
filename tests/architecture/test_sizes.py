"""Functions and files stay small enough to be read at a glance, and calls say what they pass."""

from __future__ import annotations

import ast

import pytest

from scripts.document import public_names
from tests.architecture.reading import (
    Function,
    expect_none,
    functions,
    name_of,
    parse,
    python_files,
)

CODE = python_files("src", "scripts", "benchmarks")
FUNCTIONS = [found for path in CODE for found in functions(parse(path), name_of(path))]


def test_no_function_is_longer_than_60_lines() -> None:
    expect_none(f"{f.where}: {f.lines} lines" for f in FUNCTIONS if f.lines > 60)


def test_nineteen_functions_in_twenty_have_at_most_35_lines() -> None:
    long = [f"{f.where}: {f.lines} lines" for f in FUNCTIONS if f.lines > 35]
    assert len(long) <= len(FUNCTIONS) / 20, "\n".join(long)


def test_no_file_is_longer_than_450_lines() -> None:
    counted = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("src", "scripts", "benchmarks", "tests")
    }
    expect_none(f"{name}: {lines} lines" for name, lines in counted.items() if lines > 450)


def test_at_most_four_parameters_besides_who_when_and_why() -> None:
    expect_none(f.where for f in FUNCTIONS if has_too_many_parameters(f))


def test_calls_into_a_room_name_what_they_pass_after_the_second() -> None:
    offered = {name for names in public_names().values() for name in names}
    expect_none(f.where for f in FUNCTIONS if f.name in offered and has_too_many_positions(f))


def has_too_many_parameters(function: Function) -> bool:
    return not function.is_verb and len(function.positional + function.keywords) > 4


def has_too_many_positions(function: Function) -> bool:
    return not function.is_verb and len(function.positional) > 2


@pytest.mark.parametrize(
    ("signature", "too_many", "too_positional"),
    [
        ("def f(state, subject, *, level, dose, by, at, reason): ...", False, False),
        ("def f(state, subject, *, level, dose, slot): ...", True, False),
        ("def f(state, subject, level): ...", False, True),
        ("def f(self, state, subject): ...", False, False),
        ("@click.command()\ndef f(a, b, c, d, e): ...", False, False),
        ("def __exit__(self, kind, value, trace): ...", False, False),
    ],
)
def test_parameters_are_counted_as_the_rule_says(
    signature: str, too_many: bool, too_positional: bool
) -> None:
    (function,) = functions(ast.parse(signature))
    assert has_too_many_parameters(function) is too_many
    assert has_too_many_positions(function) is too_positional


def test_a_docstring_does_not_make_a_function_long() -> None:
    (function,) = functions(ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'))
    assert function.lines == 2
