"""The two study files of the worked study say what the record says, and mark what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from dosepath.designs import AcceleratedTitration, ThreePlusThree
from dosepath.pathways import Scenario
from dosepath.schedule import conditions
from dosepath.study import Study, lint, load

STUDIES = Path(__file__).resolve().parents[3] / "studies"


@pytest.fixture(scope="module")
def worked() -> Study:
    return load(STUDIES / "nct05727722" / "study.yaml")


@pytest.fixture(scope="module")
def long_ladder() -> Study:
    return load(STUDIES / "nct05727722-long-ladder" / "study.yaml")


def test_every_study_has_no_open_warning(worked: Study, long_ladder: Study) -> None:
    for study in (worked, long_ladder):
        open_ones = [f"{w.place} {w.code}" for w in lint(study) if not w.is_acknowledged]
        assert open_ones == []


def test_who_runs_it(worked: Study) -> None:
    about = worked.identity
    assert (worked.id, about.identifiers["sponsor"]) == ("NCT05727722", "IIT02-ProliHH-I")
    assert (about.sponsor, about.phase) == ("RenJi Hospital", 1)
    assert worked.planned_participants == 10
    assert str(worked.zone) == "Asia/Shanghai"
    assert str(about.dates.start) == "2024-03-01"
    assert str(about.dates.completion) == "2026-02-28"


def test_the_ladder_and_which_levels_are_assumed(worked: Study) -> None:
    assert [dose.text for dose in worked.doses] == [
        "0.15e9 cells",
        "0.5e9 cells",
        "1.0e9 cells",
        "1.5e9 cells",
    ]
    assert [bool(dose.assumed) for dose in worked.doses] == [False, False, True, True]


def test_one_titration_level_and_then_3_plus_3(worked: Study) -> None:
    assert worked.design == AcceleratedTitration(
        escalation=ThreePlusThree(
            levels=4,
            six_at_mtd="after_de_escalation",
            de_escalate=True,
            down_to_one="add_2",
            down_to_three="add_3",
        ),
        switch_level=2,
        grade_2_threshold=1,
        top_up_to=3,
    )


def test_the_long_ladder_has_the_full_rule_of_titration(long_ladder: Study) -> None:
    design = long_ladder.design
    assert isinstance(design, AcceleratedTitration)
    assert (design.levels, design.switch_level, design.grade_2_threshold) == (6, None, 2)
    values = [float(dose.value or 0) / 1e9 for dose in long_ladder.doses]
    assert values == [0.15, 0.22, 0.33, 0.5, 0.75, 1.0]


@pytest.mark.parametrize(
    ("name", "dlt"),
    [
        ("plausible", (0.02, 0.05, 0.08, 0.12)),
        ("toxic", (0.05, 0.10, 0.20, 0.35)),
        ("steep", (0.05, 0.20, 0.40, 0.60)),
    ],
)
def test_the_scenarios(worked: Study, name: str, dlt: tuple[float, ...]) -> None:
    scenario = worked.scenarios[name]
    assert isinstance(scenario, Scenario)
    assert scenario.dlt == dlt
    assert scenario.grade_2 is not None
    assert all(0 < g < 1 - p for g, p in zip(scenario.grade_2, dlt, strict=True))


@pytest.mark.parametrize(
    ("visit", "first", "last"),
    [
        ("baseline", -3, -1),
        ("dosing", 0, 0),
        ("d1", 1, 1),
        ("d3", 2, 4),
        ("d7", 6, 8),
        ("d14", 12, 16),
        ("d28", 28, 31),
        ("d60", 53, 67),
    ],
)
def test_the_windows_of_the_visits(worked: Study, visit: str, first: int, last: int) -> None:
    found = worked.visit(visit)
    assert found is not None
    assert (found.first_day, found.last_day) == (first, last)


def test_the_dlt_rule(worked: Study) -> None:
    dlt = worked.escalation.dlt
    assert dlt is not None
    assert (dlt.window.days, dlt.adjudicators) == (28, 2)
    general = dlt.is_
    assert (general.grade_at_least, general.worse_by_grades) == (3, 1)
    assert general.attribution == "possible"
    assert dlt.death_in_window == "dlt_unless_clearly_unrelated"
    assert dlt.transplantation_before_complete == "not_evaluable_replaced"
    assert dlt.overrides["hepatic_failure"].never
    assert dlt.overrides["encephalopathy"].any[0].lasts_more_than == 48
    assert dlt.overrides["bilirubin"].any[0].rise_of_at_least == "171 umol/L"


def test_stagger_and_committee(worked: Study) -> None:
    stagger, committee = worked.escalation.stagger, worked.escalation.committee
    assert stagger is not None
    assert committee is not None
    assert stagger.within_cohort_hours == 7 * 24
    assert stagger.candidate_dlt == "pauses_dosing"
    assert committee.quorum == 3
    assert committee.roles == ("investigator", "statistician", "independent_physician")


def test_everything_that_is_not_public_is_marked(worked: Study) -> None:
    """The list of what the record does not say, each with a reason."""
    marked = {mark.path for mark in worked.assumed}
    assert marked >= {
        "doses[3]",
        "doses[4]",
        "study.beyond_planned",
        "escalation.stages[1].accelerated_titration",
        "escalation.stages[2].three_plus_three",
        "escalation.dlt.window",
        "escalation.dlt.is",
        "escalation.dlt.overrides",
        "escalation.dlt.death_in_window",
        "escalation.dlt.transplantation_before_complete",
        "escalation.evaluable",
        "escalation.stagger",
        "escalation.committee",
        "escalation.scenarios",
        "population.windows.screening",
        *(f"visits.{name}.window" for name in ("d1", "d3", "d7", "d14", "d28", "d60")),
        "forms",
        "endpoints",
        "safety.ctcae",
    }
    assert all(mark.reason and mark.value for mark in worked.assumed)


def test_all_29_criteria_are_there(worked: Study) -> None:
    assert worked.population is not None
    ids = [criterion.id for criterion in worked.population.criteria]
    assert ids == [
        *(f"A{n}" for n in range(9)),
        *(f"B{n}" for n in range(8)),
        *(f"E{n}" for n in range(1, 13)),
    ]
    assert set((worked.page or {})["criteria"]) == set(ids)


def test_the_forms_ask_for_what_scores_and_endpoints_need(worked: Study) -> None:
    items = {item.id for form in worked.forms.values() for item in form.items}
    meld = {"bilirubin", "inr", "creatinine", "sodium", "albumin", "sex", "dialysis"}
    child_pugh = {"bilirubin", "inr", "albumin", "ascites", "west_haven"}
    assert meld | child_pugh <= items
    for form in worked.forms.values():
        conditions(form)


def test_every_label_is_in_both_languages(worked: Study) -> None:
    for form in worked.forms.values():
        for item in form.items:
            texts = [item.label, *(item.codes or {}).values(), form.title]
            assert all(set(text) == {"en", "zh-Hans"} for text in texts), item.id


def test_the_record_shows_no_contact_and_the_file_says_so(worked: Study) -> None:
    (site,) = worked.sites
    assert site.contact.unknown
    assert (site.contact.phone, site.contact.email) == (None, None)
