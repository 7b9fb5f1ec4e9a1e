"""Entering and correcting visit forms: good and bad answers, twice, too late, with malice."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from dosepath import conduct, store
from tests.unit.conduct.playing import COORDINATOR, HERE
from tests.web.console_trial import LABS, TRIAL, Console, as_shown, hidden, page
from tests.web.markup import tree

KEY = ("P-001", "d3", "labs")
SHAPE = "%Y-%m-%dT%H:%M"


def url(name: str, *more: str) -> str:
    return reverse(f"followup:{name}", args=[TRIAL, *more])


def visit_on(console: Console) -> str:
    dosed = console.trial.state.participants["P-001"].dosing
    return (dosed.given_at + timedelta(days=3)).astimezone(HERE).strftime(SHAPE)  # type: ignore[union-attr]


def answers(console: Console, **changes: str) -> dict[str, str]:
    """Good answers to the laboratory form of day 3."""
    values = {"sampled_on": visit_on(console)[:10], "bilirubin": "150", **LABS, **changes}
    found = {"on": visit_on(console), "unit-bilirubin": "umol/L", "unit-albumin": "g/L"}
    for name, value in values.items():
        if name.startswith(("on", "unit-", "usual")):
            found[name] = value
        else:
            found[f"value-{name}"] = value.split(" ")[0] if " " in value else value
    found["unit-creatinine"] = changes.get("unit-creatinine", "umol/L")
    return found


def send(console: Console, where: str, data: dict[str, Any], role: str = "coordinator") -> Any:
    client = console.client(role)
    return client.post(where, {**hidden(client, where), **data})


def test_a_good_form_is_stored_as_typed_and_the_next_one_is_offered(console: Console) -> None:
    answer = send(console, url("form", *KEY), answers(console))
    assert answer.status_code == 302
    assert answer["Location"] == url("form", "P-001", "d3", "vitals")
    entry = store.trial_state(TRIAL).forms[KEY]
    assert entry.items["bilirubin"] == "150 umol/L"
    assert entry.items["sodium"] == "134"
    assert "potassium" not in entry.items
    assert entry.stamp.actor == COORDINATOR.name
    assert entry.on.utcoffset() == timedelta(hours=8)
    client = console.client("coordinator")
    assert "150 µmol/L" in page(client, url("entry", *KEY)).text


def test_the_unit_that_was_chosen_is_kept_and_nothing_is_converted(console: Console) -> None:
    given = answers(console, **{"bilirubin": "8.8", "unit-bilirubin": "mg/dL"})
    assert send(console, url("form", *KEY), given).status_code == 302
    assert store.trial_state(TRIAL).forms[KEY].items["bilirubin"] == "8.8 mg/dL"
    assert "8.8 mg/dL" in page(console.client("auditor"), url("entry", *KEY)).text


def test_what_is_needed_may_come_later_and_is_listed_as_missing(console: Console) -> None:
    client = console.client("coordinator")
    where = url("form", *KEY)
    data = {**hidden(client, where), **answers(console, inr="")}
    said = tree(client.post(where, data, follow=True).content.decode()).text
    assert "Still missing: INR." in said
    assert (
        "Laboratory of Day 3: still missing INR" in page(client, url("participant", "P-001")).text
    )


@pytest.mark.parametrize(
    ("item", "typed", "said"),
    [
        ("bilirubin", "1,5", "a decimal point"),
        ("bilirubin", "1e3", "without an exponent"),
        ("bilirubin", "NaN", "not a"),
        ("bilirubin", "15000", "not possible"),
        ("inr", "<0.2", "no value here"),
        ("sodium", "-5", "not possible"),
        ("sampled_on", "2999-01-01", "in the future"),
        ("sampled_on", "yesterday", "not a date"),
        ("laboratory_comment", "x" * 4001, "4000"),
    ],
)
def test_a_bad_answer_is_told_beside_it_nothing_is_stored_and_everything_typed_is_kept(
    item: str, typed: str, said: str, console: Console
) -> None:
    before = console.seq
    answer = send(console, url("form", *KEY), answers(console, **{item: typed}))
    assert answer.status_code == 422
    shown = tree(answer.content.decode())
    told = next(one for one in shown.walk() if one["id"] == f"id_value-{item}_error")
    assert said in told.text
    fields = {one["name"]: one["value"] for one in shown.all("input")}
    assert fields["value-sodium"] == ("134" if item != "sodium" else typed)
    assert console.seq == before


def test_a_list_takes_only_its_own_answers(console: Console) -> None:
    where = url("form", "P-001", "d3", "ascites")
    given = {"on": visit_on(console), "value-ascites": "plenty", "value-peritonitis": "perhaps"}
    answer = send(console, where, given)
    assert answer.status_code == 422
    assert answer.content.decode().count('class="error"') == 2


@pytest.mark.parametrize("when", ["", "24.11.2026", "2026-13-01T10:00", "2026-11-24T09:10+08:00"])
def test_when_the_visit_was_is_a_time_at_the_site(when: str, console: Console) -> None:
    answer = send(console, url("form", *KEY), answers(console, on=when))
    assert answer.status_code == 422
    assert console.trial.state.forms.get(KEY) is None


def test_a_visit_in_the_future_or_before_consent_is_refused_in_words(console: Console) -> None:
    later = (store.now() + timedelta(days=2)).astimezone(HERE).strftime(SHAPE)
    for when, said in ((later, "in the future"), ("2001-01-01T10:00", "earlier than consent")):
        answer = send(console, url("form", *KEY), answers(console, on=when, sampled_on=""))
        assert answer.status_code == 422
        assert said in html.unescape(answer.content.decode())


def test_an_unusual_value_is_asked_about_once_and_then_stored(console: Console) -> None:
    client, where = console.client("coordinator"), url("form", *KEY)
    given = {**hidden(client, where), **answers(console, bilirubin="900")}
    first = client.post(where, given)
    assert first.status_code == 422
    shown = tree(first.content.decode())
    (tick,) = [one for one in shown.all("input") if one["name"] == "usual_after_all"]
    assert "900 µmol/L is unusual" in shown.text
    # A tick for another value does not count for this one.
    assert client.post(where, {**given, "usual_after_all": "bilirubin=800"}).status_code == 422
    assert client.post(where, {**given, "usual_after_all": tick["value"]}).status_code == 302
    assert store.trial_state(TRIAL).forms[KEY].items["bilirubin"] == "900 umol/L"


def test_pressed_twice_it_is_stored_once_and_both_presses_end_well(console: Console) -> None:
    client, where, before = console.client("coordinator"), url("form", *KEY), console.seq
    given = {**hidden(client, where), **answers(console)}
    first, second = client.post(where, given), client.post(where, given)
    assert (first.status_code, second.status_code) == (302, 302)
    assert console.seq == before + 1


def test_entered_by_two_people_the_second_is_told(console: Console) -> None:
    where = url("form", *KEY)
    one, other = console.client("coordinator"), console.client("investigator")
    mine, theirs = hidden(one, where), hidden(other, where)
    assert one.post(where, {**mine, **answers(console)}).status_code == 302
    answer = other.post(where, {**theirs, **answers(console, bilirubin="151")})
    assert answer.status_code == 422
    assert "entered already" in answer.content.decode()


SCRIPT = "<script>alert('x')</script>"


def test_a_script_in_a_comment_stays_text_wherever_it_is_shown(console: Console) -> None:
    given = answers(console)
    given["value-laboratory_comment"] = SCRIPT
    assert send(console, url("form", *KEY), given).status_code == 302
    client = console.client("investigator")
    where = [url("entry", *KEY), url("correct", *KEY), url("participant", "P-001")]
    where.append(reverse("audit:log", args=[TRIAL]))
    for one in where:
        assert SCRIPT not in client.get(one).content.decode(), one


CORRECT = ("P-001", "d1", "labs")


def test_a_correction_keeps_both_values_with_who_and_why(console: Console) -> None:
    client, where = console.client("coordinator"), url("correct", *CORRECT)
    given = as_shown(client, where)
    assert given["value-bilirubin"] == "180"
    given |= {"value-bilirubin": "108", "reason": "digits swapped on the chart"}
    answer = client.post(where, given)
    assert answer.status_code == 302
    entry = store.trial_state(TRIAL).forms[CORRECT]
    assert entry.items["bilirubin"] == "108 umol/L"
    assert dict(entry.corrections[-1].changes) == {"bilirubin": ("180 umol/L", "108 umol/L")}
    shown = page(console.client("monitor"), url("entry", *CORRECT)).text
    for part in ("180 µmol/L", "108 µmol/L", "digits swapped on the chart", "coordinator-1"):
        assert part in shown


def test_a_correction_needs_a_reason_and_a_change(console: Console) -> None:
    client, where, before = console.client("coordinator"), url("correct", *CORRECT), console.seq
    same = as_shown(client, where)
    answer = client.post(where, {**same, "reason": "looked again"})
    assert answer.status_code == 422
    assert "nothing in" in answer.content.decode()
    answer = client.post(where, {**same, "value-bilirubin": "108", "reason": " "})
    assert answer.status_code == 422
    assert console.seq == before


def test_a_value_can_be_taken_out_and_a_missing_one_added(console: Console) -> None:
    client, where = console.client("coordinator"), url("correct", *CORRECT)
    given = as_shown(client, where)
    given |= {"value-sodium": "", "value-potassium": "4.1", "reason": "wrong column"}
    assert client.post(where, given).status_code == 302
    entry = store.trial_state(TRIAL).forms[CORRECT]
    assert (entry.items["sodium"], entry.items["potassium"]) == ("", "4.1")
    assert "Still missing: Sodium." in page(client, url("entry", *CORRECT)).text


def test_a_correction_on_an_old_page_is_refused_and_can_be_sent_again(console: Console) -> None:
    client, where = console.client("coordinator"), url("correct", *CORRECT)
    given = {**as_shown(client, where), "value-bilirubin": "108", "reason": "misread"}
    store.perform(
        TRIAL,
        lambda state: conduct.correct_form(
            state,
            CORRECT,
            items={"bilirubin": "181 umol/L"},
            by=COORDINATOR,
            at=store.now(),
            reason="misread",
        ),
        by=COORDINATOR,
    )
    answer = client.post(where, given)
    assert answer.status_code == 422
    assert store.trial_state(TRIAL).forms[CORRECT].items["bilirubin"] == "181 umol/L"
    seen = re.search(r'name="seen" value="(\d+)"', answer.content.decode())
    assert seen is not None
    assert client.post(where, {**given, "seen": seen[1]}).status_code == 302


def test_every_form_of_every_visit_of_the_study_can_be_shown(console: Console) -> None:
    client = console.client("coordinator")
    for visit in console.study.visits:
        for form in visit.forms:
            answer = client.get(url("form", "P-001", visit.id, form), follow=True)
            assert answer.status_code == 200
            shown = answer.content.decode()
            assert "⟦" not in shown, (visit.id, form)
            assert not re.search(r"\[\w+\?\]", shown)


@pytest.mark.parametrize(
    "key", [("P-009", "d3", "labs"), ("P-001", "d99", "labs"), ("P-001", "d3", "status")]
)
def test_what_does_not_exist_is_not_found(key: tuple[str, str, str], console: Console) -> None:
    assert console.client("coordinator").get(url("form", *key)).status_code == 404
    assert (
        console.client("coordinator").get(url("form", "P-001", "d3", "status")).status_code == 404
    )
