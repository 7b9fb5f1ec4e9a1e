"""The inbox: who has waited too long, what was written, and moving an enquiry on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from dosepath import conduct, store
from dosepath.store.models import AuditEntry
from dosepath.web.inbox.waiting import Waiting, working_days
from tests.unit.conduct.playing import COORDINATOR, INVESTIGATOR
from tests.web.console_trial import TRIAL, Console, page
from tests.web.markup import tree

SCRIPT = "<script>alert(1)</script>"
FIELDS = {
    "name": f"Synthetic Sender {SCRIPT}",
    "email": "sender@synthetic.example",
    "phone": "+86 000 0000",
    "language": "zh-Hans",
    "time": "morning",
    "writer": "relative",
    "message": f"first line\n{SCRIPT} second line",
}
AGREED = {"code": "contact", "version": "1", "language": "en", "text": f"You may answer. {SCRIPT}"}
NAME = "sender@synthetic.example"


def url(name: str, *more: str) -> str:
    return reverse(f"inbox:{name}", args=[TRIAL, *more])


@pytest.fixture
def receive(console: Console) -> Callable[..., str]:
    def made(*, days: float = 0, trial: str = TRIAL) -> str:
        at = store.now() - timedelta(days=days)
        return store.receive_enquiry(trial, FIELDS, consents=[AGREED], at=at)

    return made


def hidden(client: Client, where: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the page's own form, or of the one that is sent to ``action``."""
    forms = list(page(client, where).all("main")[0].all("form"))
    form = next(one for one in forms if one["action"] == action or not action)
    return {one["name"]: one["value"] for one in form.all("input") if one["type"] == "hidden"}


def become(client: Client, reference: str, to: str, **given: str) -> Any:
    where = url("move", reference, to)
    return client.post(where, {**hidden(client, where), **given})


def summary(reference: str) -> store.EnquirySummary:
    return next(one for one in store.list_enquiries() if one.reference == reference)


def reads(reference: str) -> int:
    return AuditEntry.objects.filter(action="contact_read", row=reference).count()


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),  # a Friday
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # the Sunday after it
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 16), date(2026, 11, 20), 4),
        (date(2026, 11, 18), date(2026, 12, 2), 10),
        (date(2026, 11, 20), date(2026, 11, 19), 0),
    ],
)
def test_weekends_are_no_working_days(since: date, until: date, days: int) -> None:
    assert working_days(since, until) == days


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [
        (3, "", "3 working days"),
        (4, "warn", "4 working days: late"),
        (7, "warn", "7 working days: late"),
        (8, "stop", "8 working days: overdue"),
    ],
)
def test_late_after_three_and_overdue_after_seven_in_words_too(
    days: int, tone: str, words: str
) -> None:
    waiting = Waiting(days, since_received=True, can_be_late=True)
    assert (waiting.tone, waiting.text) == (tone, words)


def test_the_list_shows_how_an_enquiry_stands_and_nothing_that_was_written(
    console: Console, receive: Callable[..., str]
) -> None:
    old, new = receive(days=30), receive()
    shown = page(console.client("coordinator"), url("list"))
    rows = [row.text for row in shown.all("tr")[1:]]
    assert [old in rows[0], new in rows[1]] == [True, True]
    assert "overdue" in rows[0]
    assert "nobody yet" in rows[0]
    assert "简体中文" in rows[0]
    assert "overdue" not in rows[1]
    assert NAME not in shown.text
    assert "Synthetic Sender" not in shown.text
    assert not reads(old)


def test_the_list_is_filtered_by_state_and_says_when_it_is_empty(
    console: Console, receive: Callable[..., str]
) -> None:
    client = console.client("coordinator")
    assert "appears here at once" in page(client, url("list")).text
    reference = receive()
    store.move_enquiry(reference, "spam", by=COORDINATOR)
    for state, is_there in (("open", 0), ("closed", 1), ("all", 1), ("spam", 1), ("new", 0)):
        assert (reference in page(client, f"{url('list')}?state={state}").text) == is_there
    assert "Choose another state" in page(client, f"{url('list')}?state=new").text
    assert page(client, f"{url('list')}?state={SCRIPT}&page=x").text


def test_what_was_written_is_shown_as_text_and_the_reading_is_audited(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    answer = client.get(url("enquiry", reference))
    shown = answer.content.decode()
    assert SCRIPT not in shown
    assert "&lt;script&gt;" in shown
    for part in (NAME, "I write for a relative or friend", "first line", "You may answer."):
        assert part in shown
    assert "is in the audit" in shown
    assert reads(reference) == 1
    assert AuditEntry.objects.filter(action="contact_read").get().actor == COORDINATOR.name
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("role", ["site_administrator", "monitor", "auditor", "statistician"])
def test_who_does_not_answer_enquiries_reads_and_moves_none(
    role: str, console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client(role)
    for where in (url("list"), url("enquiry", reference), url("move", reference, "erased")):
        assert client.get(where).status_code == 403
        assert NAME not in client.get(where).content.decode()
    given = {"reason": "asked_by_person", "confirmed": "on", "stage": "1", "note": "x"}
    assert client.post(url("move", reference, "erased"), given).status_code == 403
    assert client.post(url("note", reference), given).status_code == 403
    assert summary(reference).state == "new"
    assert not reads(reference)


def test_an_enquiry_about_another_trial_does_not_exist_here(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(trial="ANOTHER"), console.client("coordinator")
    for where in (url("enquiry", reference), url("move", reference, "contacted")):
        assert client.get(where).status_code == 404
    assert client.post(url("note", reference), {"note": "x", "shown": "0"}).status_code == 404


def test_assigning_to_oneself_twice_is_one_move(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    where = url("move", reference, "assigned")
    given = hidden(client, url("enquiry", reference), where)
    for _ in range(2):
        assert client.post(where, given)["Location"] == url("enquiry", reference)
    assert summary(reference).assigned_to == COORDINATOR.name
    assert [move.after for move in store.moves_of(reference)] == ["new", "assigned"]
    assert "coordinator-1 answers it" in page(client, url("enquiry", reference)).text


def test_a_page_that_is_behind_does_not_overrule_a_colleague(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    given = hidden(client, url("move", reference, "assigned"))
    store.move_enquiry(reference, "assigned", by=INVESTIGATOR)
    answer = client.post(url("move", reference, "assigned"), given)
    assert answer.status_code == 422
    assert f"{INVESTIGATOR.name} moved this enquiry" in tree(answer.content.decode()).text
    assert summary(reference).assigned_to == INVESTIGATOR.name


def test_only_the_listed_moves_are_offered_and_others_are_refused_in_words(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    links = [one["href"] for one in page(client, url("enquiry", reference)).all("a")]
    offered = {link.split("/become/")[1].strip("/") for link in links if "/become/" in link}
    assert offered == set(store.MOVES["new"]) - {"assigned"}
    answer = client.get(url("move", reference, "enrolled"))
    assert answer.status_code == 409
    assert "it cannot become enrolled" in tree(answer.content.decode()).text
    assert client.get(url("move", reference, "nowhere")).status_code == 404
    sent = {"stage": "1", "reason": "no_answer"}
    assert client.post(url("move", reference, "could_not_reach"), sent).status_code == 422
    assert summary(reference).state == "new"


def test_a_move_that_needs_a_reason_takes_only_one_of_its_own(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    store.move_enquiry(reference, "assigned", by=COORDINATOR)
    for wrong in ("", "no_place", "anything"):
        answer = become(client, reference, "could_not_reach", reason=wrong)
        assert answer.status_code == 422
    assert summary(reference).state == "assigned"
    told = become(client, reference, "could_not_reach", reason="no_answer", note="rang twice")
    assert told["Location"] == url("enquiry", reference)
    story = page(client, url("enquiry", reference)).text
    assert "no answer after several tries" in story
    assert "rang twice" in story
    assert "coordinator-1 (coordinator)" in story


def test_a_second_contact_counts_and_a_second_press_does_not(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    store.move_enquiry(reference, "assigned", by=COORDINATOR)
    where = url("move", reference, "contacted")
    given = {**hidden(client, where), "note": "spoke with her"}
    assert [client.post(where, given).status_code for _ in range(2)] == [302, 302]
    assert summary(reference).attempts == 1
    become(client, reference, "contacted")
    assert summary(reference).attempts == 2
    notes = store.read_enquiry(reference, by=COORDINATOR)["notes"]
    assert [one["text"] for one in notes] == ["spoke with her"]


def test_enrolled_names_a_screening_that_led_to_a_participant(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    for to in ("assigned", "contacted", "prescreened", "invited"):
        store.move_enquiry(reference, to, by=COORDINATOR)
    assert become(client, reference, "consented").status_code == 422
    assert become(client, reference, "consented", screening="S-999").status_code == 422
    assert become(client, reference, "consented", screening="S-001").status_code == 302
    console.trial.do(conduct.open_screening, by=COORDINATOR)
    early = become(client, reference, "enrolled", screening="S-003")
    assert early.status_code == 422
    assert "S-003 is not enrolled yet" in early.content.decode()
    assert become(client, reference, "enrolled", screening="S-001").status_code == 302
    assert (summary(reference).state, summary(reference).screening) == ("enrolled", "S-001")


def test_a_note_is_added_once_and_shown_as_text(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    where = url("note", reference)
    given = {**hidden(client, url("enquiry", reference), where), "note": f"call back {SCRIPT}"}
    for _ in range(2):
        assert client.post(where, given)["Location"] == url("enquiry", reference)
    shown = client.get(url("enquiry", reference)).content.decode()
    assert shown.count("call back") == 1
    assert SCRIPT not in shown
    assert client.post(where, {**given, "note": "  "}).status_code == 422
    assert client.post(where, {**given, "note": "x" * 2001}).status_code == 422
    assert client.post(where, {"note": "no count"}).status_code == 422


def test_a_screening_is_opened_from_an_enquiry_that_was_answered(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    link = f"?enquiry={reference}"
    assert link not in client.get(url("enquiry", reference)).content.decode()
    store.move_enquiry(reference, "assigned", by=COORDINATOR)
    assert link in client.get(url("enquiry", reference)).content.decode()


def test_erasing_is_confirmed_and_leaves_nothing_that_was_written(
    console: Console, receive: Callable[..., str]
) -> None:
    reference, client = receive(), console.client("coordinator")
    store.add_note(reference, "a note about her", by=COORDINATOR)
    where = url("move", reference, "erased")
    assert "Nobody can bring them back" in page(client, where).text
    assert become(client, reference, "erased", reason="asked_by_person").status_code == 422
    assert become(client, reference, "erased", confirmed="on").status_code == 422
    assert summary(reference).state == "new"
    done = become(client, reference, "erased", reason="asked_by_person", confirmed="on")
    assert done["Location"] == url("enquiry", reference)
    before = reads(reference)
    shown = page(client, url("enquiry", reference)).text
    for gone in (NAME, "Synthetic Sender", "first line", "a note about her", "+86"):
        assert gone not in shown
    assert "has been erased" in shown
    assert "the person asked for it" in shown
    assert reads(reference) == before  # nothing was there to read
    audit = " ".join(f"{row.old} {row.new}" for row in AuditEntry.objects.all())
    assert NAME not in audit
    answer = client.post(url("note", reference), {"note": "late", "shown": "0"})
    assert answer.status_code == 422
    assert "has been erased" in answer.content.decode()


def test_the_days_are_those_of_the_site(console: Console, receive: Callable[..., str]) -> None:
    reference = receive(days=2)
    shown = page(console.client("coordinator"), url("list")).text
    here = summary(reference).received_at.astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"{here.day} {datetime.strftime(here, '%b')} {here.year}" in shown


def test_a_screening_of_a_sender_who_is_screened_already_asks_whether_it_is_the_same_person(
    console: Console, receive: Callable[..., str]
) -> None:
    client = console.client("coordinator")
    where = reverse("screening:open", args=[TRIAL])
    said = []
    for reference in (receive(), receive()):
        store.move_enquiry(reference, "assigned", by=COORDINATOR)
        sent = {**hidden(client, where), "enquiry": reference}
        said.append(client.post(where, sent, follow=True).content.decode())
    assert "Is it the same person?" not in said[0]
    first = list(store.trial_state(TRIAL).screenings)[-2]
    assert f"as that of {first}. Is it the same person?" in said[1]
    assert NAME not in said[1]
