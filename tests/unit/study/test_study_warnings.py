"""Warnings: what is allowed and probably not meant, and how an author keeps it."""

from __future__ import annotations

import pytest

from dosepath.study import Warned, lint, load_text

STUDY = """\
study:
  id: S1
  title: {{en: A study}}
  phase: 1
  sponsor: A hospital
  planned_participants: 12
  version: {{number: 1, date: 2026-11-22, status: draft}}
doses: [1 mg, 2 mg, 3 mg]
escalation:
  stages: [three_plus_three]
"""
BLOCK = (
    "page: {{blocks: {{b: {{place: tested, source: [us], approved: {{state: draft}}, "
    "text: {{en: '{}'}}}}}}}}\n"
)


def warnings(text: str) -> list[Warned]:
    return list(lint(load_text(text, "f.yaml")))


def on_the_page(words: str) -> list[str]:
    return [warned.code for warned in warnings(STUDY.format() + BLOCK.format(words))]


@pytest.mark.parametrize(
    "words",
    [
        "albumin lower than 35",
        "albumin lower than 35.",
        "albumin < 35, or platelets are low",
        "at least 20 and not more",
        "白蛋白低于35。",
        "P/F ratio was measured; PaO2 below 200",
    ],
)
def test_a_threshold_without_a_unit_is_pointed_out(words: str) -> None:
    assert "text.unit_missing" in on_the_page(words)


@pytest.mark.parametrize(
    "words",
    [
        "albumin lower than 35 g/L",
        "PTA below 40%",
        "platelets below 20 × 10⁹/L",
        "more than 3 days of care",
        "older than 18 years",
        "less than 10 times the upper limit",
        "INR above 1.5, or ill",
        "INR ≥ 1.5",
        "a score of at least 3",
        "体重超过40公斤",
        "at least one grade worse",
    ],
)
def test_a_threshold_with_its_unit_is_left_alone(words: str) -> None:
    assert on_the_page(words) == []


@pytest.mark.parametrize("words", ["platelets < 20x109/L", "20 × 109/L", "5*1012 /L", "109/L"])
def test_a_lost_exponent_is_pointed_out(words: str) -> None:
    assert "text.lost_exponent" in on_the_page(words)


@pytest.mark.parametrize("words", ["20 × 10⁹/L", "20 x 10^9/L", "1.5e9 cells", "109 people"])
def test_a_kept_exponent_is_left_alone(words: str) -> None:
    assert on_the_page(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "the centre {{SITE_NAME}}",
        "[insert the classification here]",
        "starts TBD",
        "to be confirmed",
        "日期待定",
    ],
)
def test_a_placeholder_is_pointed_out(words: str) -> None:
    assert on_the_page(words) == ["text.placeholder"]


@pytest.mark.parametrize(
    "words",
    [
        "an effective treatment",
        "early access to cells",
        "unlimited cells",
        "the cells are free of charge",
        "a breakthrough",
        "疗效显著",
        "免费治疗",
    ],
)
def test_a_promise_is_pointed_out(words: str) -> None:
    assert set(on_the_page(words)) == {"text.promise"}


@pytest.mark.parametrize("words", ["in effect on day 7", "feel freely to ask", "多长时间内有效"])
def test_words_that_promise_nothing_are_left_alone(words: str) -> None:
    assert on_the_page(words) == []


def test_a_missing_language_is_pointed_out() -> None:
    two = STUDY.format().replace("{en: A study}", "{en: A study, zh-Hans: 研究}")
    found = warnings(two + BLOCK.format("Nothing"))
    assert [(one.code, one.place.path) for one in found] == [
        ("text.language_missing", "page.blocks.b.text")
    ]
    assert "zh-Hans" in found[0].message


TITRATION = "[accelerated_titration: {{switch_level: {}, grade_2_threshold: {}}}, three_plus_three]"


@pytest.mark.parametrize(
    ("switch", "threshold", "fires"), [(2, 2, False), (2, 1, True), (3, 2, True)]
)
def test_a_trigger_that_can_never_fire_is_pointed_out(
    switch: int, threshold: int, *, fires: bool
) -> None:
    """With one titration level there is one participant, so two events cannot be counted."""
    stages = TITRATION.format(switch, threshold)
    found = warnings(STUDY.format().replace("[three_plus_three]", stages))
    assert [one.code for one in found] == ([] if fires else ["trigger_never_fires"])


DLT = """\
  dlt:
    window: 28 d
    is: {grade_at_least: 3, text: Grade 3}
    death_in_window: always_dlt
    overrides: {x: {terms: [X], text: Long, any: [{lasts_more_than: 28 d}]}}
  evaluable: {text: Seen, after_visit: d21}
visits: {d21: {day: 21}}
"""


def test_an_event_longer_than_the_window_and_an_early_closing_visit_are_pointed_out() -> None:
    codes = {one.code for one in warnings(STUDY.format() + DLT)}
    assert codes == {"trigger_never_fires", "window_still_open"}


GROUPS = """\
population:
  variables:
    inr: {{label: {{en: INR}}, unit: "1", window: 72 h before enrolment, pick: latest,
          same_time: conflict, plausible: 0.5..20, from: laboratory}}
  groups:
    A: {{title: {{en: A}}, criteria: {{A1: {{text: {{en: INR}}, rule: inr {0}, team_only: true}}}}}}
    B: {{title: {{en: B}}, criteria: {{B1: {{text: {{en: INR}}, rule: inr {1}, team_only: true}}}}}}
"""


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (">= 1.5", "> 1.5", True),
        (">= 1.5", ">= 1.50", False),
        (">= 1.5", "> 1.6", False),
        (">= 1.5", "<= 1.5", False),
        ("<= 4", "< 4.0", True),
    ],
)
def test_the_same_limit_read_in_two_ways_is_pointed_out(
    one: str, other: str, *, differ: bool
) -> None:
    found = warnings(STUDY.format() + GROUPS.format(one, other))
    assert [(w.code, w.place.path) for w in found] == (
        [("groups_differ", "population.groups.B.criteria.B1")] if differ else []
    )


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("3 days of regular treatment", "more than 3 days of regular treatment", True),
        ("over 3 days of care", "more than 3 days of care", False),
        ("3 days of treatment", "4 days of treatment", False),
        ("seen on 3 days", "more than 3 days of care", False),
    ],
)
def test_days_that_differ_between_texts_are_pointed_out(
    one: str, other: str, *, differ: bool
) -> None:
    second = f"visits: {{d1: {{day: 1, purpose: '{other}'}}}}\n"
    found = warnings(STUDY.format() + second + BLOCK.format(one))
    assert [w.code for w in found] == (["days_differ"] if differ else [])


def test_a_form_that_nobody_asks_for_is_pointed_out() -> None:
    unused = "forms: {f: {title: F, items: {a: {type: yes_no, label: A}}}}\n"
    assert [w.code for w in warnings(STUDY.format() + unused)] == ["form_unused"]


def test_an_author_keeps_a_warning_with_a_reason() -> None:
    keep = "acknowledge: [{warning: text.promise, at: page.blocks.b, because: it is quoted}]\n"
    (found,) = warnings(STUDY.format() + BLOCK.format("effective") + keep)
    assert found.is_acknowledged
    assert found.because == "it is quoted"


def test_a_reason_covers_its_own_path_only() -> None:
    keep = "acknowledge: [{warning: text.promise, at: page.blocks.bb, because: quoted}]\n"
    found = warnings(STUDY.format() + BLOCK.format("effective") + keep)
    assert {(one.code, one.is_acknowledged) for one in found} == {
        ("text.promise", False),
        ("acknowledgement_unused", False),
    }


def test_an_acknowledgement_that_nothing_needs_is_pointed_out() -> None:
    keep = "acknowledge: [{warning: text.promise, at: page, because: it is quoted}]\n"
    assert [one.code for one in warnings(STUDY.format() + keep)] == ["acknowledgement_unused"]


AT_TOP = "escalation:\n  mtd_at_top: not_reached\n  stages: "
BOIN = "[{boin: {target: 0.3, cohort: 3, max_n: 12, start_level: 1}}]"


@pytest.mark.parametrize(
    ("stages", "is_said"),
    [
        ("[three_plus_three]", False),
        ("[rolling_six]", False),
        (BOIN, True),
    ],
)
def test_a_word_for_the_top_that_the_design_never_says_is_pointed_out(
    stages: str, is_said: bool
) -> None:
    text = STUDY.format().split("escalation:")[0] + AT_TOP + stages + "\n"
    codes = [one.code for one in warnings(text)]
    assert ("escalation.mtd_at_top_unused" in codes) is is_said
    assert "escalation.mtd_at_top_unused" not in [
        one.code for one in warnings(text.replace("  mtd_at_top: not_reached\n", ""))
    ]


def test_it_has_an_effect_if_one_part_says_it() -> None:
    part = "  parts: {b: {stages: [three_plus_three]}}\n"
    text = STUDY.format().split("escalation:")[0] + AT_TOP + BOIN + "\n" + part
    assert "escalation.mtd_at_top_unused" not in [one.code for one in warnings(text)]
