"""Reading an anchor file. Standard library only: ``verify`` runs this without Django."""

from __future__ import annotations

from pathlib import Path

from dosepath.ledger import Anchor


def anchors_path(database: Path) -> Path:
    """Where the anchors of ``database`` are: ``anchors.jsonl`` in the same folder."""
    return database.with_name("anchors.jsonl")


def read_anchors(path: Path) -> tuple[tuple[Anchor, ...], tuple[int, ...]]:
    """The anchors in ``path`` and the numbers of lines that are none (a torn write, damage).

    A file that does not exist holds no anchors.
    """
    if not path.exists():
        return (), ()
    anchors: list[Anchor] = []
    unreadable: list[int] = []
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            anchors.append(Anchor.from_line(line))
        except ValueError:
            unreadable.append(number)
    return tuple(anchors), tuple(unreadable)
