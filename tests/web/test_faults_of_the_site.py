"""What people see when there is no page, when a form is not accepted, and when the site fails."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from dosepath.web.public import views


@pytest.mark.parametrize(
    ("path", "lang", "words"),
    [
        ("/en/studies/NCT00000000/", "en", "There is no such page"),
        ("/zh-hans/studies/NCT00000000/", "zh-Hans", "没有这个页面"),
        ("/nowhere/", "en", "There is no such page"),
    ],
)
@pytest.mark.django_db
def test_a_page_that_is_not_there(path: str, lang: str, words: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    text = answer.content.decode()
    assert f'<html lang="{lang}">' in text
    assert words in text
    assert 'href="/"' in text


@pytest.mark.django_db
def test_a_form_without_its_token_is_not_accepted() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/en/studies/NCT05727722/contact/", {"name": "somebody"})
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Nothing was stored" in text
    assert "CSRF" not in text


@pytest.mark.django_db
def test_a_failure_shows_nothing_of_the_inside(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(views, "render", fail)
    with caplog.at_level(logging.CRITICAL):
        answer = Client(raise_request_exception=False).get("/zh-hans/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "网站出了问题" in text
    assert "secret" not in text
