"""A decision table in a file beside the study file: ``decision_table: {file: table.csv}``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from dosepath.quantity import Fault, FaultsFound
from dosepath.study.source import Source, read_text, steps
from dosepath.study.table_text import read_decision_table

_STAGE = "decision_table"
_ALLOWED = "the name of a CSV or YAML file beside this one, or below it: table.csv"


@dataclass
class TableFiles:
    """The tables that a study file names; ``hashes`` are the SHA-256 (hex) of those read."""

    source: Source
    faults: list[Fault] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)

    def filled(self, stages: Sequence[Any], path: str) -> list[Any] | None:
        """The stages with each table in the place of its file's name.

        None if one cannot be read: the faults say why. ``path`` is the dotted one of the stages.
        """
        before = len(self.faults)
        found = [self._stage(one, f"{path}[{index}].{_STAGE}") for index, one in enumerate(stages)]
        return found if len(self.faults) == before else None

    def _stage(self, stage: Any, path: str) -> Any:
        given = stage.get(_STAGE) if isinstance(stage, Mapping) else None
        named = isinstance(given, Mapping) and "file" in given
        return {_STAGE: self._filled(given, path)} if given and named else stage

    def _filled(self, given: Mapping[str, Any], path: str) -> dict[str, Any]:
        rest = {key: value for key, value in given.items() if key != "file"}
        if "cells" in rest:
            self._refuse(f"{path}.file", "the cells stand here already", "cells or file, not both")
            return rest
        if (name := self._name(given["file"], f"{path}.file")) is None:
            return rest
        try:
            text = read_text(Path(self.source.name).parent / name)
            self.hashes[name] = hashlib.sha256(text.encode("utf-8")).hexdigest()
            return {**rest, "cells": read_decision_table(text, name)}
        except FaultsFound as error:
            self.faults.extend(error.faults)
        return rest

    def _name(self, written: object, path: str) -> str | None:
        """The file's name if it lies beside the study file or below it."""
        parts = PurePosixPath(written).parts if isinstance(written, str) else ()
        if not parts or ".." in parts or PurePosixPath(str(written)).is_absolute():
            self._refuse(path, "this is not a file beside the study file", _ALLOWED)
            return None
        return str(written)

    def _refuse(self, path: str, message: str, allowed: str) -> None:
        where = steps(path)
        node = self.source.node(where)
        found = "" if node is None else str(node.plain())
        place = self.source.place(where)
        self.faults.append(Fault(place, "design.table_file", message, found, allowed))
