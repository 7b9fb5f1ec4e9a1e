"""From a file to a checked study, or to every fault in it at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from dosepath.quantity import Fault, FaultsFound
from dosepath.study.assumed import brief, collect, look_through, without_marks
from dosepath.study.explain import faults_of
from dosepath.study.ladder import Dose, dose, ladder
from dosepath.study.layout import StudyFile
from dosepath.study.source import Source, parse, read_text
from dosepath.study.study import Scenario, Study

T = TypeVar("T")


def load(path: str | Path) -> Study:
    """The study in a file. FaultsFound holds everything that is wrong with it."""
    return load_text(read_text(path), str(path))


@lru_cache(maxsize=16)
def load_text(text: str, name: str = "study.yaml") -> Study:
    """The study in a text; ``name`` is what messages call it."""
    source = parse(text, name)
    checks = _Checks(source)
    file = checks.file()
    doses = checks.doses()
    parts = checks.built(file, doses) if file is not None and doses else {}
    if checks.faults or file is None:
        raise FaultsFound(checks.faults)
    return Study(
        name=Path(name).stem,
        text=text,
        hash=content_hash(source),
        file=file,
        doses=doses,
        assumed=collect(source.root),
        page=without_marks(dict(file.page)) if file.page else None,
        **parts,
    )


def content_hash(source: Source) -> str:
    """SHA-256 (hex) of what the file says: keys, values and their order, without comments."""
    data = json.dumps(source.root.plain(), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8")).hexdigest()


class _Checks:
    """Goes through the file section by section and gathers faults instead of stopping."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.data = look_through(source.root.plain())

    def file(self) -> StudyFile | None:
        try:
            return StudyFile.model_validate(self.data)
        except ValidationError as error:
            self.faults.extend(faults_of(error, self.source, StudyFile))
            return None

    def doses(self) -> tuple[Dose, ...]:
        written = self.data.get("doses")
        if isinstance(written, list):
            levels = [self._one_dose(item, index) for index, item in enumerate(written)]
            found = tuple(level for level in levels if level is not None)
        else:
            found = self._custom(lambda: ladder(written), ("doses",), written) or ()
        return found

    def _one_dose(self, item: Any, index: int) -> Dose | None:
        return self._custom(lambda: dose(item, index + 1), ("doses", index), item)

    def _custom(self, build: Callable[[], T], path: tuple[str | int, ...], found: Any) -> T | None:
        try:
            return build()
        except PydanticCustomError as error:
            allowed = str((error.context or {}).get("allowed", ""))
            place = self.source.place(path)
            self.faults.append(Fault(place, error.type, error.message(), brief(found), allowed))
            return None

    def built(self, file: StudyFile, doses: tuple[Dose, ...]) -> Mapping[str, Any]:
        return {
            "design": None,
            "scenarios": dict(self._scenarios(file)),
            "population": None,
        }

    def _scenarios(self, file: StudyFile) -> Iterator[tuple[str, Scenario]]:
        for name, spec in file.escalation.scenarios.items():
            grade_2 = spec.grade_2 or (0.0,) * len(spec.dlt)
            yield name, Scenario(name, grade_2, spec.dlt)
