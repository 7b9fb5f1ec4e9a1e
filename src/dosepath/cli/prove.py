"""``dosepath prove``: the safety laws of a design, by exhaustion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.design_file import assumed_notes, design_file, read_file, show_notes
from dosepath.cli.failure import ExitCode
from dosepath.cli.output import emit_json, emit_table, paragraph

if TYPE_CHECKING:
    from dosepath.pathways import Law, Proof
    from dosepath.study import Study

_FOUND = {True: "holds", False: "BROKEN", None: "not checked"}
_KNOWN = "broken, as is known"


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
    and the exit code is 1, unless the design as published is known to break it.
    """
    from dosepath.pathways import Limits
    from dosepath.pathways import prove as proof_of

    study = read_file(file)
    proof = proof_of(study.design, limits=Limits(dlt_limit, level_limit, cap), limit=limit)
    if as_json:
        head = {"study": study.id, "study_hash": study.hash, "assumed": assumed_notes(study)}
        emit_json({**head, **proof.to_json()})
    else:
        _show(study, proof)
    return ExitCode.DONE if proof.is_sound else ExitCode.FAULTS


def _show(study: Study, proof: Proof) -> None:
    from dosepath.designs import warnings
    from dosepath.wording import say

    rows = [
        (_sentence(law), _KNOWN if law.is_known else _FOUND[law.holds], f"{law.checked:,}")
        for law in proof.laws
    ]
    heads = ("Law", "", "Observations")
    emit_table(heads, rows, title=f"{study.id}, safety laws", numeric=heads[2:])
    for law in proof.laws:
        if law.holds is False:
            against = f"; compared with {law.against}" if law.against else ""
            paragraph(f"Broken by {law.counterexample}{against}: {_sentence(law)}")
    engine = (
        f"Engine: exhaustive, the laws were checked over {proof.states:,} states; an observation "
        "is the data after a cohort or any part of it."
    )
    if len(proof.laws) == 1:
        engine = (
            f"Engine: exhaustive, stopped at {proof.states:,} states, which are not all: nothing "
            "is proven. --limit visits more."
        )
    notes = [
        engine,
        *(f"Warning: {say(reason)}" for reason in warnings(study.design)),
    ]
    show_notes(study, notes)


def _sentence(law: Law) -> str:
    from dosepath.rule import Reason
    from dosepath.wording import say

    return say(Reason.of(law.code) if law.limit is None else Reason.of(law.code, limit=law.limit))
