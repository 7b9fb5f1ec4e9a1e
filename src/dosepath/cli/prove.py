"""``dosepath prove``: the safety laws of a design, by exhaustion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.design_file import (
    assumed_notes,
    design_file,
    goal_word,
    read_file,
    show_notes,
    warning_notes,
)
from dosepath.cli.failure import ExitCode
from dosepath.cli.output import emit_json, emit_table, paragraph
from dosepath.cli.stopping import kept, while_doing

if TYPE_CHECKING:
    from dosepath.pathways import Law, NotAsked, Proof
    from dosepath.study import Study

_FOUND = {True: "holds", False: "BROKEN", None: "not checked"}
_KNOWN = "broken, as is known"
# The planner counts so many states before a proof begins, and estimates from them.
_COUNTED = 100_000


@click.command()
@design_file
@click.option(
    "--dlt-limit",
    type=click.IntRange(min=1),
    help="Nobody is treated above a level with this many DLTs; default: 2, none for a design "
    "that aims at a target DLT rate.",
)
@click.option(
    "--level-limit",
    type=click.IntRange(min=1),
    help="Most participants at one level; default: what the design states.",
)
@click.option(
    "--cap",
    type=click.IntRange(min=1),
    help="Most participants in all; default: what the design states.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=500_000, show_default=True, help="Most states."
)
def prove(
    file: Path,
    *,
    dlt_limit: int | None,
    level_limit: int | None,
    cap: int | None,
    limit: int,
    as_json: bool,
) -> int:
    """Prove the safety laws of the design in FILE by exhaustion.

    Every observation that the trial can make, partial cohorts included, is put to the
    design. A law that does not hold is shown with the shortest course that breaks it,
    and the exit code is 1, unless the design as published is known to break it. A design
    with more observations than --limit is looked at up to there: what breaks a law is
    found, but nothing is proven, and the exit code is 5. Ctrl-C shows the laws that are done.
    """
    from dosepath.pathways import Limits, prove_by_law

    study = read_file(file)
    with while_doing("the design's states were being counted"):
        _say_size(study, limit)
    limits = Limits(dlt_limit, level_limit, cap)
    growing = prove_by_law(study.design, limits=limits, limit=limit)
    proofs, code = kept(growing, doing="the observations were being visited")
    proof = proofs[-1]
    if proof.is_partial:
        paragraph(_stopped(proof, goal_word(study)), err=True)
    if as_json:
        head = {"study": study.id, "study_hash": study.hash, "assumed": assumed_notes(study)}
        emit_json({**head, **proof.to_json()})
    else:
        _show(study, proof)
    if proof.is_partial:
        return code
    if proof.is_broken:
        return ExitCode.FAULTS
    return ExitCode.DONE if proof.is_sound else ExitCode.UNPROVEN


def _say_size(study: Study, limit: int) -> None:
    """Before it starts: that the design is too large to be proven, as the planner counts it."""
    from dosepath.pathways import plan

    planned = plan(study.design, limit=min(limit, _COUNTED), exact_if_pending=True)
    if planned.program is None and (planned.states or limit) >= limit:
        about = planned.about or f"more than {min(limit, _COUNTED):,}"
        paragraph(
            f"The design has {about} states: the laws are checked on the first {limit:,} "
            "observations (--limit), which proves nothing of the others.",
            err=True,
        )


def _stopped(proof: Proof, goal: str) -> str:
    """How many laws are done, and which one was being checked."""
    done, whole = len(proof.laws), len(proof.laws) + len(proof.to_come)
    being = _sentence(proof.to_come[0], goal).removesuffix(".")
    return f"Stopped: {done} of {whole} laws are done; this one was being checked: {being}."


def _show(study: Study, proof: Proof) -> None:
    goal = goal_word(study)
    rows = [
        (_sentence(law, goal), _KNOWN if law.is_known else _FOUND[law.holds], f"{law.checked:,}")
        for law in proof.laws
    ]
    for place, law in enumerate(proof.to_come):
        rows.append((_sentence(law, goal), "not begun" if place else "stopped", "-"))
    rows += [(_unstated(one), "not asked", "-") for one in proof.not_asked]
    heads = ("Law", "", "Observations")
    emit_table(heads, rows, title=f"{study.id}, safety laws", numeric=heads[2:])
    for law in proof.laws:
        if law.holds is False:
            against = f"; compared with {law.against}" if law.against else ""
            paragraph(f"Broken by {law.counterexample}{against}: {_sentence(law, goal)}")
    engine = (
        f"Engine: exhaustive, the laws were checked over {proof.states:,} states; an observation "
        "is the data after a cohort or any part of it."
    )
    if not proof.is_complete:
        engine = (
            f"Engine: exhaustive, stopped at {proof.states:,} states, which are not all: nothing "
            "is proven of a law that is not checked. --limit visits more."
        )
    elif any(law.holds is None for law in proof.laws):
        engine += " A law not checked has too many pairs of observations to compare."
    if proof.is_partial:
        engine += " Stopped before its end: nothing is proven of the laws that are not done."
    show_notes(study, [*_reasons(proof), engine, *warning_notes(study)])


def _reasons(proof: Proof) -> Iterator[str]:
    """Why laws were not asked, each reason once."""
    from dosepath.wording import say

    for one in proof.not_asked:
        yield f"Not asked: {_unstated(one).removesuffix('.')}; {say(one.why)}."


def _unstated(law: NotAsked) -> str:
    from dosepath.rule import Reason
    from dosepath.wording import say

    return say(Reason.of(law.code.replace("law.", "law.unstated.")))


def _sentence(law: Law, goal: str) -> str:
    from dosepath.rule import Reason
    from dosepath.wording import say

    code = law.code
    if goal == "OBD" and code == "law.mtd_treated":
        code = "law.obd_treated"
    return say(Reason.of(code) if law.limit is None else Reason.of(code, limit=law.limit))
