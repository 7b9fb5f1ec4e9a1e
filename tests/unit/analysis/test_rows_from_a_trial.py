"""Rows from a trial in play: the same facts, told to the analysis."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from dosepath import conduct
from dosepath.analysis import TrialData, committee_pack, trial_data
from dosepath.conduct import Choice
from dosepath.schedule import Visit
from dosepath.study import Study, load
from tests.unit.conduct.playing import COORDINATOR, FORMS, VISITS, Play, protocol

LABS = {
    "bilirubin": {"value": "200", "unit": "umol/L"},
    "inr": "2.4",
    "albumin": {"value": "28", "unit": "g/L"},
    "creatinine": {"value": "150", "unit": "umol/L"},
    "sodium": "128",
}


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return load(root / "studies" / "nct05727722" / "study.yaml")


def play(study: Study) -> Play:
    """The small trial with the laboratory forms of the worked study."""
    names = ("baseline", "labs", "organ_support", "status")
    forms = {**FORMS, **{name: study.forms[name] for name in names}}
    visits = (
        Visit("baseline", -1, 2, 0, ("baseline", "labs", "organ_support")),
        replace(VISITS[0], forms=(*VISITS[0].forms, *names[1:])),
        *VISITS[1:],
    )
    made = protocol(visits=visits, forms=MappingProxyType(forms))
    return Play(protocol=made).open()


def enter(trial: Play, who: str, visit: str, form: str, **items: object) -> None:
    key = (who, visit, form)
    trial.do(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)


def baseline(trial: Play, who: str) -> None:
    sampled = trial.now.date().isoformat()
    enter(trial, who, "baseline", "baseline", sex="female", weight={"value": "60", "unit": "kg"})
    enter(trial, who, "baseline", "labs", sampled_on=sampled, **LABS)
    enter(trial, who, "baseline", "organ_support", dialysis="no", vasopressors="no")


def rows(trial: Play, study: Study) -> TrialData:
    return trial_data(trial.state, study, at=trial.now)


def dosed_with_baseline(trial: Play) -> str:
    who = trial.ready()
    baseline(trial, who)
    trial.wait(hours=2)
    trial.do(conduct.give_dose, who, given_at=trial.now)
    return who


def test_a_participant_becomes_a_row_with_measurements_and_a_score(study: Study) -> None:
    trial = play(study)
    who = dosed_with_baseline(trial)
    trial.wait(days=1)
    later = {**LABS, "bilirubin": {"value": "10", "unit": "mg/dL"}}
    enter(trial, who, "d1", "labs", sampled_on=trial.now.date().isoformat(), **later)
    data = rows(trial, study)
    (row,) = data.participants
    assert (row.number, row.level, row.outcome, row.sex) == (who, 1, "pending", "female")
    assert row.followed_to == 1
    values = {(m.visit, m.variable): float(m.value) for m in data.measurements}
    assert values["baseline", "bilirubin"] == 200
    assert values["d1", "bilirubin"] == pytest.approx(171.04)
    assert values["baseline", "meld_3_0"] == pytest.approx(35.077, abs=0.001)
    # Dialysis was not entered on day 1: MELD is unknown there, not computed without it.
    assert ("d1", "meld_3_0") not in values


def test_the_cut_names_the_log_and_the_time_of_the_site(study: Study) -> None:
    trial = play(study)
    data = rows(trial, study)
    assert (data.cut.seq, data.cut.head_hash) == (trial.state.seq, trial.state.head_hash)
    assert data.cut.at == trial.now
    assert data.cut.at.utcoffset() == timedelta(hours=8)
    assert data.synthetic


def test_a_dlt_a_death_and_a_transplantation_reach_their_rows(study: Study) -> None:
    trial = play(study)
    first = trial.dosed()
    trial.toxic(first)
    trial.wait(days=3)
    trial.do(conduct.record_transplantation, first, on=trial.now)
    trial.wait(days=2)
    trial.do(conduct.record_death, first, on=trial.now, cause="liver failure")
    (row,) = rows(trial, study).participants
    assert (row.outcome, row.transplanted_day, row.died_day, row.followed_to) == ("dlt", 3, 5, 5)
    (event,) = rows(trial, study).events
    assert (event.term, event.grade, event.related, event.onset_day) == (
        "Abdominal pain",
        3,
        True,
        0,
    )


def test_decisions_are_compared_with_the_recommendation_of_their_cut(study: Study) -> None:
    trial = play(study)
    trial.completed(trial.dosed())
    trial.decide(Choice("treat", level=2, n=2), minutes="two at first")
    (row,) = rows(trial, study).decisions
    assert row.agreement == "more_cautious"
    assert row.reason == "two at first"
    assert (row.recommended["n"], row.chosen["n"], row.signatures) == (3, 2, 3)
    assert row.effective
    states = {level.level: level.state for level in rows(trial, study).levels}
    assert states == {1: "past", 2: "open", 3: "not_reached", 4: "not_reached"}


def test_assumed_values_come_with_their_reasons_and_the_rest_is_counted(study: Study) -> None:
    data = rows(play(study), study)
    text = " ".join(one.path for one in data.assumed)
    assert "doses[3]" in text
    assert "page." not in text
    assert all(one.reason for one in data.assumed)
    listed = sum(not m.path.startswith(("population", "forms", "page")) for m in study.assumed)
    assert data.assumed_elsewhere == len(study.assumed) - listed


def test_an_empty_trial_has_a_pack(study: Study) -> None:
    pack = committee_pack(rows(play(study), study))
    assert len(pack.dose.rows) == 4
    assert pack.grade.rows == ()
