"""Documents that name a test name one that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, expect_none

_NAMED = re.compile(r"`(tests/[\w./-]+\.\w+)(?:::(\w+))?`")
PAGES = sorted((ROOT / "docs" / "explanation").glob("*.md"))


def missing(path: str, name: str) -> bool:
    file = ROOT / path
    if not file.is_file():
        return True
    return bool(name) and f"def {name}(" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    named = _NAMED.findall(page.read_text(encoding="utf-8"))
    expect_none(f"{path}::{name}" for path, name in named if missing(path, name))
