"""The statistical section and the report of a comparison, in every form."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

from dosepath.designs import CATALOGUE, Counts, build, parts_of
from dosepath.pathways import Effort, Question, compare, decision_table, look_ahead, with_benchmark
from dosepath.report import (
    Findings,
    comparison_report,
    render_docx,
    render_markdown,
    render_page,
    statistical_section,
)
from dosepath.report.document import Document, Grid, Heading, Paragraph, Picture, Points, grid
from dosepath.report.parameters import parameter_sentence, says_something, value_text
from dosepath.study import Study, load, load_text

TITRATED = """\
dosepath: 1
doses: [10 mg, 20 mg, {dose: 40 mg, assumed: not decided}]
escalation:
  stages:
    - accelerated_titration: {grade_2_threshold: 1}
    - three_plus_three: {six_at_mtd: always, start_level: 1}
  behaviours:
    - cap_on_n: {n: 12}
  scenarios:
    low: {dlt: [0.02, 0.05, 0.20], grade_2: [0.1, 0.1, 0.1]}
    high: {dlt: [0.10, 0.30, 0.50]}
"""


@pytest.fixture(scope="module")
def study() -> Study:
    return load_text(TITRATED, "titrated.yaml")


@pytest.fixture(scope="module")
def findings(study: Study) -> Findings:
    found = compare({"titrated": study.design}, study.scenarios, question=Question(0.3, 10))
    ahead = look_ahead(study.design, Counts.none(3), scenario=study.scenarios["low"])
    table = decision_table(study.design)
    return Findings("1.2.3", table=table, ahead=ahead, ahead_scenario="low", compared=found)


def words(document: Document) -> str:
    return render_markdown(document)


def test_the_section_has_its_parts_in_order(study: Study, findings: Findings) -> None:
    section = statistical_section(study, findings)
    found = [one.text for one in section.blocks if isinstance(one, Heading) and one.depth == 2]
    assert found == [
        "Dose levels",
        "Escalation rule",
        "Decision table",
        "Operating characteristics",
        "Assumed, not from a public record",
        "References",
    ]


def test_stages_and_behaviours_are_said_in_order(study: Study, findings: Findings) -> None:
    section = statistical_section(study, findings)
    found = [one.text for one in section.blocks if isinstance(one, Heading) and one.depth == 3]
    assert found[:2] == ["Stage 1: accelerated titration", "Stage 2: 3+3"]
    assert found[2].startswith("Around the rule: ")
    # Where the trial begins is said once, by the stage with which it begins.
    assert words(section).count("The first participants are treated at dose level 1.") == 1


def test_every_parameter_stands_in_the_table(study: Study, findings: Findings) -> None:
    section = statistical_section(study, findings)
    (table,) = (
        block.table
        for block in section.blocks
        if isinstance(block, Grid) and block.table.code == "parameters"
    )
    shown = {(row[0], row[1]) for row in table.rows}
    for name in ("accelerated_titration", "three_plus_three"):
        wanted = set(CATALOGUE[name].parameters)
        assert wanted <= {parameter for _, parameter in shown}
    row = next(row for row in table.rows if row[1] == "grade_2_threshold")
    assert row[2:] == ("1", "2")


def test_what_is_assumed_is_named(study: Study, findings: Findings) -> None:
    text = words(statistical_section(study, findings))
    assert "doses\\[3\\]: not decided" in text
    assert "grade 2, no DLT | 0.1 | 0.1 | 0.1" in text


def test_figures_agree_with_what_was_computed(study: Study, findings: Findings) -> None:
    text = words(statistical_section(study, findings))
    assert findings.compared is not None
    row = findings.compared.rows()[0]
    assert f"{row['participants']:.2f}" in text
    assert f"{100 * row['above_planned']:.1f}%" in text


def test_simulated_figures_say_so(study: Study) -> None:
    effort = Effort(limit=5, runs=400)
    found = compare({"x": study.design}, study.scenarios, question=Question(0.3), effort=effort)
    text = words(statistical_section(study, Findings("1", compared=found)))
    assert "simulation, 400 trials, seed 1" in text
    assert "at most 0.025" in text
    one_by_one = compare({"x": study.design}, study.scenarios, effort=Effort(cancel_undosed=True))
    text = words(statistical_section(study, Findings("1", compared=one_by_one)))
    assert "Each participant is evaluated before the next is dosed" in text


def test_no_sentence_has_a_hole(study: Study, findings: Findings) -> None:
    for drawn in (False, True):
        page = render_page(statistical_section(study, findings, drawn=drawn))
        assert "⟦" not in page
        assert not re.search(r"\[\w+\?\]", page)


def test_the_page_has_accessible_figures_each_with_its_table(
    study: Study, findings: Findings
) -> None:
    section = statistical_section(study, findings, drawn=True)
    pictures = [block for block in section.blocks if isinstance(block, Picture)]
    # The tree, the ladder, and four charts for each of two scenarios.
    assert len(pictures) == 1 + 1 + 2 * 4
    ids = []
    for picture in pictures:
        svg = ET.fromstring(picture.svg)
        space = "{http://www.w3.org/2000/svg}"
        title, said = svg.find(f"{space}title"), svg.find(f"{space}desc")
        assert title is not None
        assert title.text
        assert said is not None
        assert len(said.text or "") > 20
        assert svg.get("role") == "img"
        ids += [svg.get("aria-labelledby"), svg.get("aria-describedby")]
        assert picture.table.rows
    assert len(ids) == len(set(ids))


def test_the_page_needs_nothing_from_elsewhere(study: Study, findings: Findings) -> None:
    page = render_page(statistical_section(study, findings, drawn=True))
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"<script|<link|<img|url\(|@import", page)
    assert set(re.findall(r'https?://[^"\s<]+', page)) == {"http://www.w3.org/2000/svg"}
    assert page.count('<th scope="col"') > 20


def test_words_of_a_study_cannot_break_the_page() -> None:
    evil = '<img src=x onerror="alert(1)">|`*'
    document = Document(
        evil,
        (
            Heading(evil),
            Paragraph(evil),
            Points((evil,)),
            Grid(grid("x", evil, headings=((evil, False),), rows=((evil,),))),
        ),
    )
    assert "<img" not in render_page(document)
    markdown = render_markdown(document)
    assert "<img" not in markdown.replace("\\<img", "")
    row = next(line for line in markdown.splitlines() if line.startswith("| \\<img"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 2


def test_a_word_file_has_headings_lists_and_header_rows(study: Study, findings: Findings) -> None:
    written = render_docx(statistical_section(study, findings))
    opened = docx.Document(BytesIO(written))
    styles = {paragraph.style.name for paragraph in opened.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number"} <= styles
    assert opened.core_properties.title.startswith("Statistical design")
    assert len(opened.tables) >= 6
    for table in opened.tables:
        header = table.rows[0]._tr.trPr
        assert header is not None
        assert header.xpath("./w:tblHeader")
    with zipfile.ZipFile(BytesIO(written)) as packed:
        assert packed.testzip() is None


def test_a_comparison_tells_each_rule(study: Study) -> None:
    other = load_text(TITRATED.replace("always", "never"), "other.yaml")
    question = Question(0.3)
    designs = {"one": study.design, "other": other.design}
    found = with_benchmark(compare(designs, study.scenarios, question=question), 12)
    report = comparison_report([("one", study), ("other", other)], Findings("1", compared=found))
    text = words(report)
    assert "Optimal benchmark" in text
    assert "One cohort is enough at the MTD" in text
    assert "The MTD always rests on both cohorts" in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "none"),
        ((), "none"),
        (True, "true"),
        (0.3, "0.3"),
        ((1, 1), "1, 1"),
        ((("6,2", "exceeds_mtd"),), "6,2: exceeds_mtd"),
        (((1, 2), (3, 4)), "(1, 2); (3, 4)"),
        ({"response": 100}, "response: 100"),
        ("always", "always"),
    ],
)
def test_values_are_shown_as_a_file_writes_them(value: object, shown: str) -> None:
    assert value_text(value) == shown


def test_an_assumed_dose_is_marked_wherever_it_stands(root: Path) -> None:
    study = load(root / "studies/nct05727722/study.yaml")
    page = render_markdown(statistical_section(study, Findings("0")))
    assert "| 2 | 0.5 × 10⁹ cells |" in page
    assert "| 3 | 1.0 × 10⁹ cells \\* |" in page
    assert "assumed, not from a public record" in page


def said_of(name: str, levels: int, **parameters: object) -> str:
    """Every sentence of a design's parameters that matter."""
    (part,) = parts_of(build([{name: parameters}], levels))
    return "\n".join(
        parameter_sentence(part, one) for one in part.parameters if says_something(part, one)
    )


def test_ties_of_two_agents_are_said_of_combinations() -> None:
    rule = {"grid": (2, 3), "target": 0.3, "max_n": 18}
    text = said_of("two_agent_boin", 6, **rule)
    assert "Of combinations equally near the target" in text
    assert "Of combinations whose rate is the target itself the one with the highest" in text
    assert "in both agents" in text
    text = said_of("two_agent_boin", 6, **rule, ties="lowest")
    assert "target itself" not in text
    assert "Of combinations equally near the target the one with the lowest" in text


def test_how_an_mtd_is_estimated_is_not_said_where_it_bounds_nothing() -> None:
    rule = {"target": 0.3, "max_n": 18, "efficacy_limit": 0.2}
    bounded = said_of("u_boin", 3, **rule, obd_not_above_mtd=True)
    free = said_of("u_boin", 3, **rule)
    for word in ("isotonic regression, with", "equally near", "target itself", "can be the MTD"):
        assert word in bounded.replace("The MTD may be a level", "can be the MTD")
        assert word not in free.replace("The MTD may be a level", "can be the MTD")


def test_from_how_many_a_level_is_judged_is_said_while_anything_heeds_it() -> None:
    rule = {"target": 0.3, "max_n": 18, "efficacy_limit": 0.2, "eliminate_above": None}
    assert "on fewer than 3" in said_of("boin12", 3, **rule)
    assert "on fewer than" not in said_of("boin12", 3, **rule, futile_above=None)
    assert "on fewer than" not in said_of("boin", 3, target=0.3, max_n=18, eliminate_above=None)


@pytest.mark.parametrize(("at_top", "is_said"), [("mtd", False), ("not_reached", True)])
def test_the_section_calls_a_tolerated_top_what_the_file_calls_it(
    at_top: str, is_said: bool
) -> None:
    stages = f"stages: [three_plus_three], mtd_at_top: {at_top}"
    study = load_text(f"doses: [1 mg, 2 mg]\nescalation: {{{stages}}}\n", "f.yaml")
    findings = Findings("1", table=decision_table(study.design))
    text = render_markdown(statistical_section(study, findings))
    assert ("tolerated at the top, the MTD is not reached" in text) is is_said
