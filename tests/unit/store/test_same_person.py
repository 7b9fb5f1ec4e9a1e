"""The same person under two numbers: found without a word of what was written."""

from __future__ import annotations

import pytest

from dosepath import store
from dosepath.conduct import Refused
from dosepath.store.models import AuditEntry
from tests.unit.conduct.playing import AUDITOR, COORDINATOR

AGREED = [{"code": "contact", "version": "1", "language": "en", "text": "I agree"}]
SENDER = {"name": "canary", "email": "canary@example.org", "phone": "+86 21 5555 0100"}

pytestmark = pytest.mark.django_db


def received(trial: str = "T-1", **changes: str) -> str:
    fields = {**SENDER, "language": "en", "message": "x", **changes}
    return store.receive_enquiry(trial, fields, consents=AGREED)


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"email": "CANARY@example.org", "phone": "1"}, True),
        ({"email": "other@example.org", "phone": "+86-21-55550100"}, True),
        ({"email": "other@example.org", "phone": "+86 21 5555 0199"}, False),
    ],
)
def test_an_enquiry_from_the_same_sender_is_found(changes: dict[str, str], is_same: bool) -> None:
    first, second = received(), received(**changes)
    assert store.same_sender(second, by=COORDINATOR) == ((first,) if is_same else ())


def test_another_trial_and_an_erased_enquiry_are_not_compared() -> None:
    received(trial="T-2")
    store.move_enquiry(received(), "erased", by=COORDINATOR)
    assert store.same_sender(received(), by=COORDINATOR) == ()


@pytest.mark.parametrize(
    ("identity", "is_same"),
    [
        ({"name": "Canary  A."}, True),
        ({"name": "canary a", "born": "1960-01-02"}, True),
        ({"name": "canary a", "born": "1960-01-03"}, False),
        ({"name": "somebody", "born": "1961-01-01", "hospital_number": "77 1"}, True),
        ({"name": "somebody"}, False),
    ],
)
def test_the_same_identity_under_another_number_is_found(
    identity: dict[str, str], is_same: bool
) -> None:
    mine = {"name": "canary A", "born": "1960-01-02", "hospital_number": "771"}
    store.link_identity("T-1", "S-001", identity=mine, by=COORDINATOR)
    found = store.link_identity("T-1", "S-002", identity=identity, by=COORDINATOR)
    assert found == (("S-001",) if is_same else ())
    assert store.same_identity("T-1", "S-002", by=COORDINATOR) == found


def test_the_audit_names_the_act_and_the_number_and_nothing_that_was_written() -> None:
    store.link_identity("T-1", "S-001", identity=SENDER, by=COORDINATOR)
    store.same_sender(received(), by=COORDINATOR)
    rows = AuditEntry.objects.filter(action__in=("identity_compared", "contact_compared"))
    assert {row.action for row in rows} == {"identity_compared", "contact_compared"}
    assert all("canary" not in str(vars(row)) for row in rows)
    with pytest.raises(Refused):
        store.same_identity("T-1", "S-001", by=AUDITOR)
    with pytest.raises(store.NotFound):
        store.same_identity("T-1", "S-009", by=COORDINATOR)
