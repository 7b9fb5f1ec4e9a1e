"""The worked study's criteria: their edges, their kinds and their readings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from dosepath.eligibility import Population, Record, Verdict, evaluate, parse_facts
from dosepath.rule import Truth
from dosepath.study import load

HERE = Path(__file__).parent
STUDY = HERE.parent.parent / "studies" / "nct05727722" / "study.yaml"
AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
ROWS = YAML(typ="safe", pure=True).load(
    (HERE / "nct05727722_boundaries.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def population() -> Population:
    found = load(STUDY).population
    assert found is not None
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['criterion']}: {row['facts']}")
def test_the_edges_of_a_criterion(row: dict[str, str], population: Population) -> None:
    record = parse_facts(row["facts"], population, at=AT)
    found = evaluate(population, record, at=AT).criterion(row["criterion"])
    answers = {reading.reading: reading.truth.value for reading in found.readings}
    if "reading" in row:
        assert answers[row["reading"]] == row["answer"]
    else:
        assert found.truth.value == row["answer"]


def test_every_criterion_is_there_in_the_protocols_order(population: Population) -> None:
    ids = [criterion.id for criterion in population.criteria]
    groups = [f"A{n}" for n in range(9)] + [f"B{n}" for n in range(8)]
    assert ids == groups + [f"E{n}" for n in range(1, 13)]


def test_every_criterion_has_its_edges_and_both_languages(population: Population) -> None:
    for criterion in population.criteria:
        assert criterion.boundaries, f"{criterion.id} has no worked example"
        texts = [
            criterion.text,
            *(r.text for r in criterion.readings if len(criterion.readings) > 1),
        ]
        texts += [
            words for words in (criterion.judgement, criterion.ask, *criterion.notes) if words
        ]
        for words in texts:
            assert set(words) == {"en", "zh-Hans"}, f"{criterion.id}: {words}"


def test_which_criteria_have_several_readings(population: Population) -> None:
    several = {c.id: len(c.readings) for c in population.criteria if len(c.readings) > 1}
    assert several == {
        "A2": 2,
        "A5": 3,
        "A7": 2,
        "A8": 2,
        "B2": 2,
        "B4": 3,
        "B5": 2,
        "B7": 2,
        "E6": 2,
    }


def test_no_reading_is_chosen_silently(population: Population) -> None:
    assert [c.id for c in population.criteria if c.pinned] == []
    assert population.criterion("A5").recommended is None


def test_with_or_without_never_decides(population: Population) -> None:
    informative = {c.id for c in population.criteria if c.kind == "informative"}
    assert informative == {"A4", "A6"}


def test_nothing_known_leaves_everything_open(population: Population) -> None:
    result = evaluate(population, Record(), at=AT)
    assert result.verdict is Verdict.UNDETERMINED
    assert {c.truth for c in result.criteria} == {Truth.UNKNOWN}


def test_one_report_of_the_oxygenation_index_is_asked_for_and_not_its_parts(
    population: Population,
) -> None:
    everything = [item.key for item in evaluate(population, Record(), at=AT).worklist]
    assert "pf_ratio" in everything
    assert not {"pao2", "fio2"} & set(everything)
    half = parse_facts("pao2 60 mmHg, E3 yes", population, at=AT)
    rest = [item.key for item in evaluate(population, half, at=AT).worklist]
    assert "fio2" in rest


def test_the_groups_differ_at_exactly_inr_one_and_a_half(population: Population) -> None:
    facts = "inr 1.50, pta 40 %, coagulopathy_other_cause no, thrombocytopenia_other_cause no"
    result = evaluate(population, parse_facts(facts, population, at=AT), at=AT)
    assert result.criterion("A5").truth is Truth.MET
    assert result.criterion("B6").truth is Truth.NOT_MET
