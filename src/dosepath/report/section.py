"""The statistical section of a protocol, from the design's own parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dosepath.designs import Part, needs, parts_of
from dosepath.pathways import Ahead, Comparison, DecisionTable, Scenario
from dosepath.report.cells import ShownTable
from dosepath.report.compared import ComparedBlocks
from dosepath.report.decisions import boundary_blocks, decision_blocks
from dosepath.report.document import (
    Block,
    Document,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Points,
    grid,
)
from dosepath.report.parameters import (
    design_sentence,
    parameter_sentence,
    says_something,
    value_text,
)
from dosepath.report.tree import decision_words, tree_rows, tree_svg
from dosepath.rule import Reason, Value
from dosepath.study import Study
from dosepath.wording import has_sentence, say

_ASSUMED = " *"
"""Behind a dose that is assumed."""


@dataclass(frozen=True)
class Findings:
    """What was computed about a study's design.

    Attributes:
        version: of DosePath.
        table: the decision table; None if there is none, and ``no_table`` says why.
        no_table: a code after ``protocol.``, with its values.
        ahead: what may come first, for designs without a table and for figures.
        ahead_scenario: the scenario of the probabilities in ``ahead``.
        compared: operating characteristics; None without scenarios.
    """

    version: str
    table: DecisionTable | None = None
    no_table: Reason | None = None
    ahead: Ahead | None = None
    ahead_scenario: str = ""
    compared: Comparison | None = None


def statistical_section(
    study: Study, findings: Findings, *, lang: str = "en", drawn: bool = False
) -> Document:
    """The section as a document; with ``drawn`` it has figures, each before its table."""
    section = _Section(study, findings, lang=lang, drawn=drawn)
    title = say(Reason.of("protocol.title"), lang)
    return Document(f"{title}: {study.id}", tuple(section.blocks()), lang)


def comparison_report(
    studies: Sequence[tuple[str, Study]], findings: Findings, *, lang: str = "en"
) -> Document:
    """Designs side by side with figures, then each rule with all of its parameters."""
    blocks: list[Block] = []
    if findings.compared is not None:
        blocks.append(Heading(say(Reason.of("protocol.characteristics"), lang)))
        doses = [str(dose) for dose in studies[0][1].doses]
        blocks += ComparedBlocks(findings.compared, doses, lang=lang, drawn=True).blocks()
    for name, study in studies:
        section = _Section(study, Findings(findings.version), lang=lang, name=name)
        blocks.append(Heading(name))
        blocks += section.rule(depth=3)
    for _, study in studies:
        blocks += _Section(study, findings, lang=lang).assumed()
    title = say(Reason.of("protocol.compared_title"), lang)
    return Document(title, tuple(blocks), lang)


class _Section:
    def __init__(
        self, study: Study, findings: Findings, *, lang: str, drawn: bool = False, name: str = ""
    ) -> None:
        self.name = name or study.id
        self.study, self.findings, self.lang, self.drawn = study, findings, lang, drawn
        self.parts = parts_of(study.design)

    def blocks(self) -> Iterator[Block]:
        about = {"study": self.study.id, "version": self.findings.version}
        yield Paragraph(self._say("about", **about, hash=self.study.hash[:16]), is_note=True)
        yield Paragraph(self._say("draft"), is_note=True)
        yield from self._doses()
        yield Heading(self._say("design"))
        yield from self.rule(depth=3)
        yield Heading(self._say("table"))
        yield from self._decisions()
        yield Heading(self._say("characteristics"))
        yield from self._characteristics()
        yield from self.assumed()
        yield from self._references()

    def _say(self, code: str, **values: Value) -> str:
        return say(Reason.of(f"protocol.{code}", **values), self.lang)

    def _doses(self) -> Iterator[Block]:
        yield Heading(self._say("doses"))
        yield Paragraph(self._say("doses_said", n=self.study.levels))
        headings = ((self._say("column.level"), True), (self._say("column.dose"), False))
        doses = self._dose_words()
        rows = tuple((str(level), dose) for level, dose in enumerate(doses, start=1))
        yield Grid(grid("doses", self._say("table.doses"), headings=headings, rows=rows))
        if any(dose.endswith(_ASSUMED) for dose in doses):
            yield Paragraph(self._say("doses_assumed"), is_note=True)
        yield Paragraph(self._say("levels_and_dlt"))
        if self.study.escalation.dlt is not None:
            yield Paragraph(self._say("window", days=self.study.escalation.dlt.window.days))

    def _dose_words(self) -> list[str]:
        """The doses from level 1 up, those that are assumed with a mark."""
        return [
            f"{dose}{_ASSUMED if self.study.assumed_under(f'doses[{dose.level}]') else ''}"
            for dose in self.study.doses
        ]

    def rule(self, *, depth: int) -> Iterator[Block]:
        """Each part in words, then every parameter in one table."""
        stages = [part for part in self.parts if part.role == "stage"]
        for part in self.parts:
            yield Heading(self._heading(part, stages), depth)
            yield Paragraph(design_sentence(part, self.lang))
            sentences = [
                parameter_sentence(part, one, self.lang)
                for one in part.parameters
                # The first level is where the first stage begins.
                if (one.name != "start_level" or part is stages[0]) and says_something(part, one)
            ]
            if sentences:
                yield Points(tuple(dict.fromkeys(sentences)))
        yield Grid(self._parameters())

    def _heading(self, part: Part, stages: Sequence[Part]) -> str:
        if part.role == "behaviour":
            return self._say("behaviour", design=part.name)
        if len(stages) == 1:
            return self._say("one_stage", design=part.name)
        return self._say("stage", design=part.name, number=stages.index(part) + 1)

    def _parameters(self) -> ShownTable:
        columns = ("stage", "parameter", "value", "default")
        headings = tuple((self._say(f"column.{name}"), False) for name in columns)
        rows = tuple(
            (
                part.name,
                one.name,
                value_text(one.value),
                value_text(one.default) if one.has_default else self._say("must_be_given"),
            )
            for part in self.parts
            for one in part.parameters
        )
        return grid(
            "parameters",
            self._say("table.parameters", design=self.name),
            headings=headings,
            rows=rows,
        )

    def _decisions(self) -> Iterator[Block]:
        table, ahead = self.findings.table, self.findings.ahead
        if ahead is not None:
            because = say(ahead.decision.because, self.lang)
            yield Paragraph(self._say("start", because=because))
        cut_offs = list(boundary_blocks(self.parts, self.lang))
        yield from cut_offs
        if cut_offs:
            table = None
        elif table is not None:
            yield Paragraph(self._say("table_said", states=table.states))
            at_top = self.study.escalation.mtd_at_top
            yield from decision_blocks(table, self.lang, mtd_at_top=at_top)
        elif self.findings.no_table is not None:
            yield Paragraph(say(self.findings.no_table, self.lang))
        if ahead is None or ((cut_offs or table is not None) and not self.drawn):
            return
        heads = (("after", False), ("probability", True), ("next", False))
        headings = tuple((self._say(f"column.{name}"), is_n) for name, is_n in heads)
        rows = tree_rows(ahead, self.lang)
        first = grid("first", self._say("table.first"), headings=headings, rows=rows)
        if not self.drawn:
            yield Grid(first)
            return
        svg = tree_svg(ahead, self.lang, scenario=self.findings.ahead_scenario)
        code = "figure.tree_if" if self.findings.ahead_scenario else "figure.tree"
        yield Picture(self._say(code, scenario=self.findings.ahead_scenario), svg, first)

    def _characteristics(self) -> Iterator[Block]:
        if self.findings.compared is None:
            yield Paragraph(self._say("no_scenarios"))
            return
        if "pending" in needs(self.study.design):
            yield Paragraph(self._say("without_time"))
        yield from ComparedBlocks(
            self.findings.compared, self._dose_words(), lang=self.lang, drawn=self.drawn
        ).blocks()
        yield from self._falls(self.findings.compared)

    def _falls(self, found: Comparison) -> Iterator[Block]:
        """That a scenario falls somewhere, where the levels have one order."""
        for name in () if hasattr(self.study.design, "grid") else found.scenarios:
            falls_at = Scenario(tuple(map(float, found.under(name)[0].dlt))).falls_at
            if falls_at:
                levels = ", ".join(map(str, falls_at))
                yield Paragraph(self._say("falls", scenario=name, levels=levels), is_note=True)

    def assumed(self) -> Iterator[Block]:
        """What the file assumes about the doses, the rule and the scenarios."""
        places = ("doses", "escalation.stages", "escalation.behaviours", "escalation.scenarios")
        marks = [mark for place in places for mark in self.study.assumed_under(place)]
        if marks:
            yield Heading(self._say("assumed"))
            said = (self._say("assumed_one", path=m.path, reason=m.reason) for m in marks)
            yield Points(tuple(said))

    def _references(self) -> Iterator[Block]:
        codes = [f"parameter.{part.name}.reference" for part in self.parts]
        said = dict.fromkeys(say(Reason.of(c), self.lang) for c in codes if has_sentence(c))
        if said:
            yield Heading(self._say("references"))
            yield Points(tuple(said), is_numbered=True)


__all__ = ["Findings", "comparison_report", "decision_words", "statistical_section"]
