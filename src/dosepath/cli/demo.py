"""``dosepath demo``: a synthetic course of a study, played through the real commands."""

from __future__ import annotations

from pathlib import Path

import click


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
def demo(study: Path, *, database: Path, no_serve: bool, port: int, ladder: Path | None) -> None:
    """Play a synthetic course of STUDY and serve its site until Ctrl-C.

    STUDY is a study file with a `course.yaml` beside it. All people and values are made
    up. The database is made anew each time and marked synthetic: that mark lets the
    course be entered with dates in the past. A file without the mark is never touched.
    """
    from dosepath import web
    from dosepath.cli.course import Player, read_course
    from dosepath.cli.course.database import (
        PASSWORD,
        PEOPLE,
        clear_the_way,
        create_accounts,
        is_made,
    )
    from dosepath.store import make_demo_keys
    from dosepath.study import load

    loaded = load(study)
    course = read_course(study.with_name("course.yaml"), loaded)
    file = database.absolute()
    clear_the_way(file)
    make_demo_keys(file)
    web.start(file)
    web.migrate()
    from dosepath.store import deliver, now

    at = now()
    create_accounts(at)
    player = Player(loaded, course, people=PEOPLE, password=PASSWORD, at=at)
    player.play(lambda done, of: None)
    is_made(file)
    deliver()
    click.echo(f"Played {player.state.seq} events into {file}")
    click.echo(f"Sign in as {', '.join(PEOPLE)}; the password of each is {PASSWORD}")
    web.collect_static()
    if not no_serve:
        web.serve("127.0.0.1", port, ready=lambda address: click.echo(f"DosePath is at {address}"))
