"""What the verbs that answer with a document share: figures, the table, what may come first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dosepath.cli.contenders import Contender, say_progress
from dosepath.cli.output import write_file
from dosepath.cli.stopping import kept, while_doing

if TYPE_CHECKING:
    from dosepath.pathways import (
        Ahead,
        Comparison,
        Contest,
        DecisionTable,
        Effort,
        Piece,
        Question,
        Scenario,
        TableRow,
    )
    from dosepath.report import Document, Findings
    from dosepath.rule import Reason

# A table of more states would have more rows than anybody looks up.
_STATES = 60_000


def stated_target(contender: Contender) -> float | None:
    """The target DLT rate among the parameters of a design, if it has one."""
    from dosepath.designs import parts_of

    for part in parts_of(contender.design):
        for one in part.parameters:
            if one.name == "target" and isinstance(one.value, int | float):
                return float(one.value)
    return None


def followed(contest: Contest) -> tuple[Comparison, int]:
    """What is done of a comparison: all of it, or at Ctrl-C what there is, with its count."""
    doing = "the first design's states were being counted"
    if contest.course is not None:
        doing = "the first trials were simulated"
    pieces, code = kept(_told(contest), doing=doing)
    if code:
        say_progress(f"{_stopped(contest, pieces)}; the figures are of those.")
    return contest.gather(pieces), code


def _told(contest: Contest) -> Iterator[Piece]:
    """The pieces, telling how far it is after each design."""
    whole = len(contest.designs)
    for done, name in enumerate(contest.designs, start=1):
        yield from contest.pieces_of(name)
        if done < whole:
            say_progress(f"{done} of {whole} designs: {name}")


def _stopped(contest: Contest, pieces: Sequence[Piece]) -> str:
    """How much is done, down to the trials of the design that was being worked."""
    whole, scenarios = len(contest.designs), len(contest.scenarios)
    last = pieces[-1].design
    own = [piece for piece in pieces if piece.design == last]
    trials = sum(len(getattr(piece.made, "selected", ())) for piece in own)
    asked = contest.effort.runs * scenarios
    is_whole = trials == asked if trials else len(own) == scenarios
    before = list(contest.designs).index(last) + is_whole
    inside = f"{len(own)} of {scenarios} scenarios"
    if trials:
        inside = f"{trials:,} of {asked:,} trials"
    if whole == 1:
        return f"Stopped: {inside} are done"
    designs = f"Stopped: {before} of {whole} designs are done"
    return designs if is_whole else f"{designs}, and {inside} of {last}"


def compared(
    contender: Contender,
    scenarios: Mapping[str, Scenario],
    *,
    question: Question,
    effort: Effort,
) -> Comparison | None:
    """The operating characteristics of one design; None without scenarios.

    Raises:
        KeyboardInterrupt: it was stopped, for a document is whole or is not written.
    """
    from dosepath.pathways import Contest

    if not scenarios:
        return None
    contest = Contest({contender.name: contender.design}, scenarios, question, effort)
    pieces, code = kept(contest.pieces(), doing="the design's states were being counted")
    if code:
        raise KeyboardInterrupt(f"{_stopped(contest, pieces)}; no document was written.")
    return contest.gather(pieces)


def findings(
    contender: Contender, found: Comparison | None, scenarios: Mapping[str, Scenario]
) -> Findings:
    """What a document says of one design."""
    from dosepath import __version__
    from dosepath.report import Findings

    scenario = next(iter(scenarios), "")
    with while_doing("the decision table was being made", so="no document was written"):
        table, no_table = _table(contender)
        ahead = _ahead(contender, scenarios.get(scenario))
    return Findings(
        __version__,
        table=table,
        no_table=no_table,
        ahead=ahead,
        ahead_scenario=scenario,
        compared=found,
    )


def _table(contender: Contender) -> tuple[DecisionTable | None, Reason | None]:
    """The decision table, or why there is none."""
    from dosepath.designs import needs, parts_of
    from dosepath.pathways import TooManyStates, decision_table
    from dosepath.rule import Reason

    if any(hasattr(part.design, "boundaries") for part in parts_of(contender.design)):
        # Its cut-offs are printed; a design that weighs responses has no other table either.
        waits = "responses" in needs(contender.design)
        return None, Reason.of("protocol.table_waits") if waits else None
    if needs(contender.design):
        return None, Reason.of("protocol.table_waits")
    if not any(hasattr(part.design, "merge") for part in parts_of(contender.design)):
        # A model of all levels: most observations have answers of their own.
        return None, Reason.of("protocol.table_none")
    try:
        made = decision_table(contender.design, limit=_STATES)
    except TooManyStates:
        return None, Reason.of("protocol.table_large", limit=_STATES)
    rows = [row for row in made.lines if row.complete]
    # Where the same data at a level lead up and down, other levels decide it.
    if sum(1 for row in rows if len(_ways(row)) > 1) > len(rows) / 4:
        return None, Reason.of("protocol.table_none")
    return made, None


def _ways(row: TableRow) -> set[str]:
    """Up, stay or leave: the ways of leaving a level are one."""
    moves = {one.move for one in row.at("open")}
    return {"leave" if move in ("down", "mtd_below", "no_mtd") else move for move in moves}


def _ahead(contender: Contender, scenario: Scenario | None) -> Ahead | None:
    from dosepath.designs import Counts, needs
    from dosepath.pathways import look_ahead

    if needs(contender.design):
        return None
    return look_ahead(contender.design, Counts.none(contender.study.levels), scenario=scenario)


def write_report(
    out: Path, contender: Contender, scenarios: Mapping[str, Scenario], **asked: Any
) -> None:
    """The rule, its table and its exact characteristics as a page with figures.

    ``asked``: ``target``, ``planned`` and ``one_by_one``, as ``dosepath oc`` takes them.
    """
    from dosepath.pathways import Effort, Question
    from dosepath.report import render_page, statistical_section

    target = stated_target(contender) if asked["target"] is None else asked["target"]
    question = Question(target, asked["planned"])
    effort = Effort(cancel_undosed=asked["one_by_one"])
    found = compared(contender, scenarios, question=question, effort=effort)
    section = statistical_section(
        contender.study, findings(contender, found, scenarios), drawn=True
    )
    write_file(out, render_page(section).encode())
    say_progress(f"Wrote {out}")


def document_json(document: Document) -> dict[str, object]:
    """A document as JSON: its title, and its blocks with their kind."""
    from dataclasses import asdict

    return {
        "title": document.title,
        "lang": document.lang,
        "blocks": [
            {"kind": type(block).__name__.lower(), **asdict(block)} for block in document.blocks
        ],
    }


def rendered(document: Document, form: str) -> bytes:
    """The document as ``md``, ``html`` or ``docx``."""
    from dosepath.report import render_docx, render_markdown, render_page

    if form == "docx":
        return render_docx(document)
    return (render_markdown(document) if form == "md" else render_page(document)).encode()
