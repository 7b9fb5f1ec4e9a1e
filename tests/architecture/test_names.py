"""Names say what a thing is, and the project speaks of itself alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, expect_none, name_of, python_files, tracked_files

# A name that fits anything holds anything.
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "base",
    "manager",
    "misc",
}

# What belongs to one person's computer or workshop, not to the project.
FOREIGN = {
    "a path of somebody's computer": r"(?<![\w.:/<~-])/(?:work|home|root|Users)/\w",
    "a folder outside the project": r"\bshared/(?:specs|study|data|DESIGN|EXAMPLES)",
    "the address of a package index": r"(?:pypi|pythonhosted|deb\.debian)\.org|registry\.npmjs",
    "a trailer of a tool": r"(?i)^(?:co-authored-by|generated (?:by|with) \[)",
    "talk about the making": r"(?i)\bthis session's task\b|\bas an? (?:AI|language model)\b",
}
TEXT = {".css", ".csv", ".html", ".js", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml", ""}


def test_no_module_has_an_empty_name() -> None:
    named = {name_of(p) for p in python_files("src", "tests", "scripts", "benchmarks")}
    expect_none(n for n in named if EMPTY_NAMES & set(re.split(r"[/._]", n)))


@pytest.mark.parametrize("kind", FOREIGN)
def test_the_project_speaks_of_itself_alone(kind: str) -> None:
    pattern = re.compile(FOREIGN[kind], re.MULTILINE)
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in tracked_files()
        if path.suffix in TEXT and path != Path(__file__)
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    expect_none(found)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a path of somebody's computer", "see /home/someone/notes"),
        ("a folder outside the project", "as in shared/specs/designs.md"),
        ("the address of a package index", "https://pypi.org/simple"),
        ("a trailer of a tool", "text\nCo-Authored-By: x"),
        ("talk about the making", "As an AI I cannot"),
    ],
)
def test_foreign_words_are_found(kind: str, text: str) -> None:
    assert re.search(FOREIGN[kind], text, re.MULTILINE)


def test_a_path_of_the_site_is_not_a_path_of_a_computer() -> None:
    assert not re.search(FOREIGN["a path of somebody's computer"], 'href="https://x.org/work/a"')


def test_test_files_have_names_of_their_own() -> None:
    """One name, one file: a failure names its file without its folder."""
    names = [p.name for p in python_files("tests") if p.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))


def test_the_tests_have_only_the_kinds_that_contributing_explains() -> None:
    kinds = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and p.name[0] not in "._"}
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    expect_none(kind for kind in sorted(kinds) if f"tests/{kind}" not in text)
