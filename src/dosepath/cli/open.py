"""``dosepath open``: open the trial of a study file."""

from __future__ import annotations

from pathlib import Path

import click

from dosepath.cli.acting import Acting, as_account, set_up, written_time
from dosepath.cli.output import emit_json, paragraph


@click.command("open")
@click.argument("study", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--synthetic",
    is_flag=True,
    help="Mark the trial as synthetic, for ever: times in the past are then accepted.",
)
@as_account
def open_trial(study: Path, *, synthetic: bool, acting: Acting) -> None:
    r"""Open the trial of STUDY in the database in use.

    An investigator opens it; level 1 is then open as the protocol says. The text of the
    study file is kept with the trial. Accounts come first:

    \b
      dosepath account create chief --role investigator --trained --delegated
      dosepath open studies/nct05727722/study.yaml --as chief --synthetic
    """
    from dosepath.store import database_path, make_demo_keys
    from dosepath.study import load

    loaded = load(study)
    set_up()
    if synthetic:
        make_demo_keys(database_path())
    from dosepath.store import now, open_trial, trial_state

    kind = "a synthetic trial" if synthetic else "a REAL trial"
    acting.trial = loaded.id
    acting.confirm(f"{loaded.id} will be opened as {kind} in {database_path()}.")
    at = written_time(acting.at, loaded.zone, option="--at") if acting.at else now()
    open_trial(loaded, by=acting.actor(at=at), synthetic=synthetic, at=at)
    state = trial_state(loaded.id)
    if acting.as_json:
        emit_json({"trial": loaded.id, "synthetic": synthetic, "study_hash": loaded.hash})
        return
    paragraph(
        f"{loaded.id} is open as {kind}. Study file {loaded.hash[:12]}, times in {state.zone}."
    )
    paragraph("dosepath screening open", indent="  next: ")
