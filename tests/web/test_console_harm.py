"""Adverse events, verdicts, halts, milestones and the log, as people meet them in the console."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dosepath import conduct, store
from dosepath.conduct import candidate, dosing_gate
from tests.unit.conduct.playing import COORDINATOR, HERE, SECOND
from tests.web.console_trial import TRIAL, Console, as_shown, hidden, page

SHAPE = "%Y-%m-%dT%H:%M"
SECRET = "began five days after the infusion"


def url(name: str, *more: str) -> str:
    return reverse(name, args=[TRIAL, *more])


def site_time(**ago: float) -> str:
    return (store.now() - timedelta(**ago)).astimezone(HERE).strftime(SHAPE)


REPORT = {
    "term": "Nausea",
    "verbatim": "sick after meals",
    "grade": "1",
    "baseline_grade": "0",
    "attribution": "unlikely",
    "serious": "no",
    "outcome": "ongoing",
}


def send(client: Client, where: str, **given: str) -> Any:
    return client.post(where, {**hidden(client, where), **given})


NEW = ("followup:report_event", "P-001")


def test_an_event_is_recorded_with_the_next_number_and_shown(console: Console) -> None:
    client = console.client("coordinator")
    answer = send(client, url(*NEW), **REPORT, onset=site_time(days=2))
    assert answer["Location"] == url("followup:event", "P-001", "AE-002")
    shown = page(client, answer["Location"]).text
    for part in ("AE-002 of P-001", "Nausea", "sick after meals", "1: mild", "0: none", "unlikely"):
        assert part in shown
    assert candidate(store.trial_state(TRIAL), "AE-002") is None


def test_a_candidate_is_announced_where_it_is_recorded_and_on_today(console: Console) -> None:
    client = console.client("coordinator")
    harm = REPORT | {"term": "Sepsis", "grade": "4", "attribution": "possible"}
    given = harm | {"serious": "yes", "aware_at": site_time(days=1)}
    first = {**hidden(client, url(*NEW)), **given, "onset": site_time(days=1, hours=2)}
    answer = client.post(url(*NEW), first, follow=True)
    assert "AE-002 is a candidate for a DLT" in answer.content.decode()
    assert "judge AE-002" in page(console.client("investigator"), url("today:today")).text
    safety = page(client, url("safety:list")).text
    assert "sponsor" in safety
    assert "AE-002" in safety


def test_an_overdue_report_is_marked_until_it_is_recorded_as_sent(console: Console) -> None:
    client, auditor = console.client("coordinator"), console.client("auditor")
    harm = REPORT | {"serious": "yes", "aware_at": site_time(hours=25)}
    send(client, url(*NEW), **harm, onset=site_time(hours=30))
    where = url("followup:report_sent", "P-001", "AE-002", "serious_to_sponsor")
    pages = ("today:today",), ("safety:list",), ("followup:event", "P-001", "AE-002")
    for name in pages:
        shown = page(client, url(*name))
        assert any("OVERDUE since" in one.text for one in shown.marked("tag--stop")), name
        assert where in [one["href"] for one in shown.all("a")], name
        assert where not in [one["href"] for one in page(auditor, url(*name)).all("a")], name
    assert send(client, where, on="").status_code == 422
    assert "earlier than awareness" in send(client, where, on=site_time(days=2)).content.decode()
    answer = send(client, where, on=site_time(hours=2))
    assert answer["Location"] == url("followup:event", "P-001", "AE-002")
    assert "OVERDUE" not in page(client, url("today:today")).text
    assert "sent " in page(client, url("safety:list")).text
    again = send(client, where, on=site_time(hours=3))
    assert "record it again with a reason" in again.content.decode()
    nothing = url("followup:report_sent", "P-001", "AE-002", "fatal_to_authority")
    assert client.get(nothing).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"onset": ""}, "onset"),
        ({"onset": site_time(days=-2)}, "lies in the future"),
        ({"grade": "6"}, "6"),
        ({"grade": ""}, "grade"),
        ({"attribution": "surely"}, "surely"),
        ({"term": ""}, "term"),
        ({"serious": "yes"}, "became aware"),
        ({"serious": ""}, "serious"),
        ({"resolved": "2001-01-01T10:00"}, "earlier than"),
        ({"times_baseline": "2.4 mg/dL"}, "without a unit"),
        ({"times_uln": "many"}, "without a unit"),
        ({"value": "18"}, "with its unit"),
        ({"rise": "1,8 umol/L"}, "with its unit"),
    ],
)
def test_a_report_that_cannot_be_stored_is_told_why(
    change: dict[str, str], said: str, console: Console
) -> None:
    before = console.seq
    given = {**REPORT, "onset": site_time(days=2), **change}
    answer = send(console.client("coordinator"), url(*NEW), **given)
    assert answer.status_code == 422
    assert said in answer.content.decode().lower()
    assert console.seq == before


def test_details_for_a_terms_own_rule_reach_the_report(console: Console) -> None:
    client = console.client("investigator")
    more = {"value": "18 10*9/L", "times_baseline": "2.4", "accompanied_by": "Fever, Bleeding"}
    answer = send(client, url(*NEW), **REPORT, **more, onset=site_time(days=2))
    assert answer.status_code == 302
    report = store.trial_state(TRIAL).adverse_events["AE-002"].report
    assert report.details["value"] == "18 10*9/L"
    assert report.details["accompanied_by"] == ["Fever", "Bleeding"]


def test_a_worsened_value_begins_the_report(console: Console) -> None:
    client = console.client("coordinator")
    today = page(client, url("today:today"))
    (link,) = [one for one in today.all("a") if one.text == "Record an adverse event"]
    start = as_shown(client, link["href"])
    assert start["term"] == "Blood bilirubin increased"
    assert start["grade"] == "1"
    assert "180" in start["verbatim"]
    given = {**start, "attribution": "unlikely", "serious": "no"}
    assert client.post(link["href"], given).status_code == 302
    assert "recorded as AE-002" in page(client, url("today:today")).text


def test_an_update_replaces_the_report_and_shows_both(console: Console) -> None:
    client = console.client("investigator")
    where = url("followup:update_event", "P-001", "AE-001")
    assert "no longer count" in page(client, where).text
    given = as_shown(client, where) | {"grade": "2", "reason": "walks about, no morphine needed"}
    assert client.post(where, given).status_code == 302
    state = store.trial_state(TRIAL)
    assert [version.report.grade for version in state.adverse_events["AE-001"].versions] == [3, 2]
    shown = page(client, url("followup:event", "P-001", "AE-001")).text
    assert "walks about" in shown
    found = candidate(state, "AE-001")
    assert found is not None
    assert (len(found.verdicts), len(found.voided)) == (0, 1)
    again = client.post(where, given | {"reason": "the same", "token": "another"})
    assert again.status_code == 422


JUDGE = ("safety:judge", "AE-001")
VERDICT = {"verdict": "dlt", "reason": "severe, new, no other cause", "confirmed": "on"}


def judge(client: Client, **given: str) -> Any:
    fields = hidden(client, url("safety:candidate", "AE-001"))
    return client.post(url(*JUDGE), {**fields, **given})


@pytest.mark.parametrize("role", ["investigator", "independent_physician"])
def test_the_first_verdict_is_hidden_until_the_second_is_given(role: str, console: Console) -> None:
    client = console.client(role)
    hiding = ("safety:candidate", "AE-001"), ("audit:log",), ("followup:participant", "P-001")
    for where in hiding:
        assert SECRET not in client.get(url(*where)).content.decode(), where
    assert "1 verdict so far" in page(client, url("safety:candidate", "AE-001")).text
    assert judge(client, **VERDICT).status_code == 302
    for where in hiding:
        assert SECRET in client.get(url(*where)).content.decode(), where


@pytest.mark.parametrize("role", ["auditor", "monitor", "statistician", "coordinator"])
def test_who_does_not_judge_reads_every_verdict_and_gets_no_form(
    role: str, console: Console
) -> None:
    shown = page(console.client(role), url("safety:candidate", "AE-001"))
    assert SECRET in shown.text
    assert not [one for one in shown.all("form") if "verdict" in one["action"]]


def test_two_who_agree_settle_it_and_the_page_says_so(console: Console) -> None:
    client = console.client("investigator")
    fields = hidden(client, url("safety:candidate", "AE-001"))
    answer = client.post(url(*JUDGE), {**fields, **VERDICT}, follow=True)
    assert "AE-001 is settled: DLT." in answer.content.decode()
    found = candidate(store.trial_state(TRIAL), "AE-001")
    assert found is not None
    assert found.status == "dlt"


def test_two_who_differ_send_it_to_the_independent_physician(console: Console) -> None:
    assert judge(console.client("investigator"), **VERDICT | {"verdict": "not_dlt"})
    found = candidate(store.trial_state(TRIAL), "AE-001")
    assert found is not None
    assert found.disagree
    physician = console.client("independent_physician")
    assert SECRET not in physician.get(url("safety:candidate", "AE-001")).content.decode()
    assert judge(physician, **VERDICT).status_code == 302
    settled = candidate(store.trial_state(TRIAL), "AE-001")
    assert settled is not None
    assert settled.status == "dlt"


def test_nobody_judges_twice(console: Console) -> None:
    client = console.as_person(SECOND.name)
    assert SECRET in client.get(url("safety:candidate", "AE-001")).content.decode()
    answer = client.post(url(*JUDGE), VERDICT)
    assert answer.status_code == 422
    assert "you have judged AE-001" in answer.content.decode()


@pytest.mark.parametrize("without", ["verdict", "reason", "confirmed"])
def test_a_verdict_needs_all_its_parts(without: str, console: Console) -> None:
    given = {name: value for name, value in VERDICT.items() if name != without}
    answer = judge(console.client("investigator"), **given)
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()


def test_a_verdict_on_facts_that_moved_on_is_refused(console: Console) -> None:
    client = console.client("investigator")
    fields = hidden(client, url("safety:candidate", "AE-001"))
    other = console.client("coordinator")
    send(other, url(*NEW), **REPORT, onset=site_time(days=2))
    before = console.seq
    assert client.post(url(*JUDGE), {**fields, **VERDICT}).status_code == 422
    assert console.seq == before


def test_a_verdict_pressed_twice_counts_once(console: Console) -> None:
    client = console.client("investigator")
    fields = hidden(client, url("safety:candidate", "AE-001"))
    twice = [client.post(url(*JUDGE), {**fields, **VERDICT}).status_code for _ in range(2)]
    assert twice == [302, 302]
    found = candidate(store.trial_state(TRIAL), "AE-001")
    assert found is not None
    assert len(found.verdicts) == 2


def test_a_halt_is_never_refused_for_coming_late_and_closes_the_gate(console: Console) -> None:
    client = console.client("monitor")
    fields = hidden(client, url("safety:halt"))
    send(console.client("coordinator"), url(*NEW), **REPORT, onset=site_time(days=2))
    answer = client.post(url("safety:halt"), {**fields, "reason": "a second peritonitis"})
    assert answer.status_code == 302
    assert "a second peritonitis" in page(client, url("safety:list")).text
    gate = dosing_gate(store.trial_state(TRIAL), "P-002", at=store.now())
    assert gate.condition("halt").light == "red"


def test_a_halt_needs_a_reason(console: Console) -> None:
    assert send(console.client("monitor"), url("safety:halt"), reason="").status_code == 422


@pytest.mark.parametrize(
    ("what", "kind", "said"),
    [
        ("transplantation", "transplanted", "never a protocol deviation"),
        ("death", "died", "cannot be taken back"),
        ("withdrawal", "withdrawn", "Nobody must give a reason"),
    ],
)
def test_what_changes_a_course_says_first_what_follows(
    what: str, kind: str, said: str, console: Console
) -> None:
    client, where = console.client("coordinator"), url(f"followup:{what}", "P-001")
    shown = page(client, where).text
    assert said in shown
    assert "28-day DLT window" in shown
    assert send(client, where, on=site_time(hours=-9)).status_code == 422
    assert send(client, where, on="").status_code == 422
    assert send(client, where, on=site_time(hours=2)).status_code == 302
    assert store.events(TRIAL)[-1].kind == kind
    assert send(client, where, on=site_time(hours=1)).status_code == 422


def test_a_death_in_the_window_is_judged_and_shown_on_the_participants_page(
    console: Console,
) -> None:
    client = console.client("investigator")
    where = url("followup:death", "P-001")
    assert send(client, where, on=site_time(hours=2), cause="liver failure").status_code == 302
    assert "DEATH-P-001" in page(client, url("safety:list")).text
    shown = page(client, url("safety:candidate", "DEATH-P-001"))
    choices = [one["value"] for one in shown.all("input") if one["name"] == "verdict"]
    assert choices == ["dlt", "not_dlt"]
    assert "liver failure" in page(client, url("followup:participant", "P-001")).text


def test_a_window_is_not_assessed_before_it_is_over(console: Console) -> None:
    client, where = console.client("investigator"), url("followup:window", "P-001")
    assert "AE-001" in page(client, where).text
    answer = send(client, where)
    assert answer.status_code == 422
    assert "window runs until" in answer.content.decode()


def test_the_log_is_filtered_by_person_number_and_kind(console: Console) -> None:
    client, where = console.client("auditor"), url("audit:log")
    everything = page(client, where).text
    assert f"{console.seq} entries" in everything
    for query, said in (
        ("?person=investigator-2", "3 entries"),
        ("?kind=adverse_event_recorded&subject=AE-001", "1 entry"),
        ("?subject=P-777", "No entry fits"),
    ):
        assert said in page(client, where + query).text


def test_the_log_is_read_page_by_page(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dosepath.web.audit.views.PER_PAGE", 10)
    client, where = console.client("auditor"), url("audit:log")
    second = page(client, f"{where}?page=2&kind=")
    assert [one for one in second.all("a") if one["rel"] == "prev"]
    assert page(client, f"{where}?page=99999")
    assert page(client, f"{where}?page=<script>")


def test_a_script_in_a_reason_or_an_address_stays_text(console: Console) -> None:
    attack = "<script>alert(1)</script>"
    client = console.client("investigator")
    given = {**REPORT, "term": attack, "verbatim": attack, "other_causes": attack}
    assert send(client, url(*NEW), **given, onset=site_time(days=2)).status_code == 302
    assert judge(client, **VERDICT | {"reason": attack}).status_code == 302
    for where in (
        url("followup:event", "P-001", "AE-002"),
        url("followup:participant", "P-001"),
        url("safety:list"),
        url("safety:candidate", "AE-001"),
        url("audit:log") + f"?person={attack}",
    ):
        assert "<script>alert" not in client.get(where).content.decode(), where


def test_onset_keeps_the_sites_offset(console: Console) -> None:
    send(console.client("coordinator"), url(*NEW), **REPORT, onset=site_time(days=2))
    onset = store.trial_state(TRIAL).adverse_events["AE-002"].report.onset
    assert isinstance(onset, datetime)
    assert onset.utcoffset() == timedelta(hours=8)
    assert conduct.candidates(store.trial_state(TRIAL))[0].number == "AE-001"


def severe(console: Console) -> None:
    """Platelets at a grade that may be dose-limiting, entered on day 1 in place of what was."""
    key, items = ("P-001", "d1", "labs"), {"platelets": "30"}
    console.trial.do(conduct.correct_form, key, items=items, reason="typing", by=COORDINATOR)


def value_page(name: str) -> str:
    return reverse(f"followup:{name}", args=[TRIAL, "P-001", "platelets"])


def test_a_value_of_a_candidates_grade_is_shown_wherever_it_must_be_seen(console: Console) -> None:
    severe(console)
    client = console.client("investigator")
    for name, where in (("today:today", []), ("followup:participant", ["P-001"])):
        links = [
            link["href"] for link in page(client, reverse(name, args=[TRIAL, *where])).all("a")
        ]
        assert value_page("value") in links, name
    overview = page(client, reverse("safety:list", args=[TRIAL]))
    assert "Laboratory values to be judged: record the harm" in overview.text
    assert "Platelet count decreased: 30" in overview.text


def test_stating_that_a_value_is_no_harm_needs_a_reason_and_an_investigator(
    console: Console,
) -> None:
    severe(console)
    client, where = console.client("investigator"), value_page("judge_value")
    shown = page(client, value_page("value"))
    assert "grade 3" in shown.text, shown.text[300:900]
    sent = hidden(client, value_page("value"))
    assert client.post(where, {**sent, "reason": ""}).status_code == 422
    answer = client.post(where, {**sent, "reason": "clotted sample, repeated: 80"})
    assert answer.status_code == 302
    (judged,) = store.trial_state(TRIAL).values_judged
    assert judged.stamp.reason == "clotted sample, repeated: 80"
    assert "Nothing waits to be judged here" in page(client, value_page("value")).text
    other = console.client("coordinator")
    assert "State that it is no adverse event" not in page(other, value_page("value")).text
    assert other.post(where, {**sent, "reason": "x"}).status_code == 403


def test_the_report_begins_with_what_the_value_says(console: Console) -> None:
    severe(console)
    client = console.client("coordinator")
    (link,) = [
        link["href"]
        for link in page(client, value_page("value")).all("a")
        if "adverse-events/new" in link["href"]
    ]
    shown = page(client, link)
    assert next(one["value"] for one in shown.all("input") if one["name"] == "term") == (
        "Platelet count decreased"
    )
