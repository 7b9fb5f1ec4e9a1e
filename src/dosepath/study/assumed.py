"""Marks: what is not public or not decided carries its reason, and the mark travels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dosepath.study.source import Node, dotted, walk


@dataclass(frozen=True, order=True)
class Assumed:
    """An assumed value: its key path, the value as written (shortened) and the reason."""

    path: str
    value: str
    reason: str


def collect(root: Node) -> tuple[Assumed, ...]:
    """Every mark of the file, in the file's order."""
    return tuple(_marks(root))


def _marks(root: Node) -> Iterator[Assumed]:
    for path, node in walk(root):
        mark = node.child("assumed")
        if mark is not None and isinstance(node.value, dict) and isinstance(mark.value, str):
            yield Assumed(dotted(path), brief(without_marks(node.plain())), mark.value.strip())


def without_marks(data: Any) -> Any:
    """``data`` without ``assumed`` keys; ``{value: x, assumed: ...}`` becomes ``x``."""
    if isinstance(data, list):
        return [without_marks(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "assumed" in data and set(data) == {"value", "assumed"}:
        return without_marks(data["value"])
    return {key: without_marks(value) for key, value in data.items() if key != "assumed"}


def look_through(data: Any) -> Any:
    """Only the ``{value: x, assumed: ...}`` wrappers removed; marks of blocks stay."""
    if isinstance(data, list):
        return [look_through(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "assumed" in data and set(data) == {"value", "assumed"}:
        return look_through(data["value"])
    return {key: look_through(value) for key, value in data.items()}


def brief(value: Any, longest: int = 60) -> str:
    """A value on one line, as the file would write it, shortened with an ellipsis."""
    text = _flow(value)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "\u2026"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return _block(value)
    if isinstance(value, list):
        return ", ".join(_flow(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "-" if value is None else str(value)


def _block(block: dict[str, Any]) -> str:
    """A block by what names it best: its text or title, its only value, or its keys."""
    for naming in ("text", "title", "ask", "label"):
        if naming in block:
            return _flow(block[naming])
    if "en" in block:
        return str(block["en"])
    if set(block) == {"days"}:
        return f"{block['days']} days"
    if len(block) == 1:
        return _flow(next(iter(block.values())))
    if all(isinstance(inner, dict) for inner in block.values()):
        return ", ".join(block)
    return ", ".join(f"{key}: {_flow(inner)}" for key, inner in block.items())
