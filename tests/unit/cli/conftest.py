"""The command line in the process of the test: what a verb prints, and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dosepath.cli import main

BARE = """\
dosepath: 1
doses: [1 mg, 2 mg, 4 mg]
escalation:
  stages: [three_plus_three: {six_at_mtd: always}]
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a verb: its exit code, standard output and standard error."""

    def ran(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments)])
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return ran


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a text under a name into the folder of the test."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def bare(write: Callable[[str, str], Path]) -> Path:
    """A file with a 3+3 on three levels, and no scenarios."""
    return write("bare.yaml", BARE)
