"""``dosepath paths``: every course that the trial can take."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.design_file import (
    assumed_notes,
    chosen_scenarios,
    design_file,
    mtd_label,
    read_file,
    scenario_options,
    show_notes,
)
from dosepath.cli.output import emit_json, emit_table, paragraph, percent
from dosepath.cli.stopping import kept, while_doing
from dosepath.quantity import Fault, FaultsFound, Place

if TYPE_CHECKING:
    from dosepath.pathways import Course
    from dosepath.study import Study

# Up to this many courses are all walked, so that the likeliest can come first.
_SORTED = 200_000


@click.command()
@design_file
@scenario_options
@click.option("--limit", type=click.IntRange(min=0), default=40, help="Show at most this many.")
@click.option("--all", "show_all", is_flag=True, help="Show every one.")
def paths(
    file: Path,
    *,
    name: str | None,
    dlt: str | None,
    grade_2: str | None,
    limit: int,
    show_all: bool,
    as_json: bool,
) -> int:
    """Every course that the trial of FILE can take.

    A course is written in outcome notation: `1N 2NNT` is one participant at level 1
    without a DLT, then three at level 2, one of them with (N no DLT, T a DLT, G a
    counting grade-2 event). With a scenario the likeliest come first. Ctrl-C shows those
    found so far.
    """
    from dosepath.pathways import enumerate_paths

    study = read_file(file)
    asked = name is not None or dlt is not None
    chosen = chosen_scenarios(study, name, dlt=dlt, grade_2=grade_2) if asked or grade_2 else {}
    scenario = next(iter(chosen.values()), None)
    with while_doing("the paths were being counted"):
        total = _total(study)
    courses: Iterable[Course] = enumerate_paths(study.design, scenario=scenario)
    if scenario is not None and total <= _SORTED:
        with while_doing("the likeliest paths were being looked for"):
            courses = sorted(courses, key=lambda course: -(course.probability or 0.0))
    wanted = courses if show_all else islice(courses, limit)
    shown, code = kept(wanted, doing="the paths were being listed")
    if code:
        listed = f"Stopped: {len(shown):,} of {total:,} paths are listed, not those asked for."
        paragraph(listed, err=True)
    if as_json:
        rows = [course.row() for course in shown]
        head = {"study": study.id, "study_hash": study.hash, "assumed": assumed_notes(study)}
        found = {"scenario": next(iter(chosen), None), "total": total, "paths": rows}
        emit_json({**head, **found, "is_partial": bool(code)})
    else:
        _show(study, shown, total, scenario_name=next(iter(chosen), None))
    return code


def _total(study: Study) -> int:
    """How many paths there are.

    Raises:
        FaultsFound: too many states to count them.
    """
    from dosepath.pathways import TooManyStates, count_paths

    try:
        return count_paths(study.design)
    except TooManyStates as error:
        place = Place(file=study.name, path="escalation.stages")
        message = "The design has too many states to list its paths; `dosepath oc` simulates it."
        allowed = f"at most {error.limit:,} states"
        fault = Fault(place, "paths.too_many", message, f"{error.about} states", allowed)
        raise FaultsFound([fault]) from None


def _show(study: Study, shown: list[Course], total: int, *, scenario_name: str | None) -> None:
    heads = ["Path", "N", "DLTs", "Ends with"]
    rows = [
        [str(course.row()["path"]), course.n, course.dlt, mtd_label(study, course.mtd)]
        for course in shown
    ]
    title = f"{study.id}, {len(shown):,} of {total:,} paths"
    if scenario_name is not None:
        title += f", scenario {scenario_name}"
        heads.append("Probability")
        for row, course in zip(rows, shown, strict=True):
            row.append(percent(course.probability or 0.0, digits=2))
    emit_table(heads, rows, title=title, numeric=["N", "DLTs", "Probability"])
    notes = ["Paths are told apart by the number of DLTs in each cohort, not by who had them."]
    if scenario_name is not None:
        known = sum(course.probability or 0.0 for course in shown)
        notes.append(f"The paths shown have {percent(known)} of all probability.")
    if any("R" in str(row[0]) for row in rows):
        notes.append("R: a response without a DLT; B: a response and a DLT.")
    if len(shown) < total:
        notes.append(f"--all shows all {total:,}, --limit more or fewer.")
    show_notes(study, notes)
