"""The worked study's own file in play: screening to the second cohort, and what is due when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dosepath import conduct, wording
from dosepath.conduct import Choice, ConsentForm
from dosepath.schedule import Form, ItemType
from dosepath.study import Study, load
from tests.unit.conduct.playing import COORDINATOR, HERE, INVESTIGATOR, SECOND, Play

FACTS = {
    "birth_date": "1975-06-01",
    "weight": "62 kg",
    "cirrhosis": "yes",
    "liver_function_declining": "yes",
    "decompensated": "yes",
    "albumin": "30 g/L",
    "platelets": "80 10*9/L",
    "pta": "35 %",
    "inr": "1.9",
    "coagulopathy_other_cause": "no",
    "thrombocytopenia_other_cause": "no",
    "refractory_ascites": "no",
    "portal_hypertension": "yes",
    "he_grade": "1",
    "brain_oedema": "no",
    "brain_herniation": "no",
    "intracranial_haemorrhage": "no",
    "liver_cancer": "no",
    "pao2": "90 mmHg",
    "fio2": "0.21",
    "bleeding": "no",
    "infection": "no",
    "infection_controlled": "no",
    "peritonitis": "no",
    "hiv_test": "negative",
    "sars_cov_2_test": "negative",
    "drug_abuse": "no",
    "sex": "male",
    "breastfeeding": "no",
}


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return load(root / "studies/nct05727722/study.yaml")


def signed(trial: Play, study: Study) -> str:
    """Through screening with the study's own criteria, up to the investigator's signature."""
    trial.do(conduct.open_screening, by=COORDINATOR)
    number = list(trial.state.screenings)[-1]
    form = ConsentForm(trial.state.consent_version, "zh-Hans")
    trial.do(conduct.record_consent, number, form=form, signed_at=trial.now, by=COORDINATOR)
    trial.do(conduct.record_facts, number, facts=list(facts(trial)), by=COORDINATOR)
    for criterion in study.population.criteria:
        if criterion.kind == "judgement":
            answer = "no" if criterion.is_exclusion else "yes"
            trial.do(
                conduct.judge_criterion,
                number,
                criterion=criterion.id,
                answer=answer,
                reason="seen at the bedside",
            )
    trial.do(conduct.sign_eligibility, number, group="CLF")
    return number


def enrolled(trial: Play, study: Study) -> str:
    """Signed and enrolled; gives the subject number."""
    trial.do(conduct.enrol, signed(trial, study))
    return list(trial.state.participants)[-1]


def facts(trial: Play):
    at = (trial.now - timedelta(hours=2)).isoformat()
    for variable, written in FACTS.items():
        value, _, unit = written.partition(" ")
        yield {"variable": variable, "value": value, "unit": unit, "at": at}
    for variable, days in (("treatment_start", 5), ("treatment_until", 0)):
        day = (trial.now - timedelta(days=days)).date().isoformat()
        yield {"variable": variable, "value": day, "at": at}
    yield {"variable": "bilirubin", "value": "120", "unit": "umol/L", "at": at, "uln": "21"}


def dosed(trial: Play, study: Study) -> str:
    opens = conduct.next_dosing_from(trial.state)
    trial.now = max(trial.now, opens) if opens else trial.now
    participant = enrolled(trial, study)
    trial.do(conduct.reserve_slot, participant, by=COORDINATOR)
    trial.check(participant)
    trial.do(conduct.give_dose, participant, given_at=trial.now)
    return participant


def completed(trial: Play, study: Study, participant: str) -> None:
    """What every form of day 28 requires is entered, and the window is assessed."""
    trial.now = max(trial.now, trial.ends(participant) + timedelta(days=1))
    for form in study.visit("d28").forms:  # type: ignore[union-attr]
        items = dict(required(study.forms[form], today=trial.now.date().isoformat()))
        trial.do(conduct.record_form, (participant, "d28", form), on=trial.now, items=items)
    trial.do(conduct.assess_window, participant)


def required(form: Form, *, today: str) -> Iterator[tuple[str, object]]:
    """An uneventful answer to everything that a form requires."""
    for item in form.items:
        if not item.required:
            continue
        if item.type is ItemType.NUMBER:
            range_ = item.usual if item.usual.lowest is not None else item.possible
            yield item.id, {"value": str(range_.lowest), "unit": item.unit}
        elif item.type is ItemType.CODE:
            yield item.id, next(iter(item.codes or ()))
        elif item.type is ItemType.YES_NO:
            yield item.id, "yes" if item.id in ("alive", "events_complete") else "no"
        else:
            yield item.id, today if item.type is ItemType.DATE else "as before"


def test_from_the_study_file_to_the_second_cohort(study: Study) -> None:
    trial = Play(conduct.protocol_of(study), now=datetime(2026, 3, 2, 9, tzinfo=HERE)).open()
    pin(trial, study)
    first = dosed(trial, study)
    assert trial.state.participants[first].dosing.dose == study.dose(1).label  # type: ignore[union-attr]
    completed(trial, study, first)
    assert trial.recommend().choice == Choice("treat", level=2, n=3)
    trial.decide()
    three = [dosed(trial, study) for _ in range(3)]
    for participant in three:
        completed(trial, study, participant)
    assert trial.recommend().choice == Choice("treat", level=3, n=3)


def pin(trial: Play, study: Study) -> None:
    """The principal investigator settles each criterion whose readings differ."""
    for criterion in study.population.criteria:
        if len(criterion.readings) > 1 and criterion.pinned is None:
            reading = criterion.recommended or criterion.readings[0].id
            trial.do(conduct.pin_reading, criterion.id, reading=reading, reason="as recommended")


def test_another_reading_after_the_signature_asks_for_a_new_one_before_enrolment(
    study: Study,
) -> None:
    trial = Play(conduct.protocol_of(study), now=datetime(2026, 3, 2, 9, tzinfo=HERE)).open()
    pin(trial, study)
    number = signed(trial, study)
    ambiguous = next(c for c in study.population.criteria if len(c.readings) > 1)
    other = ambiguous.readings[-1].id
    trial.do(conduct.pin_reading, ambiguous.id, reading=other, reason="the ethics committee asked")
    assert trial.refused(conduct.enrol, number) == ("refused.eligibility_changed",)


def test_visits_are_due_by_the_calendar_of_the_site(study: Study) -> None:
    # Dosed at 00:30 in Shanghai, which is still the day before in UTC.
    trial = Play(conduct.protocol_of(study), now=datetime(2026, 3, 2, 0, 30, tzinfo=HERE)).open()
    pin(trial, study)
    participant = dosed(trial, study)
    trial.now = datetime(2026, 3, 3, 0, 10, tzinfo=HERE)
    due = {visit.visit: visit.status.value for visit in conduct.due(trial.state, trial.now)}
    assert due["d1"] == "due"
    trial.wait(days=1)
    due = {visit.visit: visit.status.value for visit in conduct.due(trial.state, trial.now)}
    assert due["d1"] == "overdue"
    assert due["d3"] == "due"
    assert conduct.visits_of(trial.state, participant, at=trial.now)[-1].visit == "d60"


def test_a_visit_is_done_when_all_its_forms_are_entered(study: Study) -> None:
    trial = Play(conduct.protocol_of(study)).open()
    pin(trial, study)
    participant = dosed(trial, study)
    trial.wait(days=1)
    forms = study.visit("d1").forms  # type: ignore[union-attr]
    for form in forms[:-1]:
        trial.do(conduct.record_form, (participant, "d1", form), on=trial.now, items={})
    (visit,) = [v for v in conduct.due(trial.state, trial.now) if v.visit == "d1"]
    assert visit.missing_forms == forms[-1:]
    trial.do(conduct.record_form, (participant, "d1", forms[-1]), on=trial.now, items={})
    assert "d1" not in [v.visit for v in conduct.due(trial.state, trial.now)]


def test_the_trial_in_one_sentence(study: Study) -> None:
    trial = Play(conduct.protocol_of(study), now=datetime(2026, 3, 2, 9, 10, tzinfo=HERE))
    said = [sentence(trial)]
    trial.open()
    pin(trial, study)
    said.append(sentence(trial))
    first = dosed(trial, study)
    said.append(sentence(trial))
    completed(trial, study, first)
    said.append(sentence(trial))
    decision = trial.propose()
    said.append(sentence(trial))
    trial.sign(decision)
    dosed(trial, study)
    said.append(sentence(trial))
    assert said == [
        "The trial is not open yet.",
        "Level 1, 0 of 1 dosed; the next may be dosed now.",
        "Level 1, 1 of 1 dosed; 1 thing is missing before a decision.",
        "A dose decision is due: the rule says to treat 3 participants at level 2.",
        "Decision D-001 waits for signatures.",
        (
            "Level 2, 1 of 3 dosed; next dosing allowed from 7 Apr 2026, 12:00 (UTC+8); "
            "no decision due."
        ),
    ]


def sentence(trial: Play) -> str:
    return wording.say(conduct.trial_sentence(trial.state, trial.now))


def test_what_waits_for_a_person(study: Study) -> None:
    trial = Play(conduct.protocol_of(study)).open()
    pin(trial, study)
    first = dosed(trial, study)
    event = trial.harm(first)
    assert [task.subject for task in conduct.tasks(trial.state, trial.now)] == [event]
    for by in (INVESTIGATOR, SECOND):
        trial.do(conduct.adjudicate, event, verdict="not_dlt", reason="disease", by=by)
    trial.wait(days=29)
    assert [task.subject for task in conduct.tasks(trial.state, trial.now)] == [first]
    assert [task.permission for task in conduct.tasks(trial.state, trial.now)] == ["window.assess"]


def laboratory(study: Study, *platelets: str) -> Play:
    """A participant with a platelet count before dosing and one on each day after it."""
    trial = Play(conduct.protocol_of(study)).open()
    pin(trial, study)
    participant = enrolled(trial, study)
    for visit, count in zip(("baseline", "d1", "d3", "d7", "d14"), platelets, strict=True):
        lab = {"platelets": {"value": count, "unit": "10*9/L"}, "inr": "1.9"}
        trial.do(conduct.record_form, (participant, visit, "labs"), on=trial.now, items=lab)
        trial.wait(hours=1)
        if visit == "baseline":
            trial.do(conduct.reserve_slot, participant)
            trial.check(participant)
            trial.do(conduct.give_dose, participant, given_at=trial.now)
        trial.wait(days=1)
    return trial


def test_values_that_became_worse_by_a_grade_than_baseline_and_the_value_before(
    study: Study,
) -> None:
    trial = laboratory(study, "60", "55", "40", "45", "20")
    found = conduct.worsened_labs(trial.state)
    assert [(w.item, w.baseline_grade, w.before, w.grade, str(w.value)) for w in found] == [
        ("platelets", 2, 3, 4, "20"),
        ("platelets", 2, 2, 3, "40"),
    ]
    assert conduct.worsened_labs(trial.state, since=found[0].seq) == ()


def test_a_grade_that_is_not_certain_is_not_called_worse(study: Study) -> None:
    # 80 and 76 are above 75: whether they are grade 0 or 1 depends on a limit nobody entered.
    assert conduct.worsened_labs(laboratory(study, "80", "76", "78", "77", "<20").state) == ()


def test_after_dosing_the_verdict_stays_the_one_at_the_dosing(study: Study) -> None:
    trial = Play(conduct.protocol_of(study), now=datetime(2026, 3, 2, 9, 10, tzinfo=HERE))
    trial.open()
    pin(trial, study)
    dosed(trial, study)
    weeks_later = trial.now + timedelta(weeks=8)
    result = conduct.evaluate_screening(trial.state, "S-001", at=weeks_later)
    assert result.verdict.value == "eligible"
