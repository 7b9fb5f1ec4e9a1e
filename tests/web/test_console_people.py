"""Accounts and roles in the console: what an administrator does, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dosepath import store
from dosepath.ledger import Actor
from dosepath.store.models import AuditEntry
from tests.unit.conduct.playing import ADMINISTRATOR
from tests.web.console_trial import PASSWORD, PEOPLE, TRIAL, Console, hidden, page
from tests.web.markup import tree

SCRIPT = "<script>alert(1)</script>"
WORDS = "four plain words together"
NEW = {
    "username": "coordinator-9",
    "display_name": "Coordinator nine",
    "password": WORDS,
    "repeated": WORDS,
}
WHY = {"reason": "asked by the sponsor"}


def url(name: str, *more: object) -> str:
    return reverse(f"people:{name}", args=[TRIAL, *more])


def send(client: Client, where: str, **given: str) -> Any:
    return client.post(where, {**hidden(client, where), **given})


def said(answer: Any) -> str:
    return tree(answer.content.decode()).text


def held(name: str) -> list[Any]:
    return list(store.account_of(name).grants.order_by("pk"))


def audited(table: str) -> list[Any]:
    return list(AuditEntry.objects.filter(place=table, actor=ADMINISTRATOR.name))


@pytest.fixture
def client(console: Console) -> Client:
    return console.client("site_administrator")


@pytest.fixture
def today() -> date:
    return store.now().date()


def test_the_list_shows_roles_and_states(client: Client) -> None:
    store.close_account("stranger-1", by=ADMINISTRATOR, reason="left")
    shown = {row.all("th")[0].text: row.text for row in page(client, url("list")).all("tr")[1:]}
    assert {PEOPLE[role].name for role in PEOPLE} <= set(shown)
    assert "coordinator – open" in shown["coordinator-1"]
    assert "closed on" in shown["stranger-1"]
    assert "no role today" in shown["stranger-1"]
    assert list(shown)[-1] == "stranger-1"


def test_an_account_is_created_once_and_its_person_can_sign_in(client: Client) -> None:
    given = {**hidden(client, url("create")), **NEW}
    for _ in range(2):
        answer = client.post(url("create"), given)
        assert answer["Location"] == url("person", "coordinator-9")
    assert store.log_in("coordinator-9", WORDS) is not None
    made = [row for row in audited("store_account") if "coordinator-9" in row.new]
    assert len(made) == 1
    assert WORDS not in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"repeated": "another one altogether"}, "The two passwords differ"),
        ({"password": "short", "repeated": "short"}, "too short"),
        ({"password": "", "repeated": ""}, "an answer is needed"),
        ({"username": "Not A Name"}, "beginning with a letter"),
        ({"username": "coordinator-1"}, "A name is never given twice"),
        ({"display_name": "two\u202elines"}, "cannot be shown"),
        ({"display_name": ""}, "an answer is needed"),
    ],
)
def test_an_account_that_will_not_do_is_refused_in_words(
    client: Client, change: dict[str, str], words: str
) -> None:
    before = len(store.list_accounts())
    answer = send(client, url("create"), **{**NEW, **change})
    assert answer.status_code == 422
    assert words in said(answer)
    assert WORDS not in answer.content.decode()
    assert len(store.list_accounts()) == before


def test_creating_is_no_way_to_try_the_password_of_an_account(client: Client) -> None:
    assert send(client, url("create"), **NEW).status_code == 302
    grant(client, NEW["username"])
    assert send(client, url("create"), **NEW).status_code == 422


def grant(client: Client, name: str = "stranger-1", **given: str) -> Any:
    return client.post(
        url("grant", name),
        {"role": "coordinator", "scope": TRIAL, "starts": store.now().date().isoformat(), **given},
    )


def test_a_role_is_granted_with_all_its_dates_and_twice_is_once(
    client: Client, today: date
) -> None:
    until = today + timedelta(days=90)
    given = {
        "role": "investigator",
        "ends": until.isoformat(),
        "is_principal": "on",
        "trained_on": (today - timedelta(days=3)).isoformat(),
        "delegated_on": today.isoformat(),
        "reason": "delegation log, line 4",
    }
    for _ in range(2):
        assert grant(client, **given)["Location"] == url("person", "stranger-1")
    (made,) = held("stranger-1")
    assert (made.role, made.trial, made.starts, made.ends) == ("investigator", TRIAL, today, until)
    assert made.is_principal
    assert made.delegated_on == today
    assert made.granted_by == ADMINISTRATOR.name
    (row,) = audited("store_role_grant")
    assert row.reason == "delegation log, line 4"
    shown = page(client, url("person", "stranger-1")).text
    assert "in force" in shown
    assert "this trial only" in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "system"}, "system"),
        ({"role": ""}, "an answer is needed"),
        ({"scope": "ANOTHER"}, "ANOTHER"),
        ({"starts": "2020-01-01"}, "A role begins today or later"),
        ({"starts": "tomorrow"}, "give a date"),
        ({"ends": "2020-01-01"}, "the last day is not before the first"),
        ({"trained_on": "2999-01-01"}, "this day has not come yet"),
        ({"delegated_on": "2999-01-01"}, "this day has not come yet"),
        ({"is_principal": "on"}, "Only an investigator"),
    ],
)
def test_a_grant_that_will_not_do_is_refused_in_words(
    client: Client, change: dict[str, str], words: str
) -> None:
    answer = grant(client, **change)
    assert answer.status_code == 422
    assert words in said(answer)
    assert held("stranger-1") == []


def test_nobody_grants_ends_or_closes_their_own(client: Client, today: date) -> None:
    me = ADMINISTRATOR.name
    answer = grant(client, me, role="investigator")
    assert answer.status_code == 422
    assert "Nobody grants a role to themselves. Ask another administrator." in said(answer)
    (mine,) = held(me)
    ending = client.post(url("end_role", me, mine.pk), {"on": today.isoformat(), **WHY})
    closing = client.post(url("close", me), {**WHY, "confirmed": "on"})
    for answer in (ending, closing):
        assert answer.status_code == 409
        assert "Ask another administrator" in said(answer)
    assert len(held(me)) == 1
    assert held(me)[0].ends is None
    assert store.account_of(me).is_active


def test_a_role_ends_on_a_day_with_a_reason(client: Client, today: date) -> None:
    (role,) = held("coordinator-1")
    where = url("end_role", "coordinator-1", role.pk)
    past, far = (today - timedelta(days=9)).isoformat(), today + timedelta(days=5)
    assert "The last day is today or later" in said(send(client, where, on=past, **WHY))
    assert send(client, where, on=today.isoformat(), reason="").status_code == 422
    for _ in range(2):
        answer = client.post(where, {"on": today.isoformat(), **WHY})
        assert answer["Location"] == url("person", "coordinator-1")
    assert held("coordinator-1")[0].ends == today
    (row,) = audited("store_role_grant")
    assert row.reason == WHY["reason"]
    assert "The role already ends on" in said(client.post(where, {"on": str(far), **WHY}))
    assert client.get(url("end_role", "stranger-1", role.pk)).status_code == 404


def test_a_password_is_replaced_and_a_lock_ends(client: Client) -> None:
    for _ in range(5):
        store.log_in("coordinator-1", "wrong")
    assert "locked until" in said(client.get(url("list")))
    where = url("password", "coordinator-1")
    assert send(client, where, password=WORDS, repeated=WORDS).status_code == 422  # why?
    answer = send(client, where, password=WORDS, repeated=WORDS, **WHY)
    assert answer["Location"] == url("person", "coordinator-1")
    assert store.log_in("coordinator-1", WORDS) is not None
    rows = audited("store_account")
    assert [row.reason for row in rows] == [WHY["reason"]]
    assert WORDS not in "".join(row.new + row.old for row in rows)


def test_a_new_own_password_does_not_end_the_own_session(client: Client) -> None:
    where = url("password", ADMINISTRATOR.name)
    send(client, where, password=WORDS, repeated=WORDS, **WHY)
    assert client.get(url("list")).status_code == 200


def test_unlocking_leaves_the_password(client: Client) -> None:
    where = url("unlock", "coordinator-1")
    assert client.get(where).status_code == 405
    client.post(where)
    assert audited("store_account") == []  # nothing to unlock, nothing written
    for _ in range(5):
        store.log_in("coordinator-1", "wrong")
    assert store.log_in("coordinator-1", PASSWORD) is None
    assert "Unlock it only if" in said(client.get(url("person", "coordinator-1")))
    assert client.post(where)["Location"] == url("person", "coordinator-1")
    assert store.log_in("coordinator-1", PASSWORD) is not None


def test_an_account_is_closed_for_good_after_a_confirmation(client: Client) -> None:
    where = url("close", "coordinator-1")
    assert "cannot be opened again" in said(client.get(where))
    assert send(client, where, **WHY).status_code == 422
    assert send(client, where, confirmed="on").status_code == 422
    for _ in range(2):
        answer = client.post(where, {**WHY, "confirmed": "on"})
        assert answer["Location"] == url("person", "coordinator-1")
    assert len(audited("store_account")) == 1
    assert store.log_in("coordinator-1", PASSWORD) is None
    for name in ("grant", "password"):
        refused = client.get(url(name, "coordinator-1"))
        assert refused.status_code == 409
        assert "stays closed" in said(refused)
    assert "End this role" not in said(client.get(url("person", "coordinator-1")))


def test_what_people_are_called_is_shown_as_text(client: Client) -> None:
    store.create_account("odd-1", WORDS, by=ADMINISTRATOR, display_name=SCRIPT)
    for where in (url("list"), url("person", "odd-1")):
        shown = client.get(where).content.decode()
        assert SCRIPT not in shown
        assert "&lt;script&gt;" in shown


@pytest.fixture
def local(console: Console, today: date) -> Client:
    """An administrator of this trial only; somebody has a role at another trial."""
    store.create_account("local-1", WORDS, by=store.INSTALLER)
    role = store.Grant("site_administrator", today, trial=TRIAL)
    store.grant_role("local-1", role, by=store.INSTALLER)
    store.create_account("elsewhere-1", WORDS, by=store.INSTALLER)
    role = store.Grant("coordinator", today, trial="ANOTHER")
    store.grant_role("elsewhere-1", role, by=store.INSTALLER)
    return console.as_person("local-1")


def test_who_administers_one_trial_changes_nobody_elsewhere(local: Client, today: date) -> None:
    assert "elsewhere-1" not in said(local.get(url("list")))
    assert local.get(url("person", "elsewhere-1")).status_code == 404
    # coordinator-1 has a role at every trial: a new password would open the others.
    for name in ("password", "close"):
        answer = local.get(url(name, "coordinator-1"))
        assert answer.status_code == 409
        assert "outside of this trial" in said(answer)
    (role,) = held("coordinator-1")
    ending = local.post(url("end_role", "coordinator-1", role.pk), {"on": today.isoformat(), **WHY})
    assert ending.status_code == 409
    assert grant(local, scope="*").status_code == 422
    assert held("stranger-1") == []
    assert grant(local).status_code == 302
    (role,) = held("stranger-1")
    assert (role.trial, role.granted_by) == (TRIAL, "local-1")
    assert local.get(url("password", "stranger-1")).status_code == 200


def test_an_administrator_meets_nothing_clinical_and_others_nothing(
    console: Console, client: Client
) -> None:
    pages = [url("list"), url("create")]
    pages += [url(name, "coordinator-1") for name in ("person", "grant", "password", "close")]
    for where in pages:
        shown = client.get(where).content.decode()
        for clinical in ("P-001", "S-001", "Level 1", "Abdominal pain"):
            assert clinical not in shown
        assert console.client("investigator").get(where).status_code == 403


def test_who_acts_is_named_with_the_role(client: Client) -> None:
    grant(client)
    (row,) = audited("store_role_grant")
    assert Actor(row.actor, row.role) == ADMINISTRATOR
