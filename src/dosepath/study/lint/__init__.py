"""Warnings about a study file that loads: allowed, and probably not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from dosepath.study.layout import Acknowledgement
from dosepath.study.lint.groups import lint_days, lint_groups
from dosepath.study.lint.scenarios import lint_scenarios
from dosepath.study.lint.texts import lint_texts
from dosepath.study.lint.triggers import lint_triggers
from dosepath.study.lint.unused import lint_unused
from dosepath.study.lint.warning import Warned
from dosepath.study.study import Study

LINTS: tuple[Callable[[Study], Iterator[Warned]], ...] = (
    lint_texts,
    lint_triggers,
    lint_groups,
    lint_days,
    lint_scenarios,
    lint_unused,
)

__all__ = ["LINTS", "Warned", "lint"]


def lint(study: Study) -> tuple[Warned, ...]:
    """Every warning, in the file's order; those that the author acknowledges carry the reason."""
    notes = study.file.acknowledge
    found = [_acknowledged(warned, notes) for one in LINTS for warned in one(study)]
    used = {id(note) for warned in found for note in notes if _fits(note, warned)}
    found.extend(_unused(study, index) for index, note in enumerate(notes) if id(note) not in used)
    return tuple(sorted(found, key=lambda warned: (warned.place, warned.code)))


def _acknowledged(warned: Warned, notes: tuple[Acknowledgement, ...]) -> Warned:
    reasons = [note.because for note in notes if _fits(note, warned)]
    return replace(warned, because=reasons[0]) if reasons else warned


def _fits(note: Acknowledgement, warned: Warned) -> bool:
    path = warned.place.path
    return note.warning == warned.code and (
        path == note.at or path.startswith((f"{note.at}.", f"{note.at}["))
    )


def _unused(study: Study, index: int) -> Warned:
    place = study.source.place(("acknowledge", index))
    message = "there is no such warning any more; delete this"
    note = study.file.acknowledge[index]
    return Warned(place, "acknowledgement_unused", message, f"{note.warning} at {note.at}")
