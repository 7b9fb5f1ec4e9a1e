"""From a file to a checked study, or to every fault in it at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from dosepath import designs
from dosepath.designs import Design
from dosepath.pathways import Scenario
from dosepath.quantity import Fault, FaultsFound
from dosepath.study.assumed import brief, collect, look_through, without_marks
from dosepath.study.checks import CHECKS, Draft, read_population
from dosepath.study.escalation import ScenarioSpec
from dosepath.study.ladder import Dose, dose, ladder
from dosepath.study.reading import read
from dosepath.study.source import Source, parse, read_text
from dosepath.study.study import Study

T = TypeVar("T")
Steps = tuple[str | int, ...]


def load(path: str | Path) -> Study:
    """The study in a file. FaultsFound holds everything that is wrong with it."""
    return load_text(read_text(path), str(path))


@lru_cache(maxsize=16)
def load_text(text: str, name: str = "study.yaml") -> Study:
    """The study in a text; ``name`` is what messages call it."""
    source = parse(text, name)
    reader = _Reader(source)
    draft = reader.draft()
    for check in CHECKS:
        reader.faults.extend(check(draft))
    design = reader.design(draft)
    population, faults = read_population(draft)
    reader.faults.extend(faults)
    if reader.faults or design is None:
        raise FaultsFound(reader.faults)
    scenarios = draft.file.escalation.scenarios
    return Study(
        name=name,
        text=text,
        hash=content_hash(source),
        file=draft.file,
        doses=draft.doses,
        design=design,
        scenarios={key: _scenario(key, spec) for key, spec in scenarios.items()},
        assumed=collect(source.root),
        population=population,
        page=draft.data.get("page"),
        source=source,
    )


def content_hash(source: Source) -> str:
    """SHA-256 (hex) of what the file says: keys, values and their order, without comments."""
    data = json.dumps(source.root.plain(), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8")).hexdigest()


def _scenario(name: str, spec: ScenarioSpec) -> Scenario:
    return Scenario(
        dlt=spec.dlt,
        grade_2=spec.grade_2,
        name=name,
        response=spec.response,
        response_if_dlt=spec.response_if_dlt,
    )


def _one_key(written: Any) -> list[Any] | None:
    """Stages or behaviours as mappings with one key, marks taken off; None if there is no list."""
    plain = without_marks(written)
    if not isinstance(plain, list):
        return None
    return [{one: {}} if isinstance(one, str) else one for one in plain]


class _Reader:
    """Reads a file part by part and gathers faults instead of stopping at the first."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.data: dict[str, Any] = look_through(source.root.plain())

    def draft(self) -> Draft:
        file, faults = read(self.data, self.source)
        self.faults.extend(faults)
        return Draft(self.source, self.data, file, self._doses())

    def design(self, draft: Draft) -> Design | None:
        escalation = self.data.get("escalation")
        written = escalation if isinstance(escalation, dict) else {}
        stages, behaviours = _one_key(written.get("stages")), _one_key(written.get("behaviours"))
        if not draft.doses or stages is None:
            return None
        try:
            return designs.build(
                stages,
                len(draft.doses),
                behaviours=behaviours or (),
                path="escalation.stages",
            )
        except FaultsFound as error:
            self.faults.extend(draft.placed(error))
            return None

    def _doses(self) -> tuple[Dose, ...]:
        written = self.data.get("doses")
        if isinstance(written, list):
            levels = [self._dose(item, index) for index, item in enumerate(written)]
            return tuple(level for level in levels if level is not None)
        if isinstance(written, dict):
            return self._placed(lambda: ladder(written), ("doses",), written) or ()
        return ()

    def _dose(self, item: Any, index: int) -> Dose | None:
        return self._placed(lambda: dose(item, index + 1), ("doses", index), item)

    def _placed(self, build: Callable[[], T], path: Steps, found: Any) -> T | None:
        try:
            return build()
        except PydanticCustomError as error:
            allowed = str((error.context or {}).get("allowed", ""))
            place = self.source.place(path)
            self.faults.append(Fault(place, error.type, error.message(), brief(found), allowed))
            return None
