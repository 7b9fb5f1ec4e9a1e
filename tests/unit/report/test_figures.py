"""Figures: readable without colour, with a text alternative, safe under a strict policy."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dosepath.analysis import (
    LadderLevel,
    LadderMark,
    committee_pack,
    incidence_steps,
    ladder,
    spaghetti,
    survival_steps,
)
from dosepath.designs import AcceleratedTitration, ThreePlusThree
from dosepath.pathways import Scenario, compile_design, operating_characteristics
from dosepath.report import courses_svg, ladder_svg, ladder_words, oc_svg, steps_svg
from dosepath.report.axes import round_ticks, spread
from dosepath.report.rungs import rungs_svg
from dosepath.report.series import Chart
from tests.unit.analysis.made_trial import made_trial

SVG = "{http://www.w3.org/2000/svg}"
DATA = made_trial()
DESIGN = AcceleratedTitration(
    escalation=ThreePlusThree(levels=4), switch_level=2, grade_2_threshold=1
)
SCENARIO = Scenario(grade_2=(0.1, 0.1, 0.15, 0.2), dlt=(0.02, 0.05, 0.08, 0.12))


def characteristics() -> str:
    return oc_svg(operating_characteristics(compile_design(DESIGN), SCENARIO), planned=10)


FIGURES = {
    "ladder": lambda: ladder_svg(ladder(DATA)),
    "courses": lambda: courses_svg(spaghetti(DATA, "bilirubin", unit="umol/L")),
    "survival": lambda: steps_svg(survival_steps(DATA)),
    "incidence": lambda: steps_svg(incidence_steps(DATA)),
    "characteristics": characteristics,
}


def texts(svg: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(svg).iter(f"{SVG}text")]


def described(svg: str) -> str:
    return ET.fromstring(svg).findtext(f"{SVG}desc") or ""


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_a_name_and_a_text_alternative(name: str) -> None:
    root = ET.fromstring(FIGURES[name]())
    assert root.get("role") == "img"
    for part, attribute in (("title", "aria-labelledby"), ("desc", "aria-describedby")):
        found = root.find(f"{SVG}{part}")
        assert found is not None
        assert found.text
        assert found.get("id") == root.get(attribute)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_needs_no_style_script_or_other_file(name: str) -> None:
    for found in ET.fromstring(FIGURES[name]()).iter():
        assert found.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image"}
        assert not {"style", "href", "onclick"} & set(found.attrib)


@pytest.mark.parametrize("name", FIGURES)
def test_every_word_of_a_figure_lies_inside_it(name: str) -> None:
    root = ET.fromstring(FIGURES[name]())
    _, _, width, height = (float(part) for part in (root.get("viewBox") or "").split())
    for found in root.findall(f"{SVG}text"):  # not those inside the scaled marks of a legend
        x, y = float(found.get("x", 0)), float(found.get("y", 0))
        size, length = float(found.get("font-size", 10)), len(found.text or "")
        # 0.62 em is wider than the average letter of a bold sans serif.
        long = 0.62 * size * length
        left = {"end": x - long, "middle": x - long / 2}.get(found.get("text-anchor", ""), x)
        assert left >= -2, found.text
        assert left + long <= width + 4, found.text
        assert 0 < y <= height, found.text


def test_ids_on_one_page_are_different() -> None:
    pack = committee_pack(DATA)
    drawn = [ladder_svg(pack.ladder), *map(courses_svg, pack.courses), *map(steps_svg, pack.steps)]
    ids = [found.get("id") for svg in drawn for found in ET.fromstring(svg).iter()]
    named = [one for one in ids if one]
    assert len(named) == len(set(named))


def test_the_ladder_says_in_words_what_its_marks_show() -> None:
    svg = ladder_svg(ladder(DATA))
    assert described(svg) == (
        "Level 1, 0.15\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}10⁹"
        "\N{NO-BREAK SPACE}cells: 0 of 1 with DLT. "
        "Level 2, 0.5\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}10⁹"
        "\N{NO-BREAK SPACE}cells: 1 of 6 with DLT, 1 with related grade 2, 1 not evaluable. "
        "Level 3, 1.0\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}10⁹"
        "\N{NO-BREAK SPACE}cells: 2 pending. "
        "Level 4, 1.5\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}10⁹"
        "\N{NO-BREAK SPACE}cells: nobody dosed."
    )
    assert {"P-003", "DLT", "pending", "not eval.", "open for dosing"} <= set(texts(svg))


def test_the_highest_level_is_at_the_top() -> None:
    shown = [text for text in texts(ladder_svg(ladder(DATA))) if text.startswith("Level")]
    assert shown == ["Level 4", "Level 3", "Level 2", "Level 1"]


def test_each_outcome_has_a_shape_of_its_own() -> None:
    marks = tuple(
        LadderMark(outcome, outcome)  # type: ignore[arg-type]
        for outcome in ("none", "dlt", "pending", "not_evaluable")
    )
    alone = [ladder_svg((LadderLevel(1, "1 mg", (mark,)),)) for mark in marks]
    shapes = {
        svg.replace(mark.participant, "").split("P-")[0]
        for svg, mark in zip(alone, marks, strict=True)
    }
    assert len(shapes) == 4


def test_many_participants_wrap_onto_more_lines() -> None:
    marks = tuple(LadderMark(f"P-{n:03d}", "none") for n in range(1, 19))
    root = ET.fromstring(ladder_svg((LadderLevel(1, "1 mg", marks),)))
    places = {
        found.text: (found.get("x"), found.get("y"))
        for found in root.iter(f"{SVG}text")
        if (found.text or "").startswith("P-")
    }
    assert len(set(places.values())) == 18


def test_a_name_with_markup_stays_text() -> None:
    svg = ladder_svg((LadderLevel(1, "<b>5</b> mg & more", (LadderMark('"P"', "none"),)),))
    assert "<b>" not in svg
    assert "<b>5</b> mg & more" in " ".join(texts(svg))


def test_an_empty_ladder_level_says_so() -> None:
    assert ladder_words(LadderLevel(1, "1 mg")) == ("nobody dosed",)


def test_the_courses_name_everyone_and_how_they_ended() -> None:
    shown = texts(courses_svg(spaghetti(DATA, "bilirubin", unit="umol/L")))
    assert {row.number for row in DATA.participants} <= set(shown)
    assert {"died later", "transplanted later", "Level 1", "Level 2", "Level 3"} <= set(shown)


def test_a_figure_without_values_says_that_there_are_none() -> None:
    svg = courses_svg(spaghetti(replace(DATA, measurements=()), "inr", unit=""))
    assert texts(svg) == ["No values have been recorded yet."]


def test_survival_is_drawn_as_steps_and_read_out() -> None:
    svg = steps_svg(survival_steps(DATA))
    assert described(svg).startswith("Alive: day 0 100%, day 45 88%.")
    for found in ET.fromstring(svg).iter(f"{SVG}polyline"):
        points = [tuple(map(float, one.split(","))) for one in (found.get("points") or "").split()]
        assert max(x for x, _ in points) <= 246  # day 60, the end of the axis
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def test_a_curve_ends_where_nobody_was_followed_any_longer() -> None:
    people = tuple(
        replace(one, followed_to=20, died_day=None, transplanted_day=None)
        for one in DATA.participants
    )
    svg = steps_svg(survival_steps(replace(DATA, participants=people)))
    assert "100% on day 20" in texts(svg)
    drawn = [found.get("points") or "" for found in ET.fromstring(svg).iter(f"{SVG}polyline")]
    assert {points.split()[-1].split(",")[0] for points in drawn} == {"106.0"}  # day 20 of 60


def test_the_characteristics_name_the_chance_of_more_than_planned() -> None:
    result = operating_characteristics(compile_design(DESIGN), SCENARIO)
    above = float(result.probability_above(10))
    assert f"P(N > 10) = {above:.3f}" in texts(characteristics())
    assert f"More than 10 participants with probability {above:.3f}." in described(
        characteristics()
    )


def test_several_scenarios_are_not_drawn_over_each_other() -> None:
    several = Scenario(grade_2=np.full((2, 4), 0.1), dlt=np.array([[0.02, 0.05, 0.08, 0.12]] * 2))
    result = operating_characteristics(compile_design(DESIGN), several)
    with pytest.raises(ValueError, match="one scenario at a time"):
        oc_svg(result)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, (0, 20, 40, 60, 80, 100)),
        (0, 7, (0, 2, 4, 6, 8)),
        (-3, 12, (-5, 0, 5, 10, 15)),
        (5, 5, (5, 6)),
    ],
)
def test_ticks_are_round_and_cover_the_values(
    low: float, high: float, ticks: tuple[float, ...]
) -> None:
    found = round_ticks(low, high)
    assert found == ticks
    assert found[0] <= low
    assert found[-1] >= high


def test_labels_keep_their_order_and_a_gap() -> None:
    placed = spread([50, 52, 51, 10], 10)
    assert placed == pytest.approx([41, 61, 51, 10])
    assert spread([], 10) == []


def test_marks_with_the_same_probability_do_not_hide_one_another() -> None:
    chart = Chart("truth", "Truth", "P(DLT)", percent=True)
    same = dict.fromkeys(("one", "two", "three"), (0.05, 0.2))
    root = ET.fromstring(rungs_svg(chart, ("1 mg", "2 mg"), series=same))
    drawn = [e for e in root.iter() if e.tag.endswith(("circle", "}rect")) and e.get("stroke")]
    at = [(e.get("cx") or e.get("x"), e.get("cy") or e.get("y")) for e in drawn]
    assert len(at) == len(set(at)) >= 6
