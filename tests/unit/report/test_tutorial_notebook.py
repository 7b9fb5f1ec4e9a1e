"""The tutorial's notebook runs from its first cell to its last, without a network."""

from __future__ import annotations

import ast
import json
import socket
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[3] / "docs" / "tutorial" / "designing.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
CODE = ["".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"]


def run_cell(text: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does; the value of its last line, if that is an expression."""
    tree = ast.parse(text)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.mark.slow
def test_every_cell_runs_and_shows_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("the notebook asks the network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    names: dict[str, Any] = {}
    for text in CODE:
        shown = run_cell(text, names)
        views = [getattr(shown, f"_repr_{kind}_", None) for kind in ("html", "png")]
        written = [view() for view in views if view is not None]
        assert any(written) or (not written and shown is not None), text
    assert names["curve"].chosen is not None


def test_the_notebook_is_stored_without_results() -> None:
    code = [cell for cell in CELLS if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert len(code) == len(CODE) >= 6
