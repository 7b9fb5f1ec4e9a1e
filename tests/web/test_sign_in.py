"""Coming in and going out: what is said, what is set, what is remembered."""

from __future__ import annotations

import logging
import sys
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dosepath import store
from dosepath.ledger import Actor
from dosepath.web.quiet_log import QuietFormatter

PASSWORD = "correct horse battery"
ADMINISTRATOR = Actor("administrator-1", "site_administrator")
SIGN_IN = "/account/sign-in/"


@pytest.fixture
def person(db: None) -> Client:
    """Somebody with an account, who is not signed in yet."""
    store.create_account("monitor-1", PASSWORD, by=ADMINISTRATOR)
    store.grant_role("monitor-1", store.Grant("monitor", date(2026, 1, 1)), by=ADMINISTRATOR)
    return Client()


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> object:
    return client.post(SIGN_IN, {"username": "monitor-1", "password": password, **more})


def acts() -> list[str]:
    from dosepath.store.models import AuditEntry

    return list(AuditEntry.objects.exclude(action="insert").values_list("action", flat=True))


@pytest.mark.parametrize("path", [SIGN_IN, "/en/", "/nothing-here/"])
def test_every_answer_carries_the_policy_and_nothing_from_elsewhere(db: None, path: str) -> None:
    answer = Client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_right_password_begins_a_new_session(person: Client) -> None:
    session = person.session
    session["planted"] = "by somebody else"
    session.save()
    answer = sign_in(person)
    assert answer.status_code == 302
    assert person.session.session_key != session.session_key
    assert "planted" not in person.session
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert bool(cookie["secure"]) == settings.SESSION_COOKIE_SECURE
    assert acts() == ["login"]


def test_cookies_are_for_https_unless_the_database_is_synthetic() -> None:
    assert (settings.DOSEPATH_SYNTHETIC is not True) == settings.SESSION_COOKIE_SECURE


def test_each_page_moves_the_end_of_the_session_and_is_not_kept(person: Client) -> None:
    sign_in(person)
    answer = person.get("/en/")
    assert settings.SESSION_COOKIE_NAME in answer.cookies
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("username", "password"),
    [("monitor-1", "wrong"), ("nobody", PASSWORD), ("monitor-1' OR 1=1 --", "another")],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    person: Client, username: str, password: str
) -> None:
    answer = person.post(SIGN_IN, {"username": username, "password": password})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "You could not be signed in" in text
    assert password not in text
    assert "_auth_user_id" not in person.session


def test_a_locked_account_is_answered_like_a_wrong_password(person: Client) -> None:
    wrong = [sign_in(person, "wrong").content for _ in range(5)]  # type: ignore[attr-defined]
    locked = sign_in(person)
    assert locked.status_code == 422  # type: ignore[attr-defined]
    assert b"You could not be signed in" in wrong[0]
    assert b"You could not be signed in" in locked.content  # type: ignore[attr-defined]
    assert acts().count("locked_out") == 1


def test_empty_fields_are_named_beside_the_field(person: Client) -> None:
    text = person.post(SIGN_IN, {}).content.decode()
    assert 'href="#id_username">Enter your user name' in text
    assert 'href="#id_password">Enter your password' in text


@pytest.mark.parametrize(
    ("wanted", "is_followed"),
    [
        ("/en/", True),
        ("https://elsewhere.example/", False),
        ("//elsewhere.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(
    person: Client, wanted: str, is_followed: bool
) -> None:
    answer = sign_in(person, next=wanted)
    assert (answer["Location"] == wanted) == is_followed  # type: ignore[index]


def test_signing_out_ends_the_session_and_is_remembered(person: Client) -> None:
    sign_in(person)
    out = reverse("accounts:logout")
    assert person.get(out).status_code == 405
    assert person.post(out).status_code == 302
    assert "_auth_user_id" not in person.session
    assert acts() == ["login", "logout"]


def test_who_is_closed_is_out_at_once(person: Client) -> None:
    sign_in(person)
    store.close_account("monitor-1", by=ADMINISTRATOR, reason="left")
    assert not person.get("/en/").wsgi_request.user.is_authenticated


def test_a_form_from_elsewhere_is_refused(person: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403  # type: ignore[attr-defined]


def test_a_strange_host_is_refused(person: Client) -> None:
    assert person.get("/en/", headers={"host": "elsewhere.example"}).status_code == 400


def test_log_lines_hold_places_and_no_words_of_an_exception() -> None:
    try:
        raise ValueError("canary@example.org could not be reached")
    except ValueError:
        record = logging.LogRecord("x", 40, __file__, 1, "failed", None, sys.exc_info())
    line = QuietFormatter().format(record)
    assert "ValueError" in line
    assert "test_sign_in.py" in line
    assert "canary" not in line
