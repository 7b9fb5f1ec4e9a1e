"""What the checks look at: the parts of a file that could be read, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dosepath.quantity import Fault, FaultsFound
from dosepath.study.assumed import brief
from dosepath.study.escalation import Escalation
from dosepath.study.ladder import Dose
from dosepath.study.layout import StudyFile
from dosepath.study.source import Source, dotted, steps

Steps = Sequence[str | int]


@dataclass(frozen=True)
class Draft:
    """A file while it is checked; ``file`` lacks (None) what could not be read.

    ``doses`` is the trial's ladder, ``ladders`` those of its further parts by name.
    """

    source: Source
    data: dict[str, Any]
    file: StudyFile
    doses: tuple[Dose, ...]
    ladders: Mapping[str, tuple[Dose, ...]] = field(default_factory=dict)

    @property
    def escalation(self) -> Escalation | None:
        """The ``escalation:`` section, if it could be read."""
        return getattr(self.file, "escalation", None)

    def names(self, section: str) -> list[str]:
        """The names written in a section such as ``visits``, whether or not they can be read."""
        block = self.data.get(section)
        return [name for name in block if name != "assumed"] if isinstance(block, dict) else []

    def fault(self, path: Steps, code: str, message: str, *, allowed: str = "") -> Fault:
        """A fault at the value under ``path``; what is found is what is written there."""
        node = self.source.node(path)
        found = "" if node is None or isinstance(node.value, dict) else brief(node.plain(), 80)
        return Fault(self.source.place(path), code, message, found, allowed)

    def placed(self, error: FaultsFound, under: Steps = ()) -> list[Fault]:
        """The faults of another room, whose paths are dotted and begin at ``under``.

        Their column, when they have one, counts within the text at the path. Faults in
        another file keep their place, with the path as people write it.
        """
        return [
            self._placed(fault, (*under, *steps(fault.place.path)))
            if not fault.place.file
            else _elsewhere(fault)
            for fault in error.faults
        ]

    def _placed(self, fault: Fault, path: Steps) -> Fault:
        if fault.code in _MISSING and self.source.node(path[:-1]) is not None:
            return replace(fault, place=self.source.place(path, key=True))
        offset = max(fault.place.column - 1, 0)
        return replace(fault, place=self.source.inside(path, offset))


# What is missing stands nowhere: at the first of its neighbours it would be taken for that one.
_MISSING = ("design.cell_gap",)


def _elsewhere(fault: Fault) -> Fault:
    path = dotted(steps(fault.place.path))
    return replace(fault, place=replace(fault.place, path=path))
