"""Who may come in, in which role, and who may sign; every knock is remembered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dosepath import store
from dosepath.conduct import Refused
from dosepath.ledger import Actor
from dosepath.quantity import FaultsFound
from dosepath.store.models import Account, AuditEntry

PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = NOW.date()
ADMINISTRATOR = Actor("administrator-1", "site_administrator")


@pytest.fixture
def account(db: None) -> Account:
    return store.create_account("physician-1", PASSWORD, by=ADMINISTRATOR, at=NOW)


def grant(account: Account, role: str = "independent_physician", **more: object) -> None:
    given = {"trained_on": TODAY, "delegated_on": TODAY, "starts": TODAY, **more}
    store.grant_role(account.username, store.Grant(role, **given), by=ADMINISTRATOR, at=NOW)  # type: ignore[arg-type]


def acts() -> list[str]:
    return list(
        AuditEntry.objects.exclude(action__in=("insert", "update")).values_list("action", flat=True)
    )


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in caught.value.reasons]


@pytest.mark.parametrize(
    ("username", "password", "place"),
    [
        ("Physician", PASSWORD, "username"),
        ("x", PASSWORD, "username"),
        ("a b", PASSWORD, "username"),
        ("physician-1", PASSWORD, "username"),
        ("physician-2", "short", "password"),
        ("physician-2", "password1234", "password"),
        ("physician-2", "physician-2-1", "password"),
    ],
)
def test_bad_names_and_weak_passwords_are_refused_with_the_field(
    account: Account, username: str, password: str, place: str
) -> None:
    with pytest.raises(FaultsFound) as caught:
        store.create_account(username, password, by=ADMINISTRATOR)
    assert {fault.place.path for fault in caught.value.faults} == {place}
    assert Account.objects.count() == 1


def test_passwords_are_kept_as_argon2_only(account: Account) -> None:
    assert account.password.startswith("argon2")
    assert PASSWORD not in account.password


def test_the_right_password_opens_and_every_attempt_is_audited(account: Account) -> None:
    assert store.log_in("physician-1", PASSWORD) == account
    assert store.log_in("physician-1", "wrong") is None
    assert store.log_in("nobody", PASSWORD) is None
    store.record_logout(account)
    assert acts() == ["login", "login_failed", "login_failed", "logout"]


def test_what_was_typed_as_a_name_is_not_kept(db: None) -> None:
    store.log_in("my secret password", "x")
    row = AuditEntry.objects.get()
    assert "secret" not in f"{row.row} {row.new} {row.reason}"


def test_five_failures_lock_the_account_and_then_the_right_password_fails_too(
    account: Account,
) -> None:
    for _ in range(5):
        assert store.log_in("physician-1", "wrong", at=NOW) is None
    assert acts()[-1] == "locked_out"
    assert store.log_in("physician-1", PASSWORD, at=NOW + timedelta(minutes=14)) is None
    assert acts()[-1] == "login_refused"
    assert store.log_in("physician-1", PASSWORD, at=NOW + timedelta(minutes=16)) is not None


def test_a_success_forgets_earlier_failures(account: Account) -> None:
    for _ in range(2):
        for _ in range(4):
            store.log_in("physician-1", "wrong", at=NOW)
        assert store.log_in("physician-1", PASSWORD, at=NOW) is not None


def test_a_closed_account_stays_in_the_list_and_never_opens_again(account: Account) -> None:
    store.close_account("physician-1", by=ADMINISTRATOR, reason="left the site", at=NOW)
    assert store.log_in("physician-1", PASSWORD) is None
    assert Account.objects.get().closed_by == "administrator-1"
    with pytest.raises(FaultsFound):
        store.create_account("physician-1", PASSWORD, by=ADMINISTRATOR)
    with pytest.raises(Refused) as caught:
        store.actor_of(account_again())
    assert codes(caught) == ["store.account_closed"]


def account_again() -> Account:
    return store.account_of("physician-1")


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (0, None, True),
        (1, None, False),
        (-9, -1, False),
        (-9, 0, True),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(
    account: Account, starts: int, ends: int | None, holds: bool
) -> None:
    last = TODAY + timedelta(days=ends) if ends is not None else None
    grant(account, starts=TODAY + timedelta(days=starts), ends=last)
    assert bool(store.grants_of(account, on=TODAY)) == holds


def test_a_role_is_for_one_trial_or_for_all(account: Account) -> None:
    grant(account, "statistician", trial="T-1")
    grant(account, "monitor")
    assert store.actor_of(account, trial="T-2", on=TODAY) == Actor("physician-1", "monitor")
    with pytest.raises(Refused) as caught:
        store.actor_of(account, trial="T-1", on=TODAY)
    assert codes(caught) == ["store.role_unclear"]
    assert (
        store.actor_of(account, role="statistician", trial="T-1", on=TODAY).role == "statistician"
    )
    with pytest.raises(Refused) as caught:
        store.actor_of(account, role="auditor", on=TODAY)
    assert codes(caught) == ["store.role_not_held"]


def test_nobody_grants_a_role_to_themselves_and_nobody_is_the_system(account: Account) -> None:
    own = Actor("physician-1", "site_administrator")
    with pytest.raises(Refused) as caught:
        store.grant_role("physician-1", store.Grant("auditor", TODAY), by=own)
    assert codes(caught) == ["store.own_role"]
    for role in ("system", "director"):
        with pytest.raises(FaultsFound, match="no such role"):
            store.grant_role("physician-1", store.Grant(role, TODAY), by=ADMINISTRATOR)


def test_an_ended_role_is_in_the_audit_with_its_reason(account: Account) -> None:
    grant(account)
    (held,) = store.grants_of(account, on=TODAY)
    store.end_role(held, on=TODAY - timedelta(days=0), by=ADMINISTRATOR, reason="rotation")
    row = AuditEntry.objects.latest("pk")
    assert (row.place, row.action, row.reason) == ("store_role_grant", "update", "rotation")


def sign(account: Account, password: str = PASSWORD) -> Actor:
    return store.authenticate_signature(account, password, at=NOW, reason="I agree")


def test_a_signature_asks_for_the_password_again_and_is_audited(account: Account) -> None:
    grant(account)
    assert sign(account) == Actor("physician-1", "independent_physician")
    with pytest.raises(Refused) as caught:
        sign(account, "wrong")
    assert codes(caught) == ["store.signature_password"]
    assert acts() == ["signature_given", "signature_failed"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"trained_on": None}, "store.not_trained"),
        ({"trained_on": TODAY + timedelta(days=1)}, "store.not_trained"),
        ({"delegated_on": None}, "store.not_delegated"),
        ({"delegated_on": date(2027, 1, 1)}, "store.not_delegated"),
    ],
)
def test_without_training_or_delegation_nobody_signs(
    account: Account, change: dict[str, date | None], code: str
) -> None:
    grant(account, **change)
    with pytest.raises(Refused) as caught:
        sign(account)
    assert codes(caught) == [code]


def test_wrong_passwords_at_signing_lock_the_account_too(account: Account) -> None:
    grant(account)
    for _ in range(5):
        with pytest.raises(Refused):
            sign(account, "wrong")
    assert acts()[-1] == "locked_out"
    with pytest.raises(Refused):
        sign(account)
