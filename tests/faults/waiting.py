"""A course in which many wait for the one place at level 1, made from the demonstration's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from ruamel.yaml import YAML

from tests.faults.site import ROOT

STUDY = ROOT / "studies" / "nct05727722"


def waiting(folder: Path, people: int) -> Path:
    """The worked study in ``folder`` with a course that ends with ``people`` enrolled."""
    folder.mkdir(parents=True, exist_ok=True)
    known = YAML().load(STUDY.joinpath("course.yaml").read_text(encoding="utf-8"))
    course = {
        "dosepath_course": 1,
        "study": known["study"],
        "facts": {"S-001": dict(known["facts"]["S-001"])},
        "judgements": {"chronic": dict(known["judgements"]["chronic"])},
        "steps": [
            {"at": "-9 09:00", "by": "investigator", "open": {}},
            {"at": "-8 09:00", "by": "investigator", "pin": dict(PINNED)},
            *(step for number in range(1, people + 1) for step in enrolled(number)),
        ],
    }
    with (folder / "course.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(course, file)
    return Path(shutil.copy(STUDY / "study.yaml", folder))


PINNED = {"criterion": "A5", "reading": "r2", "reason": "poor clotting defines the group"}


def step(when: str, by: str, action: str, given: dict[str, str]) -> dict[str, object]:
    return {"at": when, "by": by, action: given}


def enrolled(number: int) -> list[dict[str, object]]:
    """Everything from screening to enrolment, yesterday, in its own quarter of an hour."""
    screening, hour, minute = f"S-{number:03}", 12 + number // 4, 15 * (number % 4)

    def at(later: int) -> str:
        return f"-1 {hour:02}:{minute + later:02}"

    this = {"screening": screening}
    return [
        step(at(0), "coordinator", "screening", {"number": screening}),
        step(at(2), "coordinator", "consent", this | {"language": "en", "signed": at(1)}),
        step(at(3), "coordinator", "facts", this | {"take": "S-001"}),
        step(at(4), "investigator", "judge", this | {"take": "chronic"}),
        step(at(5), "investigator", "eligible", this | {"group": "CLF"}),
        step(at(6), "investigator", "enrol", this | {"number": f"P-{number:03}"}),
    ]
