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
not tried, and a share of a sample is no share of the whole. Some survivors change
nothing that can be seen; none is taken out of the figures.

| File | Possible | Tried | Seed | Killed | Survived |
|---|---|---|---|---|---|
"""


def write_record(folder: Path, name: str, found: dict[str, Any]) -> None:
    """Put one file's record in the place of its last one, and write the page again."""
    kept = folder / "mutation.json"
    record: Record = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    record[name] = found
    record = dict(sorted(record.items()))
    kept.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "mutation.md").write_text(page(record), encoding="utf-8")


def page(record: Record) -> str:
    """The table of all files, its sum, and every survivor."""
    rows = [_row(name, one) for name, one in record.items()]
    tried = sum(one["tried"] for one in record.values())
    survived = sum(len(one["survivors"]) for one in record.values())
    killed = tried - survived
    share = f"{100 * killed / tried:.0f}%" if tried else "nothing"
    possible = sum(one["possible"] for one in record.values())
    rows.append(f"| together | {possible} | {tried} | | {killed} ({share}) | {survived} |\n")
    told = [
        f"- `{name}`: {_code(survivor)}\n"
        for name, one in record.items()
        for survivor in one["survivors"]
    ]
    return HEAD + "".join(rows) + "\n## Survivors\n\n" + ("".join(told) or "None.\n")


def _row(name: str, one: dict[str, Any]) -> str:
    tried, survived = one["tried"], len(one["survivors"])
    return (
        f"| `{name}` | {one['possible']} | {tried} | {one['seed']} "
        f"| {tried - survived} | {survived} |\n"
    )


def _code(survivor: str) -> str:
    place, _, change = survivor.partition(": ")
    return f"{place}: `{' '.join(change.split())}`"
