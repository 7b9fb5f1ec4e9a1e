"""A decision table in a file beside the study file: ``decision_table: {file: table.csv}``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.study.source import Source, read_text, steps
from dosepath.study.table_text import read_decision_table

_STAGE = "decision_table"
_ALLOWED = "the name of a CSV or YAML file beside this one, or below it: table.csv"


@dataclass
class TableFiles:
    """The tables that a study file names; ``texts`` are those read, by name.

    ``kept`` are the texts of a version that is kept with a trial: then no disk is read.
    """

    source: Source
    faults: list[Fault] = field(default_factory=list)
    kept: Mapping[str, str] | None = None
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 (hex) of the tables that were read."""
        return {
            name: hashlib.sha256(text.encode("utf-8")).hexdigest()
            for name, text in self.texts.items()
        }

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
            text = self.texts[name] = self._text(name)
            return {**rest, "cells": read_decision_table(text, name)}
        except FaultsFound as error:
            self.faults.extend(error.faults)
        return rest

    def _text(self, name: str) -> str:
        if self.kept is None:
            return read_text(Path(self.source.name).parent / name)
        if name in self.kept:
            return self.kept[name]
        message = "this file is not kept with the study version"
        allowed = ", ".join(self.kept) or "no file is kept with it"
        raise FaultsFound([Fault(Place(name), "design.table_file", message, name, allowed)])

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
