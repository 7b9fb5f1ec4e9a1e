"""``dosepath demo``: a synthetic course of a study, played through the real commands."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.failure import ExitCode

if TYPE_CHECKING:
    from datetime import datetime

    from dosepath.cli.course import Course
    from dosepath.conduct import TrialState
    from dosepath.study import Study


@click.command()
@click.argument(
    "study",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("studies/nct05727722/study.yaml"),
)
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("var/demo/dosepath.sqlite3"),
    show_default=True,
    help="Where the synthetic database is made.",
)
@click.option("--no-serve", is_flag=True, help="Stop before serving the site.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes a free one.",
)
@click.option(
    "--ladder",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the dose ladder as an SVG file.",
)
def demo(study: Path, *, database: Path, no_serve: bool, port: int, ladder: Path | None) -> int:
    """Play a synthetic course of STUDY and serve its site until Ctrl-C.

    STUDY is a study file with a `course.yaml` beside it. Every person and value in it is
    made up. The database is made anew each time and marked synthetic: only that mark lets
    events be entered with times in the past. A file without the mark is never touched.
    """
    from dosepath.cli.course import database as making
    from dosepath.cli.course import read_course
    from dosepath.study import load

    loaded = load(study)
    course = read_course(study.with_name("course.yaml"), loaded, people=making.PEOPLE)
    if not no_serve:
        _require_free(port)
    click.echo(f"DosePath: a synthetic course of {loaded.id}. Nobody in it exists.\n")
    at, state = _make(database.absolute(), loaded, course)
    _show(state, loaded, at=at, ladder=ladder)
    click.echo("To act in it from the command line:")
    click.echo(f"  export DOSEPATH_DATABASE={_shown(database.absolute())}")
    click.echo("  .venv/bin/dosepath today\n")
    if not no_serve:
        _serve(port)
    return ExitCode.DONE


def _require_free(port: int) -> None:
    """Better to say now that the port is taken than after all the work."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.ClickException(
                f"port {port} cannot be used ({error.strerror}): does another demonstration run?\n"
                "Stop it with Ctrl-C in its window, or choose another port with --port "
                "(make demo DOSEPATH_PORT=8001)."
            ) from error


def _make(file: Path, study: Study, course: Course) -> tuple[datetime, TrialState]:
    """Make the database and play the course into it; the time that it is played for, the state."""
    from dosepath import web
    from dosepath.cli.course import Player, Progress, database
    from dosepath.store import make_demo_keys

    click.echo(f"[1/3] Making a database marked synthetic: {_shown(file)}")
    database.clear_the_way(file)
    make_demo_keys(file)
    os.environ.setdefault("DOSEPATH_HTTPS", "0")  # one's own computer, plain HTTP
    web.start(file)
    web.migrate()
    from dosepath.store import deliver, now

    at = now()
    database.create_accounts(at)
    with Progress("[2/3] Playing the course through the commands") as progress:
        player = Player(study, course, people=database.PEOPLE, password=database.PASSWORD, at=at)
        player.play(progress.show)
    database.mark_as_made(file)
    click.echo("[3/3] Sending the waiting letters to files and collecting the site's files")
    deliver(at=at)
    web.collect_static()
    return at, player.state


def _show(state: TrialState, study: Study, *, at: datetime, ladder: Path | None) -> None:
    from dosepath.cli.course import ladder_of, show_outcome, write_ladder

    show_outcome(state, study, at=at)
    if ladder is not None:
        write_ladder(ladder, ladder_of(state, study, at))


def _serve(port: int) -> None:
    from dosepath import web
    from dosepath.cli.course import database, logins

    def announce(address: str) -> None:
        for line in logins(database.ACCOUNTS, database.PASSWORD):
            click.echo(line)
        click.echo(f"\nThe site is at {address}  (Ctrl-C stops it)")

    web.serve("127.0.0.1", port, ready=announce)
    click.echo("Stopped. `make demo` starts anew.")


def _shown(file: Path) -> str:
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)
