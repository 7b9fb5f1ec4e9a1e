"""The how-to on the demo names the logins, and for each the screens that its role opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dosepath.cli.course.database import ACCOUNTS
from dosepath.conduct import permits
from dosepath.web.access.frame import SCREENS
from dosepath.wording import label

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "run-the-demo.md"
_ROW = re.compile(r"^\| (`[a-z].*?) \| .*? \| (.*?) \|$", re.MULTILINE)
WRITTEN = {
    login: screens.split(", ")
    for logins, screens in _ROW.findall(PAGE.read_text(encoding="utf-8"))
    for login in re.findall(r"`([^`]+)`", logins)
}


def test_every_login_is_named() -> None:
    assert set(WRITTEN) == {name for name, _, _ in ACCOUNTS}


@pytest.mark.parametrize(("name", "role", "is_principal"), ACCOUNTS)
def test_each_login_sees_the_screens_that_the_page_says(
    name: str, role: str, is_principal: bool
) -> None:
    opened = [label(f"screen.{code}").lower() for code, _, need in SCREENS if permits(role, need)]
    assert WRITTEN[name] == opened
    if is_principal:
        assert f"`{name}` (principal)" in PAGE.read_text(encoding="utf-8")
