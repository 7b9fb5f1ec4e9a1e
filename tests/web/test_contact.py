"""The contact form: stored first, errors keep what was typed, misuse gets nowhere."""

from __future__ import annotations

import logging
import re
from unittest import mock

import pytest
from django.core import mail, signing
from django.test import Client

from dosepath import store
from dosepath.ledger import Actor
from dosepath.store import deliver, list_enquiries, read_enquiry
from dosepath.web.public import receiving
from dosepath.web.public.contact_form import STAMP_SALT
from dosepath.wording import LANGUAGES, label
from tests.web.markup import Node, tree

pytestmark = pytest.mark.django_db

ID = "NCT05727722"
URL = f"/en/studies/{ID}/contact/"
COORDINATOR = Actor("coordinator-1", "coordinator")
CANARY = "canary-7f3a"


def stamp(seconds_ago: float) -> str:
    """A stamp as the form would have carried it when it was opened that long ago."""
    import time

    then = time.time() - seconds_ago
    with mock.patch("django.core.signing.time.time", return_value=then):
        return signing.TimestampSigner(salt=STAMP_SALT).sign("contact")


def filled(**changes: str) -> dict[str, str]:
    fields = {
        "name": "Test Person",
        "email": "person@example.org",
        "phone": "",
        "writer": "relative",
        "language": "en",
        "time": "any",
        "message": f"May she take part? {CANARY}",
        "consent_contact": "on",
        "consent_health": "on",
        "website": "",
        "stamp": stamp(60),
    }
    return {name: value for name, value in (fields | changes).items() if value != "-"}


def send(url: str = URL, **changes: str):
    return Client().post(url, filled(**changes))


def errors(answer) -> list[str]:
    assert answer.status_code == 422
    root = tree(answer.content.decode())
    summary = root.marked("summary-of-errors")[0]
    return [item.text for item in summary.all("li")]


def stored() -> int:
    return len(list_enquiries(ID))


def test_a_message_is_stored_and_answered_with_a_reference() -> None:
    answer = send()
    assert answer.status_code == 302
    (enquiry,) = list_enquiries(ID)
    assert (enquiry.state, enquiry.language) == ("new", "en")
    kept = read_enquiry(enquiry.reference, by=COORDINATOR)["fields"]
    assert kept["name"] == "Test Person"
    assert kept["writer"] == "relative"
    page = Client().get(answer.headers["Location"]).content.decode()
    assert enquiry.reference in page
    assert "RenJi Hospital" in page
    assert "What happens next" in page


def test_one_state_at_a_time_the_success_page_has_no_form_and_no_health_details() -> None:
    answer = send()
    page = Client().get(answer.headers["Location"]).content.decode()
    assert not tree(page).all("form", "input", "textarea")
    assert CANARY not in page
    assert "Test Person" not in page
    assert CANARY not in answer.headers["Location"]
    form = Client().get(URL).content.decode()
    assert label("public.sent_title") not in form


def test_both_consents_are_kept_with_their_text_and_version() -> None:
    send(url=f"/zh-hans/studies/{ID}/contact/", language="zh-Hans")
    from dosepath.store.models import Enquiry

    consents = Enquiry.objects.get().consents
    assert [one["code"] for one in consents] == ["consent_contact", "consent_health"]
    assert all(one["version"] == "1" for one in consents)
    assert consents[0]["text"] == label("public.field.consent_contact", "zh-Hans")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_copy_holds_reference_site_and_next_steps_and_nothing_of_the_message(lang: str) -> None:
    send(language=lang)
    assert deliver().sent == 1
    (letter,) = mail.outbox
    assert letter.to == ["person@example.org"]
    assert list_enquiries(ID)[0].reference in letter.subject
    assert {"en": "RenJi Hospital", "zh-Hans": "仁济医院"}[lang] in letter.body
    for private in (CANARY, "Test Person", "relative", "liver"):
        assert private not in letter.body + letter.subject
    assert "⟦" not in letter.body + letter.subject
    assert "{" not in letter.body


def test_consent_boxes_are_two_and_unticked_and_the_stamp_is_signed() -> None:
    root = tree(Client().get(URL).content.decode())
    boxes = [n for n in root.all("input") if n["type"] == "checkbox"]
    assert [box["name"] for box in boxes] == ["consent_contact", "consent_health"]
    assert not any("checked" in box.attributes for box in boxes)
    assert "120" in root.text


def test_e_mail_or_telephone_is_enough() -> None:
    assert send(email="", phone="+86 21 5555 0100").status_code == 302
    assert send(email="person@example.org", phone="").status_code == 302
    assert stored() == 2


def test_without_any_way_to_answer_nothing_is_stored_and_what_was_typed_is_kept() -> None:
    answer = send(email="", phone="")
    assert errors(answer) == [
        "Enter an e-mail address or a telephone number, so that the team can answer. One is enough."
    ]
    assert stored() == 0
    html = answer.content.decode()
    assert CANARY in html
    assert 'value="Test Person"' in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"consent_contact": "-"}, "Tick the first box"),
        ({"consent_health": "-"}, "Tick the second box"),
        ({"writer": "-"}, "Choose who you are"),
        ({"writer": "admin"}, "Choose one of the answers"),
        ({"name": ""}, "Enter your name"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"message": "x" * 2001}, "at most 2,000 characters"),
        ({"email": "not an address"}, "name@example.org"),
        ({"phone": "call me"}, "with digits"),
        ({"language": "fr"}, "Choose one of the languages"),
    ],
)
def test_what_is_missing_or_wrong_is_said_once_with_a_link_to_its_field(
    changes: dict[str, str], said: str
) -> None:
    answer = send(**changes)
    (message,) = errors(answer)
    assert said in message
    root = tree(answer.content.decode())
    (link,) = root.marked("summary-of-errors")[0].all("a")
    target = next(node for node in root.walk() if node["id"] == link["href"][1:])
    described = " ".join(target["aria-describedby"].split())
    noted = [node for node in root.walk() if node["id"] and node["id"] in described.split()]
    assert any(said in node.text for node in noted), "the field is not described by its error"
    assert root.all("title")[0].text.startswith("Error:")
    assert stored() == 0


def test_an_empty_message_needs_no_second_consent() -> None:
    assert send(message="", consent_health="-").status_code == 302


def test_errors_are_in_the_readers_language() -> None:
    answer = send(url=f"/zh-hans/studies/{ID}/contact/", name="")
    assert errors(answer) == ["请填写您的姓名，或者您希望我们怎样称呼您。"]


# Misuse


def test_without_the_csrf_token_nothing_is_stored() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(URL, filled()).status_code == 403
    assert stored() == 0


def test_with_the_csrf_token_it_is_stored() -> None:
    client = Client(enforce_csrf_checks=True)
    root = tree(client.get(URL).content.decode())
    token = next(n["value"] for n in root.all("input") if n["name"] == "csrfmiddlewaretoken")
    assert client.post(URL, filled(csrfmiddlewaretoken=token)).status_code == 302


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ settings }}"]
)
def test_script_in_any_field_comes_back_as_text(attack: str) -> None:
    answer = send(name=attack, message=attack, email="")
    root = tree(answer.content.decode())
    assert not root.all("script", "img")
    name = next(n for n in root.all("input") if n["name"] == "name")
    assert name["value"] == attack
    assert attack in root.all("textarea")[0].text


@pytest.mark.parametrize("name", ["A\r\nBcc: all@example.org", "A\nB", "A\tB", "A\u2028B"])
def test_a_name_cannot_add_a_header_to_a_mail(name: str) -> None:
    (message,) = errors(send(name=name))
    assert "on one line" in message
    assert stored() == 0


def test_a_null_character_is_refused() -> None:
    assert errors(send(name="A\x00B"))
    assert stored() == 0


@pytest.mark.parametrize(
    "email", ["a@example.org\r\nBcc: b@example.org", "a@example.org,b@example.org", "a@b@c.org"]
)
def test_an_address_is_one_address(email: str) -> None:
    assert errors(send(email=email))
    assert stored() == 0


def test_the_recipient_of_the_copy_is_never_taken_from_elsewhere_in_the_request() -> None:
    send(to="all@example.org", bcc="all@example.org", recipient="all@example.org", site="Evil")
    deliver()
    assert [letter.recipients() for letter in mail.outbox] == [["person@example.org"]]
    assert "Evil" not in mail.outbox[0].body


def test_a_chinese_name_with_a_wide_space_is_welcome() -> None:
    assert send(name="张　三", message="您好，\u200b请问\u00a0可以吗？").status_code == 302
    kept = read_enquiry(list_enquiries(ID)[0].reference, by=COORDINATOR)["fields"]
    assert kept["name"] == "张 三"
    assert kept["message"] == "您好，请问 可以吗？"


def test_marks_that_turn_the_direction_of_writing_are_taken_out() -> None:
    send(name="Test\u202egnosreP", message="a\u2066b\u2069c")
    kept = read_enquiry(list_enquiries(ID)[0].reference, by=COORDINATOR)["fields"]
    assert kept["name"] == "TestgnosreP"
    assert kept["message"] == "abc"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"website": "http://spam.example"}, "hidden field"),
        ({"stamp": "forged"}, "open for a long time"),
        ({"stamp": ""}, "open for a long time"),
    ],
)
def test_machines_are_stopped_and_people_can_send_again(changes: dict[str, str], said: str) -> None:
    answer = send(**changes)
    assert said in errors(answer)[0]
    assert stored() == 0
    assert CANARY in answer.content.decode()


def test_a_form_sent_at_once_is_not_taken_and_one_a_day_old_gets_a_fresh_stamp() -> None:
    assert "very quick" in errors(send(stamp=stamp(0)))[0]
    answer = send(stamp=stamp(25 * 3600))
    assert "long time" in errors(answer)[0]
    fresh = next(
        n["value"] for n in tree(answer.content.decode()).all("input") if n["name"] == "stamp"
    )
    assert signing.TimestampSigner(salt=STAMP_SALT).unsign(fresh) == "contact"
    assert stored() == 0


def test_a_flood_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_PER_HOUR", 3)
    answers = [send() for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [422] * 3
    assert "not stored yet" in errors(answers[-1])[0]
    assert stored() == 3


def test_what_the_store_refuses_is_said_and_kept_on_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dosepath.quantity import FaultsFound

    def refuse(*_: object, **__: object) -> str:
        raise FaultsFound([])

    monkeypatch.setattr(store, "receive_enquiry", refuse, raising=False)
    answer = send()
    assert "could not be stored" in errors(answer)[0]
    assert CANARY in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "IkVOUSI:1x:forged", "../../"])
def test_a_reference_cannot_be_guessed(token: str) -> None:
    assert Client().get(f"/en/studies/{ID}/contact/sent/{token}/").status_code == 404


def test_nothing_personal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    for logger in ("django", "dosepath"):
        logging.getLogger(logger).addHandler(caplog.handler)
    send(email="", phone="")
    send()
    send(message="x" * 3000)
    for logger in ("django", "dosepath"):
        logging.getLogger(logger).removeHandler(caplog.handler)
    logged = caplog.text
    assert "contact" in logged, "nothing was logged at all: is the handler in place?"
    for private in (CANARY, "Test Person", "person@example.org"):
        assert private not in logged


def test_a_forged_host_gets_no_page() -> None:
    assert Client(headers={"host": "evil.example"}).get(URL).status_code == 400


def test_pages_with_personal_content_are_not_cached_or_indexed() -> None:
    answer = Client().get(URL)
    assert "no-store" in answer.headers["Cache-Control"]
    root: Node = tree(answer.content.decode())
    assert any(n["name"] == "robots" and "noindex" in n["content"] for n in root.all("meta"))
    assert not re.search("analytics|track", answer.content.decode().replace("track you", ""))
