"""Screening in the console, from consent to enrolment, and all that is refused on the way."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from dosepath import conduct, store
from dosepath.web.screening.facts import read_rows, split_table
from dosepath.web.screening.value_form import units_of, usual_units
from tests.unit.conduct.playing import COORDINATOR, HERE, INVESTIGATOR
from tests.unit.conduct.test_worked_study import FACTS
from tests.web.console_trial import PASSWORD, TRIAL, Console, hidden, page
from tests.web.markup import tree

SHAPE = "%Y-%m-%dT%H:%M"


def url(name: str, *more: str) -> str:
    return reverse(f"screening:{name}", args=[TRIAL, *more])


def send(console: Console, where: str, data: dict[str, Any], role: str = "coordinator") -> Any:
    client = console.client(role)
    return client.post(where, {**hidden(client, where), **data})


def said(answer: Any) -> str:
    """What a page of errors says."""
    assert answer.status_code == 422, answer.status_code
    return tree(answer.content.decode()).text


def at(hours_ago: float = 1) -> str:
    return (store.now().astimezone(HERE) - timedelta(hours=hours_ago)).strftime(SHAPE)


@pytest.fixture
def opened(console: Console) -> str:
    """A new screening, opened in the console; nothing else is recorded."""
    console.trial.now = store.now().astimezone(HERE)
    answer = send(console, url("open"), {"enquiry": ""})
    return re.findall(r"S-\d+", answer["Location"])[0]


@pytest.fixture
def consented(console: Console, opened: str) -> str:
    """A new screening with consent, an hour ago."""
    data = {"version": "0.1", "language": "en", "signed_at": at()}
    assert send(console, url("consent", opened), data).status_code == 302
    return opened


def everything(console: Console, screening: str) -> None:
    """All facts of an eligible person as one pasted table, and every judgement."""
    days = [(datetime.now(HERE) - timedelta(days=n)).date().isoformat() for n in (5, 0)]
    more = {"treatment_start": days[0], "treatment_until": days[1]}
    rows = [f"{name}\t{text.replace(' ', chr(9), 1)}" for name, text in (FACTS | more).items()]
    rows.append("bilirubin\t120\tumol/L\t\t21")
    data = {"table": "\n".join(rows), "at": at(0.5), "source": "chart"}
    answer = send(console, url("paste", screening), data)
    assert answer.status_code == 302, said(answer)
    for criterion in console.study.population.criteria:
        if criterion.kind == "judgement":
            data = {"answer": "no" if criterion.is_exclusion else "yes", "reason": "as seen"}
            where = url("judge", screening, criterion.id)
            assert send(console, where, data, "investigator").status_code == 302


def sign(console: Console, screening: str, password: str = PASSWORD, group: str = "CLF") -> Any:
    data = {"group": group, "password": password}
    return send(console, url("sign", screening), data, "investigator")


def test_a_screening_gets_the_next_number_once(console: Console) -> None:
    client = console.client("coordinator")
    sent = hidden(client, url("open")) | {"enquiry": ""}
    first, second = (client.post(url("open"), sent) for _ in range(2))
    assert first["Location"] == second["Location"] == url("screening", "S-003")
    assert list(store.trial_state(TRIAL).screenings) == ["S-001", "S-002", "S-003"]


def test_nothing_is_recorded_before_consent(console: Console, opened: str) -> None:
    text = page(console.client("coordinator"), url("screening", opened)).text
    assert "version 0.1 of the consent form" in text
    assert "Enter values" not in text
    data = {"value-weight": "62", "unit-weight": "kg", "at": at()}
    assert "consent comes before any procedure" in said(send(console, url("values", opened), data))
    data = {"answer": "no", "reason": "none"}
    answer = send(console, url("judge", opened, "E12"), data, "investigator")
    assert "consent comes before any procedure" in said(answer)
    assert store.trial_state(TRIAL).screenings[opened].facts == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"version": ""}, "Version on the signed form: an answer is needed"),
        ({"version": "9.9"}, "version 0.1 is"),
        ({"language": "fr"}, "fr"),
        ({"signed_at": ""}, "Signed on, at: an answer is needed"),
        ({"signed_at": "yesterday"}, "Give the date and the time"),
        ({"signed_at": "2199-01-01T10:00"}, "lies in the future"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(
    console: Console, opened: str, change: dict[str, str], expected: str
) -> None:
    data = {"version": "0.1", "language": "en", "signed_at": at(), **change}
    assert expected in said(send(console, url("consent", opened), data))
    assert not store.trial_state(TRIAL).screenings[opened].consents


def test_values_are_stored_as_typed_with_unit_limit_time_and_source(
    console: Console, consented: str
) -> None:
    when = at(2)
    data = {
        "value-bilirubin": "7.2",
        "unit-bilirubin": "mg/dL",
        "uln-bilirubin": "1.2",
        "value-cirrhosis": "yes",
        "value-inr": "<1.6",
        "at": when,
        "source": "lab 17",
    }
    assert send(console, url("values", consented), data).status_code == 302
    facts = {f["variable"]: dict(f) for f in store.trial_state(TRIAL).screenings[consented].facts}
    bilirubin = facts["bilirubin"]
    assert (bilirubin["value"], bilirubin["unit"], bilirubin["uln"]) == ("7.2", "mg/dL", "1.2")
    assert bilirubin["source"] == "lab 17"
    assert bilirubin["at"] == f"{when}:00+08:00"
    assert facts["inr"]["value"] == "<1.6"
    assert set(facts) == {"bilirubin", "cirrhosis", "inr"}
    text = page(console.client("monitor"), url("screening", consented)).text
    assert "7.2 mg/dL (upper limit of normal 1.2)" in text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"value-bilirubin": "1,5"}, "Serum total bilirubin"),
        ({"value-bilirubin": "NaN"}, "Serum total bilirubin"),
        ({"unit-bilirubin": ""}, "Serum total bilirubin: choose the unit. It is never guessed."),
        ({"unit-bilirubin": "furlong"}, "furlong"),
        ({"value-cirrhosis": "perhaps"}, "perhaps"),
        ({"value-birth_date": "31.12.1975"}, "Date of birth"),
        ({"at": "2199-01-01T10:00"}, "lies in the future"),
        ({"at": ""}, "Date and time of these values: an answer is needed"),
        ({"value-bilirubin": "", "unit-bilirubin": ""}, "Nothing was entered"),
        ({"corrects": "on"}, "Say why the earlier values are corrected"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_nothing_is_stored(
    console: Console, consented: str, change: dict[str, str], expected: str
) -> None:
    good = {"value-bilirubin": "120", "unit-bilirubin": "umol/L", "at": at()}
    assert expected in said(send(console, url("values", consented), {**good, **change}))
    assert store.trial_state(TRIAL).screenings[consented].facts == ()


def test_a_correction_names_its_reason_and_both_values_stay(
    console: Console, consented: str
) -> None:
    when = at()
    data = {"value-weight": "26", "unit-weight": "kg", "at": when}
    send(console, url("values", consented), data)
    more = {"value-weight": "62", "corrects": "on", "reason": "digits swapped"}
    assert send(console, url("values", consented), {**data, **more}).status_code == 302
    text = page(console.client("auditor"), url("screening", consented)).text
    assert "62 kg" in text
    assert "26 kg" in text
    assert "digits swapped" in text
    result = conduct.evaluate_screening(store.trial_state(TRIAL), consented, at=store.now())
    assert result.criterion("A1").truth.value == "met"


def test_a_table_is_pasted_with_tabs_commas_or_semicolons() -> None:
    from dosepath.study import load
    from tests.web.console_trial import FILE

    population = load(FILE).population
    for mark in ("\t", ",", ";"):
        pasted = split_table(f"weight{mark}62{mark}kg\n\ncirrhosis{mark}yes", population)
        assert [row["variable"] for row in pasted.rows] == ["weight", "cirrhosis"]
        assert pasted.lines == (1, 3)
    named = split_table("variable,unit,value\nBody weight,kg,62", population)
    assert named.rows == ({"variable": "weight", "unit": "kg", "value": "62"},)
    assert split_table("", population).rows == ()
    assert read_rows([], population, zone=HERE).facts == ()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("weight,62,kg\nwait,1,kg", "Line 2: there is no variable"),
        ("weight,62", "Body weight"),
        ("weight,62,parsec", "Line 1: unknown unit (found: parsec"),
        ("weight,1e400,kg", "Line 1"),
        ("weight,62,kg,tomorrow", "Line 1: not a date"),
        ("variable,colour\nweight,red", "The columns cannot be read"),
        ("weight,62,kg,2026-01-01,1,2,3,4", "Line 1 has more than 6 columns"),
        ("consent,2026-01-01", "consent is not a value"),
        ("E12,no", "E12 is not a value"),
        ("  \n ", "Nothing was entered"),
        ("weight,62,kg\n" * 301, "at most 300"),
        ("<script>alert(1)</script>,1,kg", "there is no variable"),
    ],
)
def test_a_table_that_cannot_be_read_names_the_line_and_stores_nothing(
    console: Console, consented: str, table: str, expected: str
) -> None:
    answer = send(console, url("paste", consented), {"table": table, "at": at()})
    if answer.status_code == 302:  # a number without its unit is kept, and stays unknown
        assert table == "weight,62"
        return
    assert expected in said(answer)
    assert b"<script>alert" not in answer.content
    assert store.trial_state(TRIAL).screenings[consented].facts == ()


def test_the_unit_is_filled_in_only_where_the_site_always_used_it(console: Console) -> None:
    state = store.trial_state(TRIAL)
    assert usual_units(state)["weight"] == "kg"
    weight = console.study.population.variables["weight"]
    assert units_of(weight)[0] == "kg"
    assert set(units_of(console.study.population.variables["bilirubin"])) >= {"umol/L", "mg/dL"}
    console.trial.state, console.trial.now = state, store.now().astimezone(HERE)
    fact = {"variable": "weight", "value": "136", "unit": "lb", "at": console.trial.now.isoformat()}
    console.trial.do(conduct.record_facts, "S-002", facts=[fact], by=COORDINATOR)
    assert "weight" not in usual_units(store.trial_state(TRIAL))


def test_what_is_missing_is_listed_cheapest_first_with_where_to_enter_it(
    console: Console, consented: str
) -> None:
    shown = page(console.client("investigator"), url("screening", consented))
    table = next(one for one in shown.all("table") if "Worklist" in one.text)
    where = [row.all("td")[0].text for row in table.all("tr")[1:]]
    order = ["chart", "laboratory", "imaging", "judgement"]
    assert where == sorted(where, key=order.index)
    links = {link["href"] for link in table.all("a")}
    assert url("values", consented) in links
    assert url("judge", consented, "E12") in links


def test_from_consent_to_a_subject_number(console: Console, consented: str) -> None:
    everything(console, consented)
    text = page(console.client("investigator"), url("screening", consented)).text
    assert "Next: an investigator signs eligibility." in text
    assert sign(console, consented).status_code == 302
    answer = send(console, url("enrol", consented), {}, "investigator")
    assert answer["Location"] == reverse("dosing:gate", args=[TRIAL, "P-003"])
    participant = store.trial_state(TRIAL).participants["P-003"]
    assert (participant.screening, participant.group) == (consented, "CLF")


def test_a_wrong_password_signs_no_verdict(console: Console, consented: str) -> None:
    everything(console, consented)
    before = console.seq
    assert "The signature was not given" in said(sign(console, consented, "not-the-password"))
    assert console.seq == before
    assert "eligibility of" in said(send(console, url("enrol", consented), {}, "investigator"))


def test_who_is_not_eligible_is_neither_signed_for_nor_enrolled(
    console: Console, consented: str
) -> None:
    everything(console, consented)
    data = {"value-hiv_test": "positive", "at": at(0.1)}
    assert send(console, url("values", consented), data).status_code == 302
    shown = page(console.client("investigator"), url("screening", consented))
    assert "Not eligible" in shown.text
    assert not [link for link in shown.all("a") if link["href"] == url("sign", consented)]
    assert "There is no waiver" in said(sign(console, consented))
    answer = send(console, url("enrol", consented), {}, "investigator")
    assert "eligibility of" in said(answer)
    assert len(store.trial_state(TRIAL).participants) == 2


def test_a_value_after_the_signature_voids_it_for_enrolment(
    console: Console, consented: str
) -> None:
    everything(console, consented)
    assert sign(console, consented).status_code == 302
    data = {"value-weight": "63", "unit-weight": "kg", "at": at(0.1)}
    assert send(console, url("values", consented), data).status_code == 302
    text = page(console.client("investigator"), url("screening", consented)).text
    assert "Next: an investigator signs eligibility." in text
    answer = send(console, url("enrol", consented), {}, "investigator")
    assert "signed again" in said(answer)


def test_the_group_signed_for_is_one_that_holds(console: Console, consented: str) -> None:
    everything(console, consented)
    assert sign(console, consented, group="ACLF").status_code == 422
    assert store.trial_state(TRIAL).screenings[consented].eligibility is None


def test_a_judgement_needs_a_reason_and_a_criterion_that_asks_for_one(
    console: Console, consented: str
) -> None:
    where = url("judge", consented, "E12")
    assert "Why: an answer is needed" in said(
        send(console, where, {"answer": "no", "reason": " "}, "investigator")
    )
    client = console.client("investigator")
    assert client.get(url("judge", consented, "A1")).status_code == 404
    assert client.get(url("judge", consented, "Z9")).status_code == 404
    assert client.get(url("screening", "S-999")).status_code == 404


def test_what_people_write_is_shown_as_text(console: Console, consented: str) -> None:
    evil = "<script>alert('x')</script>"
    where = url("judge", consented, "E12")
    send(console, where, {"answer": "no", "reason": evil}, "investigator")
    data = {"value-weight": "62", "unit-weight": "kg", "at": at(), "source": evil}
    send(console, url("values", consented), data)
    answer = console.client("monitor").get(url("screening", consented))
    assert b"<script>" not in answer.content
    assert answer.content.count(b"&lt;script&gt;") >= 2


def test_a_reading_is_chosen_for_the_whole_trial_with_a_reason(console: Console) -> None:
    where = url("pin", "A5")
    assert send(console, where, {"reading": "r1", "reason": ""}, "investigator").status_code == 422
    data = {"reading": "r1", "reason": "as the sponsor confirmed"}
    assert send(console, where, data, "investigator").status_code == 302
    pin = store.trial_state(TRIAL).pins["A5"]
    assert (pin.reading, pin.stamp.actor) == ("r1", INVESTIGATOR.name)
    assert console.client("investigator").get(url("pin", "A1")).status_code == 404


def test_readings_that_differ_are_shown_side_by_side(console: Console) -> None:
    shown = page(console.client("investigator"), url("screening", "S-002"))
    readings = [one for one in shown.all("details") if "3 readings" in one.text]
    assert readings
    assert "this trial uses" in readings[0].text


def test_an_enquiry_follows_its_screening(console: Console) -> None:
    reference = store.receive_enquiry(
        TRIAL,
        {"name": "Test Person", "email": "person@example.org", "writer": "patient"},
        consents=[{"code": "consent_contact", "version": "1", "language": "en", "text": "yes"}],
    )
    for state in ("assigned", "contacted", "prescreened", "invited"):
        store.move_enquiry(reference, state, by=COORDINATOR)
    where = f"{url('open')}?enquiry={reference}"
    chosen = [
        o
        for o in page(console.client("coordinator"), where).all("option")
        if "selected" in o.attributes
    ]
    assert [one["value"] for one in chosen] == [reference]
    answer = send(console, url("open"), {"enquiry": reference})
    number = re.findall(r"S-\d+", answer["Location"])[0]
    data = {"version": "0.1", "language": "zh-Hans", "signed_at": at()}
    send(console, url("consent", number), data)
    (found,) = [one for one in store.list_enquiries(TRIAL) if one.reference == reference]
    assert (found.state, found.screening) == ("consented", number)
    assert store.trial_state(TRIAL).screenings[number].enquiry == reference
    assert reference not in page(console.client("coordinator"), url("open")).text


def test_going_back_and_changing_a_value_is_not_taken_for_a_double_click(
    console: Console, consented: str
) -> None:
    client = console.client("coordinator")
    sent = {**hidden(client, url("values", consented)), "unit-weight": "kg", "at": at()}
    for weight in ("62", "62", "63"):
        assert client.post(url("values", consented), {**sent, "value-weight": weight})
    facts = store.trial_state(TRIAL).screenings[consented].facts
    assert [fact["value"] for fact in facts] == ["62", "63"]


def test_a_screening_that_ended_says_so_and_offers_no_step(
    console: Console, consented: str
) -> None:
    console.trial.do(
        conduct.record_screening_end,
        consented,
        outcome="withdrawn",
        on=store.now(),
        by=COORDINATOR,
        at=store.now(),
    )
    client = console.client("coordinator")
    assert "consent withdrawn" in page(client, url("list")).text
    shown = client.get(url("screening", consented)).content.decode()
    assert "Nothing more can be recorded" in shown
    assert url("values", consented) not in shown
