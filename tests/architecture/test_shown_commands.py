"""Every command that a page shows prints what the page says it prints."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path

import pytest

from scripts.document_commands import (
    DOCS,
    PAGES,
    PICTURES,
    Command,
    blocks,
    constant,
    merged,
    played,
    written,
)

_CONSOLE = re.compile(r"^```console$", re.MULTILINE)


@pytest.mark.soak
def test_every_command_prints_and_draws_what_its_page_shows(tmp_path: Path) -> None:
    """All pages in one test: later ones use the demonstration that the tutorial makes."""
    changed = [
        f"{path.relative_to(DOCS)}: {old.written}{difference(old, new)}"
        for path, text, ran in played(tmp_path)
        for before, after in zip(blocks(text), ran, strict=True)
        for old, new in zip(before, after, strict=True)
        if constant(old.output) != constant(new.output)
    ]
    changed += [
        f"{p.name} is drawn differently" for p in PICTURES.iterdir() if not_as_drawn(p, tmp_path)
    ]
    assert not changed, "\n".join(["run: make docs", *changed])


def difference(old: Command, new: Command) -> str:
    """The lines that differ in more than dates, hashes and spaces."""
    lines = ([constant(line) for line in one.output.splitlines()] for one in (old, new))
    return "\n".join(unified_diff(*lines, "page", "now", lineterm="", n=1))


def not_as_drawn(picture: Path, drawn: Path) -> bool:
    return picture.read_bytes() != (drawn / picture.name).read_bytes()


def test_every_page_that_shows_commands_is_run() -> None:
    shown = {
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.md")
        if _CONSOLE.search(path.read_text(encoding="utf-8"))
    }
    assert shown == set(PAGES)


def test_a_difference_is_shown_line_by_line() -> None:
    old, new = (Command("$ x\n", f"on 2026-11-20\nN {n}\n") for n in (10, 11))
    assert difference(old, new).splitlines()[3:] == [" on DATE", "-N 10", "+N 11"]


PAGE = """\
# Title
```console
$ echo 12:30 aabbccdd11
12:30 aabbccdd11
$ cat <<'END'
> two lines
> END
two lines
```
"""


def test_a_block_is_read_command_by_command() -> None:
    ((first, second),) = blocks(PAGE)
    assert (first.shell, first.output) == ("echo 12:30 aabbccdd11\n", "12:30 aabbccdd11\n")
    assert (second.shell, second.output) == ("cat <<'END'\ntwo lines\nEND\n", "two lines\n")


def test_only_what_changed_is_written_again() -> None:
    same = PAGE.replace("12:30 aabbccdd11\n$", "23:59 eeff001122\n$")
    other = PAGE.replace("\ntwo lines\n```", "\nthree lines\n```")
    assert written(PAGE, merged(blocks(PAGE), blocks(same))) == PAGE
    assert written(PAGE, merged(blocks(PAGE), blocks(other))) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("on 9 Nov 2026, 06:50", "on 19 Nov 2026, 16:05"),
        ("2026-11-20 12:00+08:00", "2027-01-02T03:04:05.678901+00:00"),
        ("head 7d8bf5b2607c1c4b...", "head 0123456789abcdef..."),
        ("events to 5 (abb1da772e52)", "events to 5 (123456789012)"),
        ("  a     b \n ─────", " a b\n ──────────"),
    ],
)
def test_what_differs_from_run_to_run_is_not_compared(one: str, other: str) -> None:
    assert constant(one) == constant(other)


@pytest.mark.parametrize(("one", "other"), [("P(N > 10) = 56.5 %", "P(N > 10) = 56.6 %")])
def test_figures_are_compared(one: str, other: str) -> None:
    assert constant(one) != constant(other)
