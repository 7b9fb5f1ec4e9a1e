"""Reading a course file: its steps in the order of time, each with its line.

The file is data about a trial that never was. Faults in it are reported with file, line,
what was found and what is allowed, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from dosepath.cli.course.actions import ACTIONS, DERIVED, allowed_of
from dosepath.cli.course.step import Course, Step, offset
from dosepath.cli.course.tables import Visiting, visits_of
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.study import Study

KEYS = ("dosepath_course", "study", "forms", "columns", "participants", "facts", "judgements")


def read_course(path: Path, study: Study, *, people: Iterable[str]) -> Course:
    """The course in a file for ``study``; FaultsFound with everything that is wrong with it.

    ``people`` are the user names that may act in it.
    """
    data = _load(path)
    reader = _Reader(path, study, frozenset(people))
    reader.check_keys(data)
    steps = [*reader.steps(data.get("steps", ())), *reader.visits(data)]
    if reader.faults:
        raise FaultsFound(reader.faults)
    steps.sort(key=lambda step: step.after)
    return Course(
        str(data.get("study")), tuple(steps), data.get("facts", {}), data.get("judgements", {})
    )


def _load(path: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        data = YAML().load(path.read_text(encoding="utf-8"))
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(str(path), mark.line + 1, mark.column + 1) if mark else Place(str(path))
        message = str(getattr(error, "problem", error))
        raise FaultsFound([Fault(place, "course.syntax", f"not YAML: {message}")]) from None
    if not isinstance(data, dict):
        raise FaultsFound([Fault(Place(str(path)), "course.shape", "the file is no mapping")])
    return data


class _Reader:
    """Reads steps one by one and gathers faults instead of stopping at the first."""

    def __init__(self, path: Path, study: Study, people: frozenset[str]) -> None:
        self.path, self.study, self.people = path, study, people
        self.faults: list[Fault] = []

    def fault(self, line: int, message: str, *, found: object = "", allowed: str = "") -> None:
        place = Place(str(self.path), line)
        self.faults.append(Fault(place, "course", message, str(found), allowed))

    def check_keys(self, data: Mapping[str, Any]) -> None:
        for key in set(data) - {*KEYS, "steps"}:
            line = data.lc.key(key)[0] + 1  # type: ignore[attr-defined]
            self.fault(line, "there is no such section", found=key, allowed=", ".join(KEYS))
        if data.get("dosepath_course") != 1:
            found = data.get("dosepath_course", "nothing")
            self.fault(1, "this is no course file", found=found, allowed="dosepath_course: 1")
        if data.get("study") != self.study.id:
            message = "the course is one of another study"
            self.fault(1, message, found=data.get("study"), allowed=self.study.id)

    def steps(self, written: Any) -> Iterator[Step]:
        for index, entry in enumerate(written):
            line = written.lc.item(index)[0] + 1
            try:
                yield self._step(entry, line)
            except (ValueError, TypeError) as error:
                self.fault(line, str(error))

    def _step(self, entry: Mapping[str, Any], line: int) -> Step:
        actions = [key for key in entry if key not in ("at", "by")]
        written = [name for name in ACTIONS if name not in DERIVED]
        if len(actions) != 1 or actions[0] not in written:
            allowed = ", ".join(written)
            raise ValueError(f"a step has one action of: {allowed}; found: {', '.join(actions)}")
        action, given = actions[0], entry[actions[0]]
        wanted, allowed_keys = allowed_of(action)
        missing, unknown = wanted - set(given), set(given) - allowed_keys
        if missing or unknown:
            raise ValueError(
                f"{action}: missing {sorted(missing)}, not known {sorted(unknown)}; "
                f"allowed: {', '.join(sorted(allowed_keys))}"
            )
        by = entry.get("by", ())
        people = (by,) if isinstance(by, str) else tuple(by)
        for stranger in set(people) - self.people:
            known = ", ".join(sorted(self.people))
            raise ValueError(f"nobody here is called {stranger!r}; allowed: {known}")
        return Step(offset(entry.get("at", "")), people, action, given, Place(str(self.path), line))

    def visits(self, data: Mapping[str, Any]) -> Iterator[Step]:
        participants = data.get("participants", {})
        for number, course in participants.items():
            line = participants.lc.key(number)[0] + 1
            try:
                asked = Visiting(self.study, data.get("forms", {}), tuple(data.get("columns", ())))
                day_0 = offset(course["day_0"])
                for on, given in visits_of(number, course, asked=asked, day_0=day_0):
                    later = on + timedelta(hours=5)
                    place = Place(str(self.path), line)
                    yield Step(later, ("coordinator",), "visit", given | {"on": on}, place)
            except (KeyError, ValueError) as error:
                self.fault(line, f"{number}: {error}")
