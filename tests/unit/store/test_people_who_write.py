"""Enquiries, letters and identities: kept apart, encrypted, moved by named people, never lost."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from dosepath import store
from dosepath.conduct import Refused
from dosepath.quantity import FaultsFound
from dosepath.store.models import AuditEntry, Enquiry, IdentityLink, Letter
from dosepath.store.sealing import Unreadable
from tests.unit.conduct.playing import AUDITOR, COORDINATOR

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CANARY = "canary-7d1f"
FIELDS = {
    "name": f"{CANARY} name",
    "email": f"{CANARY}@example.org",
    "phone": "+86 21 5555 0100",
    "writer": "relative",
    "language": "en",
    "message": f"line one\nline two {CANARY}",
}
CONSENTS = [{"code": "consent_contact", "version": "1", "language": "en", "text": "I agree"}]


class Post(BaseEmailBackend):
    """A mail server that keeps what it is given, or fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        super().__init__()
        self.failures = failures
        self.sent: list[object] = []

    def send_messages(self, messages: list[object]) -> int:
        if self.failures:
            self.failures -= 1
            raise ConnectionRefusedError(f"cannot reach the server of {CANARY}")
        self.sent += messages
        return len(messages)


@pytest.fixture
def reference(db: None) -> str:
    return store.receive_enquiry("T-1", FIELDS, consents=CONSENTS, at=NOW)


def dump() -> str:
    raw: sqlite3.Connection = connection.connection
    return "\n".join(raw.iterdump())


def test_an_enquiry_is_stored_with_its_letter_and_read_back_by_the_team(reference: str) -> None:
    assert Letter.objects.count() == 1
    assert store.read_enquiry(reference, by=COORDINATOR)["fields"] == FIELDS
    (summary,) = store.list_enquiries("T-1")
    assert (summary.reference, summary.state, summary.received_at) == (reference, "new", NOW)
    assert store.list_enquiries("T-2") == ()
    assert Enquiry.objects.get().consents == CONSENTS


def test_nothing_that_a_person_wrote_is_readable_in_the_database(reference: str) -> None:
    store.read_enquiry(reference, by=COORDINATOR)
    store.add_note(reference, f"spoke to {CANARY}", by=COORDINATOR)
    store.link_identity("T-1", "P-001", identity={"name": CANARY}, by=COORDINATOR)
    store.deliver(Post(failures=1), at=NOW)
    assert CANARY not in dump()


def test_without_the_right_identity_key_nothing_opens(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSEPATH_IDENTITY_KEY", "33" * 32)
    with pytest.raises(Unreadable, match="identity key"):
        store.read_enquiry(reference, by=COORDINATOR)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "", "phone": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
        ({"name": "x\r\nSubject: y"}, "name"),
        ({"name": "n" * 121}, "name"),
        ({"message": "m" * 4001}, "message"),
        ({"message": "a\u202eb"}, "message"),
        ({"writer": "journalist"}, "writer"),
        ({"language": "fr"}, "language"),
        ({"diagnosis": "x"}, "diagnosis"),
    ],
)
def test_what_will_not_do_is_named_and_nothing_is_stored(
    db: None, change: dict[str, str], field: str
) -> None:
    with pytest.raises(FaultsFound) as caught:
        store.receive_enquiry("T-1", FIELDS | change, consents=CONSENTS, at=NOW)
    assert field in {fault.place.path for fault in caught.value.faults}
    assert CANARY not in str(caught.value)
    assert not Enquiry.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize("consents", [[], [{"code": "consent_contact"}]])
def test_without_consent_nothing_is_stored(db: None, consents: list[dict[str, str]]) -> None:
    with pytest.raises(FaultsFound):
        store.receive_enquiry("T-1", FIELDS, consents=consents, at=NOW)
    assert not Enquiry.objects.exists()


def test_an_enquiry_moves_only_as_listed_and_each_move_has_its_person(reference: str) -> None:
    for to in ("assigned", "contacted", "contacted", "prescreened", "invited"):
        store.move_enquiry(reference, to, by=COORDINATOR, at=NOW)
    with pytest.raises(Refused) as caught:
        store.move_enquiry(reference, "enrolled", by=COORDINATOR)
    assert caught.value.reasons[0].code == "store.enquiry_move"
    last = store.move_enquiry(reference, "consented", by=COORDINATOR, screening="S-001")
    assert (last.attempts, last.assigned_to, last.screening) == (2, "coordinator-1", "S-001")
    story = [(move.before, move.after, move.actor) for move in store.moves_of(reference)]
    assert story[:2] == [("", "new", "public page"), ("new", "assigned", "coordinator-1")]
    assert len(story) == 7


def test_every_state_is_reachable_and_only_erasure_is_final() -> None:
    reached, edge = {"new"}, {"new"}
    while edge:
        edge = {to for state in edge for to in store.MOVES[state]} - reached
        reached |= edge
    assert reached == set(store.MOVES)
    assert [state for state, moves in store.MOVES.items() if not moves] == ["erased"]


def test_erasing_removes_what_was_written_and_the_address_of_the_letter(reference: str) -> None:
    store.move_enquiry(reference, "erased", by=COORDINATOR, reason="asked")
    assert store.read_enquiry(reference, by=COORDINATOR) == {}
    assert Letter.objects.get().sealed_to == ""
    assert store.deliver(Post(), at=NOW).sent == 0
    with pytest.raises(Refused):
        store.add_note(reference, "late", by=COORDINATOR)


def test_reading_needs_the_permission_and_leaves_a_trace(reference: str) -> None:
    with pytest.raises(Refused):
        store.read_enquiry(reference, by=AUDITOR)
    with pytest.raises(Refused):
        store.move_enquiry(reference, "assigned", by=AUDITOR)
    store.read_enquiry(reference.lower(), by=COORDINATOR)
    row = AuditEntry.objects.latest("pk")
    assert (row.action, row.actor, row.place) == ("contact_read", "coordinator-1", "T-1")


def test_an_identity_is_read_with_a_reason_that_stays(db: None) -> None:
    store.link_identity("T-1", "P-001", identity={"name": CANARY}, by=COORDINATOR, at=NOW)
    store.link_identity(
        "T-1", "P-001", identity={"name": "corrected"}, by=COORDINATOR, reason="typing error"
    )
    found = store.read_identity("T-1", "P-001", by=COORDINATOR, reason="ward round")
    assert found == {"name": "corrected"}
    assert IdentityLink.objects.count() == 1
    row = AuditEntry.objects.latest("pk")
    assert (row.action, row.row, row.reason) == ("identity_read", "P-001", "ward round")
    with pytest.raises(Refused):
        store.read_identity("T-1", "P-001", by=AUDITOR, reason="curious")
    with pytest.raises(store.NotFound):
        store.read_identity("T-1", "P-999", by=COORDINATOR, reason="ward round")


def test_the_copy_holds_the_reference_and_nothing_that_was_written(reference: str) -> None:
    post = Post()
    assert store.deliver(post, at=NOW) == store.Delivered(sent=1)
    (message,) = post.sent
    sent = message.message()  # type: ignore[attr-defined]
    assert sent["To"] == FIELDS["email"]
    assert reference in sent["Subject"]
    body = sent.get_payload(decode=True).decode()
    assert reference in body
    assert CANARY not in body + sent["Subject"]
    assert "⟦" not in body
    assert Letter.objects.get().sealed_to == ""
    assert store.deliver(post, at=NOW + timedelta(days=1)).sent == 0


def test_the_copy_is_in_the_language_of_the_sender(db: None) -> None:
    store.receive_enquiry("T-1", FIELDS | {"language": "zh-Hans"}, consents=CONSENTS, at=NOW)
    post = Post()
    store.deliver(post, at=NOW)
    assert "留言" in post.sent[0].subject  # type: ignore[attr-defined]


def test_a_letter_waits_for_a_mail_server_that_is_down(reference: str) -> None:
    post = Post(failures=2)
    assert store.deliver(post, at=NOW).failed == 1
    assert store.deliver(post, at=NOW + timedelta(minutes=4)) == store.Delivered()
    assert store.deliver(post, at=NOW + timedelta(minutes=6)).failed == 1
    letter = Letter.objects.get()
    assert (letter.attempts, letter.last_error) == (2, "ConnectionRefusedError")
    assert store.deliver(post, at=NOW + timedelta(hours=1)).sent == 1


def test_a_letter_is_given_up_at_last_and_its_address_forgotten(reference: str) -> None:
    post = Post(failures=100)
    outcomes = [store.deliver(post, at=NOW + timedelta(days=day)) for day in range(12)]
    assert sum(outcome.given_up for outcome in outcomes) == 1
    assert Letter.objects.get().sealed_to == ""
    assert post.failures == 100 - sum(outcome.failed for outcome in outcomes)


def test_a_letter_that_another_process_has_taken_is_not_sent_twice(reference: str) -> None:
    from dosepath.store import outbox

    letter = Letter.objects.get()
    assert outbox._claim(letter.pk, NOW) is not None
    assert outbox._claim(letter.pk, NOW) is None
