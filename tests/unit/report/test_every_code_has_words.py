"""Codes that are put together from parts have words too: what a scan of the source cannot see."""

from __future__ import annotations

import pytest

from dosepath.clinical import (
    AarcInput,
    ChildPughInput,
    ClifInput,
    Meld3Input,
    MeldInput,
    Score,
    aarc,
    albi,
    child_pugh,
    clif_c_aclf,
    clif_c_of,
    lab_terms,
    meld_3_0,
    meld_na_optn_2016,
)
from dosepath.clinical.lab_rule import DERIVED
from dosepath.wording import has_label, has_sentence, say

NOTHING: dict[str, Score] = {
    "meld": meld_na_optn_2016(MeldInput(None, None, None, None, None)),
    "meld_3_0": meld_3_0(Meld3Input(None, None, None, None, None, None, None)),
    "child_pugh": child_pugh(ChildPughInput(None, None, None, None, None)),
    "albi": albi(bilirubin_umol_per_l=None, albumin_g_per_l=None),
    "clif": clif_c_of(ClifInput(*[None] * 10)),
    "aclf": clif_c_aclf(
        organ_failure=Score("clif_c_of"), age_years=None, leucocytes_10e9_per_l=None
    ),
    "aarc": aarc(AarcInput(None, None, None, None, None)),
}


@pytest.mark.parametrize("name", NOTHING)
def test_whatever_a_score_lacks_has_a_name(name: str) -> None:
    assert NOTHING[name].missing
    for reason in NOTHING[name].missing:
        assert "⟦" not in say(reason)


@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_whatever_divides_or_raises_a_grade_has_words(version: str) -> None:
    for term in lab_terms(version).values():
        for name in (*term.facts, *(fact for _, fact in term.raised), *DERIVED):
            assert has_label(f"ctcae_fact.{name}"), name
        for step in term.steps:
            assert has_sentence(f"grade.rule.{step.test.of}")


@pytest.mark.parametrize(
    "code",
    [
        *(f"survival.{kind}" for kind in ("overall", "overall_censored", "transplant_free")),
        *(f"incidence.{kind}" for kind in ("death", "transplantation")),
        *(f"cell.{kind}" for kind in ("as_recommended", "more_cautious", "other")),
        *(f"rank.median_{fate}" for fate in ("value", "transplanted", "died")),
        *(f"next.{status}" for status in ("treat", "stop", "continue", "wait", "hold", "ended")),
        *(f"legend.{ending}" for ending in ("died", "transplanted")),
        *(f"ladder.{kind}" for kind in ("pending", "not_evaluable", "grade_2")),
        *(
            f"column.{c}"
            for c in ("level", "dosed", "evaluated", "n", "mean", "sd", "ratio", "lost")
        ),
    ],
)
def test_sentences_chosen_at_run_time_exist(code: str) -> None:
    assert has_sentence(code)


@pytest.mark.parametrize(
    "code",
    [
        *(f"variable.{v}" for v in ("bilirubin", "inr", "albumin", "meld_3_0")),
        *(f"curve.{c}" for c in ("overall", "transplant_free", "death", "transplantation")),
        *(f"level_state.{s}" for s in ("open", "observed", "past", "not_reached", "mtd")),
        *(f"mark.{m}" for m in ("none", "grade_2", "dlt", "pending", "not_evaluable")),
        *(f"input.{i}" for i in ("lln", "uln", "baseline")),
    ],
)
def test_labels_chosen_at_run_time_exist(code: str) -> None:
    assert has_label(code)
