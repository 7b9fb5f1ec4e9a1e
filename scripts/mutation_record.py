"""What mutation testing found, kept as JSON and shown as a page (benchmarks/mutation.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Record = dict[str, dict[str, Any]]

HEAD = """# Mutation testing of the designs

Made by `make mutate`. One decision of a file at a time is changed (a comparison, an operator, a
number, a condition; never a sentence), and the tests of that file are run. *Killed*: a test
noticed. *Possible* is how many changes the file offers, *tried* how many were drawn from them at
random with the seed given. A row is the last run of its file; a file that is not in the table was
not tried, and a share of a sample is no share of the whole. *Same*: no test notices because the
change changes no answer; each is listed with the reason, judged by reading, and left out of the
share. *All* is the share of all that were tried, those included.

| File | Possible | Tried | Seed | Killed | Same | Survived |
|---|---|---|---|---|---|---|
"""


def read_record(folder: Path) -> Record:
    """What is kept; nothing if nothing is."""
    kept = folder / "mutation.json"
    record: Record = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    return record


def write_record(folder: Path, name: str, found: dict[str, Any]) -> None:
    """Put one file's record in the place of its last one, and write the page again."""
    record = dict(sorted({**read_record(folder), name: found}.items()))
    kept = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mutation.json").write_text(kept, encoding="utf-8")
    (folder / "mutation.md").write_text(page(record), encoding="utf-8")


def page(record: Record) -> str:
    """The table of all files, its sum, every survivor, and what changes nothing."""
    rows = [_row(name, one) for name, one in record.items()]
    tried = sum(one["tried"] for one in record.values())
    survived = sum(len(one["survivors"]) for one in record.values())
    same = sum(len(one["same"]) for one in record.values())
    killed = tried - survived - same
    shares = f"{_percent(killed, tried - same)}; all {_percent(killed, tried)}"
    possible = sum(one["possible"] for one in record.values())
    rows.append(
        f"| together | {possible} | {tried} | | {killed} ({shares}) | {same} | {survived} |\n"
    )
    told = [
        f"- `{name}`: {_code(survivor)}\n"
        for name, one in record.items()
        for survivor in one["survivors"]
    ]
    judged = [
        f"- `{name}`: {_code(change)}: {why}\n"
        for name, one in record.items()
        for change, why in one["same"].items()
    ]
    survivors = "\n## Survivors\n\n" + ("".join(told) or "None.\n")
    return HEAD + "".join(rows) + survivors + "\n## Same\n\n" + ("".join(judged) or "None.\n")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "nothing"


def _row(name: str, one: dict[str, Any]) -> str:
    tried, survived, same = one["tried"], len(one["survivors"]), len(one["same"])
    return (
        f"| `{name}` | {one['possible']} | {tried} | {one['seed']} "
        f"| {tried - survived - same} | {same} | {survived} |\n"
    )


def _code(survivor: str) -> str:
    place, _, change = survivor.partition(": ")
    return f"{place}: `{' '.join(change.split())}`"
