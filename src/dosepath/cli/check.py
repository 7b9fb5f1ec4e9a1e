"""``dosepath check``: read study files and say everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from textwrap import fill, indent
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.design_file import gap_notes, show_gaps
from dosepath.cli.failure import ExitCode
from dosepath.cli.output import WIDTH, emit_json, emit_table

if TYPE_CHECKING:
    from dosepath.quantity import Fault
    from dosepath.study import Study, Warned

_COLUMN = 40


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings that nobody acknowledged are faults too.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(files: tuple[Path, ...], *, strict: bool, as_json: bool) -> int:
    """Validate study files.

    Every fault of every FILE is shown at once, with its line, what was found and what
    is allowed. A file without faults is summed up: its ladder, its rule, what is assumed.
    Warnings point at what is allowed and probably not meant; the author acknowledges
    those that stay, with a reason, under `acknowledge` in the file.
    """
    results = [_read(path) for path in files]
    if as_json:
        emit_json([result.to_json(strict=strict) for result in results])
    else:
        for result in results:
            result.show()
        _total(results, strict=strict)
    is_fine = all(result.is_fine(strict=strict) for result in results)
    return ExitCode.DONE if is_fine else ExitCode.FAULTS


class _Result:
    """What came of one file: a study with its warnings, or faults."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""
        self.study: Study | None = None
        self.faults: tuple[Fault, ...] = ()
        self.warnings: tuple[Warned, ...] = ()

    @property
    def open_warnings(self) -> list[Warned]:
        return [warned for warned in self.warnings if not warned.is_acknowledged]

    def is_fine(self, *, strict: bool) -> bool:
        return not self.faults and not (strict and self.open_warnings)

    def to_json(self, *, strict: bool) -> dict[str, Any]:
        return {
            "file": str(self.path),
            "ok": self.is_fine(strict=strict),
            "faults": [asdict(fault) for fault in self.faults],
            "warnings": [_warning_json(warned) for warned in self.warnings],
            "assumed": [asdict(mark) for mark in self.study.assumed] if self.study else [],
            "study": _summary(self.study) if self.study else None,
        }

    def show(self) -> None:
        if self.study is None:
            _show_faults(self)
        else:
            _show_summary(self.study)
            _show_assumed(self.study)
            _show_gaps(self.study)
        _show_warnings(self.warnings)


def _read(path: Path) -> _Result:
    from dosepath.quantity import FaultsFound
    from dosepath.study import lint, load_text, read_text

    result = _Result(path)
    try:
        result.text = read_text(path)
        result.study = load_text(result.text, str(path))
        result.warnings = lint(result.study)
    except FaultsFound as found:
        result.faults = found.faults
    return result


def _show_faults(result: _Result) -> None:
    from dosepath.study import show

    for fault in result.faults:
        click.echo(show(fault, result.text, name=str(result.path)) + "\n")


def _summary(study: Study) -> dict[str, Any]:
    return {
        "id": study.id,
        "hash": study.hash,
        "doses": [dose.label for dose in study.doses],
        "design": [stage.design for stage in study.escalation.stages],
        "behaviours": [one.design for one in study.escalation.behaviours],
        "scenarios": list(study.scenarios),
        "parts": {name: [dose.label for dose in part.doses] for name, part in study.parts.items()},
        "gaps": gap_notes(study),
        "planned_participants": study.planned_participants,
        "criteria": len(list(study.population.criteria)) if study.population else 0,
        "visits": [visit.id for visit in study.visits],
        "forms": list(study.forms),
    }


def _show_summary(study: Study) -> None:
    facts = _summary(study)
    title = "" if study.is_bare else f": {study.identity.title['en']}"
    click.echo(f"{study.name}\n{study.id}{title}\n")
    rows = {
        "Dose levels": ", ".join(facts["doses"]),
        "Design": " then ".join(name.replace("_", " ") for name in facts["design"]),
        "With": ", ".join(name.replace("_", " ") for name in facts["behaviours"]),
        "More parts": ", ".join(
            f"{name} ({len(doses)} levels)" for name, doses in facts["parts"].items()
        ),
        "Scenarios": ", ".join(facts["scenarios"]) or "none",
        "Planned": facts["planned_participants"],
        "Criteria": facts["criteria"],
        "Visits": ", ".join(facts["visits"]),
        "Forms": len(facts["forms"]),
        "Hash": study.hash[:16],
    }
    for name, value in rows.items():
        if value not in (None, "", 0):
            opening = f"  {name + ':':<13}"
            click.echo(fill(str(value), WIDTH, initial_indent=opening, subsequent_indent=" " * 15))
    click.echo()


def _show_assumed(study: Study) -> None:
    if not study.assumed:
        click.echo("Nothing in this file is marked as assumed.\n")
        return
    rows = [(f"{_broken(mark.path)}\n= {mark.value}", mark.reason) for mark in study.assumed]
    click.echo(f"{_count(len(rows), 'assumed value')}: not public, or not decided\n")
    emit_table(("what", "why"), rows)


def _show_gaps(study: Study) -> None:
    show_gaps(study)
    if study.escalation.gaps:
        click.echo()


def _broken(path: str) -> str:
    """A key path on lines that fit a column of half the page."""
    lines = [""]
    for step in path.split("."):
        if lines[-1] and len(lines[-1]) + len(step) >= _COLUMN:
            lines.append(f"  .{step}")
        else:
            lines[-1] += f".{step}" if lines[-1] else step
    return "\n".join(lines)


def _sentence(warned: Warned) -> str:
    if warned.reason is None:
        return warned.message
    from dosepath.wording import say  # the sentence of another room's reason

    return say(warned.reason)


def _warning_json(warned: Warned) -> dict[str, Any]:
    return {
        "place": asdict(warned.place),
        "code": warned.code,
        "message": _sentence(warned),
        "found": warned.found,
        "acknowledged": warned.because,
    }


def _show_warnings(warnings: Iterable[Warned]) -> None:
    for warned in warnings:
        mark = "acknowledged" if warned.is_acknowledged else "warning"
        found = f": {warned.found}" if warned.found else ""
        lines = [f"{mark} {warned.code}{found}", fill(_sentence(warned), WIDTH - 2)]
        if warned.because:
            lines.append(fill(f"because {warned.because}", WIDTH - 2))
        click.echo(f"{warned.place}\n{indent(chr(10).join(lines), '  ')}\n")


def _total(results: list[_Result], *, strict: bool) -> None:
    faults = sum(len(result.faults) for result in results)
    warnings = sum(len(result.open_warnings) for result in results)
    seen = sum(len(result.warnings) for result in results) - warnings
    counts = [_count(faults, "fault"), _count(warnings, "warning")]
    if seen:
        counts.append(f"{seen} acknowledged")
    click.echo(f"{_count(len(results), 'file')}: {', '.join(counts)}.")
    if strict and warnings:
        click.echo("With --strict a warning that nobody acknowledged counts as a fault.")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
