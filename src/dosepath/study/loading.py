"""From a file to a checked study, or to every fault in it at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
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
from dosepath.study.ladder import Dose, dose, ladder
from dosepath.study.reading import read
from dosepath.study.source import Source, parse, read_text
from dosepath.study.stages import ScenarioSpec, with_dosages
from dosepath.study.study import Study, TrialBranch
from dosepath.study.table_file import TableFiles

T = TypeVar("T")
Steps = tuple[str | int, ...]
_PARTS = ("escalation", "parts")


def load(path: str | Path) -> Study:
    """The study in a file. FaultsFound holds everything that is wrong with it."""
    return load_text(read_text(path), str(path))


def load_text(
    text: str, name: str = "study.yaml", *, files: Mapping[str, str] | None = None
) -> Study:
    """The study in a text; ``name`` is what messages call it.

    ``files`` are the texts, by name, of the other files on which its design rests, as a study
    keeps them (:attr:`Study.files`); without them these are read from beside ``name``.
    """
    if files is not None:
        return _cached(text, name, tuple(files.items()))
    study = _cached(text, name, None)
    # A file beside this one may have been changed since.
    return _load(text, name, None) if study.files else study


_Files = tuple[tuple[str, str], ...]


@lru_cache(maxsize=16)
def _cached(text: str, name: str, files: _Files | None) -> Study:
    return _load(text, name, files)


def _load(text: str, name: str, files: _Files | None) -> Study:
    source = parse(text, name)
    reader = _Reader(source, kept=None if files is None else dict(files))
    draft = reader.draft()
    for check in CHECKS:
        reader.faults.extend(check(draft))
    design, parts = reader.design(draft), reader.parts(draft)
    population, faults = read_population(draft)
    reader.faults.extend(faults)
    if reader.faults or design is None:
        raise FaultsFound(reader.faults)
    return Study(
        name=name,
        text=text,
        hash=content_hash(source, reader.tables.hashes),
        file=draft.file,
        doses=draft.doses,
        design=design,
        scenarios=_scenarios(draft.file.escalation.scenarios),
        assumed=collect(source.root),
        population=population,
        page=draft.data.get("page"),
        source=source,
        parts=parts,
        files=reader.tables.texts,
    )


def content_hash(source: Source, files: Mapping[str, str] | None = None) -> str:
    """SHA-256 (hex) of what the file says: keys, values and their order, without comments.

    ``files`` are the hashes of the files that it names.
    """
    said = [source.root.plain(), files] if files else source.root.plain()
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8")).hexdigest()


def _scenarios(specs: Mapping[str, ScenarioSpec]) -> dict[str, Scenario]:
    return {name: _scenario(name, spec) for name, spec in specs.items()}


def _scenario(name: str, spec: ScenarioSpec) -> Scenario:
    return Scenario(
        dlt=spec.dlt,
        grade_2=spec.grade_2,
        name=name,
        response=spec.response,
        response_if_dlt=spec.response_if_dlt,
    )


def _branch(draft: Draft, name: str, doses: tuple[Dose, ...], design: Design) -> TrialBranch:
    main = draft.file.escalation
    spec = main.parts.get(name)
    specs = spec.scenarios if spec is not None else None
    if specs is None:
        # The trial's scenarios are for its own ladder.
        specs = main.scenarios if len(doses) == len(draft.doses) else {}
    return TrialBranch(name, doses, design, _scenarios(specs), spec)


def _one_key(written: Any) -> list[Any] | None:
    """Stages or behaviours as mappings with one key, marks taken off; None if there is no list."""
    plain = without_marks(written)
    if not isinstance(plain, list):
        return None
    return [{one: {}} if isinstance(one, str) else one for one in plain]


class _Reader:
    """Reads a file part by part and gathers faults instead of stopping at the first."""

    def __init__(self, source: Source, *, kept: Mapping[str, str] | None = None) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.tables = TableFiles(source, self.faults, kept)
        self.data: dict[str, Any] = look_through(source.root.plain())

    def draft(self) -> Draft:
        file, faults = read(self.data, self.source)
        self.faults.extend(faults)
        doses = self._doses(self.data, ())
        ladders = {
            name: self._doses(block, (*_PARTS, name)) if "doses" in block else doses
            for name, block in self._written_parts()
        }
        return Draft(self.source, self.data, file, doses, ladders)

    def design(self, draft: Draft) -> Design | None:
        return self._design(draft, self._escalation, draft.doses, path="escalation.stages")

    def parts(self, draft: Draft) -> dict[str, TrialBranch]:
        """The parts whose design could be built."""
        found = {}
        for name, block in self._written_parts():
            doses, path = draft.ladders[name], f"{'.'.join(_PARTS)}.{name}.stages"
            written = {**self._escalation, **block}
            path = path if "stages" in block else "escalation.stages"
            design = self._design(draft, written, doses, path=path)
            if design is not None and draft.escalation is not None:
                found[name] = _branch(draft, name, doses, design)
        return found

    def _design(
        self, draft: Draft, written: Mapping[str, Any], doses: tuple[Dose, ...], *, path: str
    ) -> Design | None:
        stages, behaviours = _one_key(written.get("stages")), _one_key(written.get("behaviours"))
        stages = None if stages is None else self.tables.filled(stages, path)
        if not doses or stages is None:
            return None
        stages = [with_dosages(stage, doses) for stage in stages]
        try:
            return designs.build(stages, len(doses), behaviours=behaviours or (), path=path)
        except FaultsFound as error:
            self.faults.extend(draft.placed(error))
            return None

    @property
    def _escalation(self) -> Mapping[str, Any]:
        written = self.data.get("escalation")
        return written if isinstance(written, dict) else {}

    def _written_parts(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        parts = self._escalation.get("parts")
        for name, block in parts.items() if isinstance(parts, dict) else ():
            if isinstance(block, dict):
                yield name, block

    def _doses(self, block: Mapping[str, Any], path: Steps) -> tuple[Dose, ...]:
        written, path = block.get("doses"), (*path, "doses")
        if isinstance(written, list):
            levels = [self._dose(item, path, index) for index, item in enumerate(written)]
            return tuple(level for level in levels if level is not None)
        if isinstance(written, dict):
            return self._placed(lambda: ladder(written), path, written) or ()
        return ()

    def _dose(self, item: Any, path: Steps, index: int) -> Dose | None:
        return self._placed(lambda: dose(item, index + 1), (*path, index), item)

    def _placed(self, build: Callable[[], T], path: Steps, found: Any) -> T | None:
        try:
            return build()
        except PydanticCustomError as error:
            allowed = str((error.context or {}).get("allowed", ""))
            place = self.source.place(path)
            self.faults.append(Fault(place, error.type, error.message(), brief(found), allowed))
            return None
