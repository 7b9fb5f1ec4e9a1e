"""``dosepath text``: the statistical section of a protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli import spreading
from dosepath.cli.answers import compared, document_json, findings, rendered, stated_target
from dosepath.cli.contenders import Contender, common_scenarios, effort_of, effort_options
from dosepath.cli.design_file import design_file, read_file, scenario_options
from dosepath.cli.output import emit_json, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dosepath.pathways import Scenario
    from dosepath.study import Study


_FORMS = ("md", "html", "docx")


@click.command()
@design_file
@scenario_options
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    help="Markdown, HTML or Word; default: by the name after -o, else Markdown.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write; default: the terminal. A Word file needs a name.",
)
@click.option("--target", type=float, help="Target DLT rate; default: that of the design.")
@click.option(
    "--planned", type=click.IntRange(min=0), help="Show P(N > this); default: the file's."
)
@click.option("--lang", type=click.Choice(["en", "zh-Hans"]), default="en", help="The language.")
@effort_options
def text(
    file: Path,
    *,
    name: str | None,
    dlt: str | None,
    grade_2: str | None,
    form: str | None,
    out: Path | None,
    target: float | None,
    planned: int | None,
    lang: str,
    limit: int | None,
    runs: int,
    seed: int,
    as_json: bool,
) -> None:
    r"""Write the statistical section of a protocol for the design in FILE.

    The rule in words with every parameter, its decision table, and its operating
    characteristics under the scenarios, with what they assume. HTML has figures.

    \b
        dosepath text mine.yaml -o section.docx
    """
    from dosepath.pathways import Question
    from dosepath.report import statistical_section

    form = _form(form, out)
    if form == "docx" and out is None and not as_json:
        raise click.UsageError("A Word file needs a name: -o section.docx")
    study = read_file(file)
    contender = Contender(study.id, study)
    planned = study.planned_participants if planned is None else planned
    question = Question(stated_target(contender) if target is None else target, planned)
    scenarios = _scenarios(study, name, dlt=dlt, grade_2=grade_2)
    with spreading.progress() as tell:
        effort = effort_of(limit, runs, seed, on_block=tell)
        found = compared(contender, scenarios, question=question, effort=effort)
    said = findings(contender, found, scenarios)
    section = statistical_section(study, said, lang=lang, drawn=form == "html")
    if as_json:
        emit_json({"study": study.id, "study_hash": study.hash, **document_json(section)})
    if out is not None:
        write_file(out, rendered(section, form))
        click.echo(f"Wrote {out}", err=True)
    elif not as_json:
        click.echo(rendered(section, form).decode(), nl=False)


def _form(form: str | None, out: Path | None) -> str:
    chosen = form or ("md" if out is None else out.suffix.lower().removeprefix("."))
    if chosen not in _FORMS:
        ending = "the name must end in .md, .html or .docx, or give --format"
        raise click.UsageError(f"-o {out}: {ending}")
    return chosen


def _scenarios(
    study: Study, name: str | None, *, dlt: str | None, grade_2: str | None
) -> Mapping[str, Scenario]:
    """Those asked for, else the file's; a design without any is described without figures."""
    if name is None and dlt is None and grade_2 is None and not study.scenarios:
        return {}
    return common_scenarios([study], name, dlts=() if dlt is None else (dlt,), grade_2=grade_2)
