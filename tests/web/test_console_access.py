"""Who may open what: every address of the console with every role. A new one must be listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dosepath.conduct import ROLES, permits
from tests.unit.store.small import finished, process
from tests.web.console_addresses import CONSOLE
from tests.web.console_trial import PEOPLE, TRIAL, Console

# What the example names does not exist: whoever may look is told so.
ABSENT = {"decision:decision", "decision:vote", "decision:sign", "people:end_role"}
ABSENT |= {"followup:report_sent"}
ABSENT |= {"inbox:enquiry", "inbox:note", "inbox:move"}
READ = ("trial.read", "clinical.read", "report.read", "audit.read", "enquiry.answer")


def patterns(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route, str(pattern.namespace or ""))
        elif isinstance(pattern, URLPattern) and route.startswith("console/<"):
            yield f"{space}:{pattern.name}", pattern.callback


VIEWS = dict(patterns(get_resolver()))


def address(name: str, trial: str = TRIAL) -> str:
    return reverse(name, kwargs={"trial": trial, **CONSOLE[name][1]})


def reach(client: Client, name: str, trial: str = TRIAL) -> int:
    """The status of an address in the way it is meant to be used: read, or else sent empty."""
    answer = client.get(address(name, trial))
    if answer.status_code == 405:
        answer = client.post(address(name, trial))
    return answer.status_code


@pytest.fixture(scope="module")
def a_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database on disk, for the page that verifies the file itself."""
    file = tmp_path_factory.mktemp("made") / "dosepath.sqlite3"
    assert finished(process(file, "make", "3"))[0] == 0
    return file


@pytest.fixture(autouse=True)
def on_disk(a_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DOSEPATH_DATABASE", a_file)


def test_every_address_of_the_console_is_listed_here_and_no_other() -> None:
    assert sorted(VIEWS) == sorted(CONSOLE)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_view_of_the_console_has_its_door(name: str) -> None:
    assert getattr(VIEWS[name], "permission", "no door") == CONSOLE[name][0]


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_what_opens_to_a_role_and_what_does_not(role: str, console: Console) -> None:
    client, wrong = console.client(role), []
    for name in VIEWS:
        found = reach(client, name)
        open_to = (200, 302, 409, 422, *((404,) if name in ABSENT else ()))
        expected = open_to if permits(role, CONSOLE[name][0]) else (403,)
        if found not in expected:
            wrong.append(f"{name}: {found}, expected {expected}")
    assert not wrong, "\n".join(wrong)


def test_every_role_of_a_person_is_tried() -> None:
    assert set(PEOPLE) == set(ROLES) - {"system"}


def test_without_a_role_at_the_trial_nothing_exists(console: Console) -> None:
    client = console.as_person("stranger-1")
    assert {name: reach(client, name) for name in VIEWS} == dict.fromkeys(VIEWS, 404)


def test_another_trial_does_not_exist_for_anybody(console: Console) -> None:
    client = console.client("investigator")
    found = {name: reach(client, name, "NCT00000000") for name in VIEWS}
    assert found == dict.fromkeys(VIEWS, 404)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_nobody_signed_in_is_asked_to_and_comes_back(name: str, console: Console) -> None:
    for answer in (Client().get(address(name)), Client().post(address(name))):
        assert answer.status_code in (302, 405)
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("accounts:login") + "?next=%2Fconsole%2F")


@pytest.mark.parametrize("role", ["auditor", "monitor", "site_administrator", "cell_laboratory"])
def test_who_only_reads_writes_nothing(role: str, console: Console) -> None:
    client, before = console.client(role), console.seq
    for name in VIEWS:
        answer = client.post(address(name), {"reason": "x", "verdict": "dlt", "confirmed": "on"})
        if not permits(role, CONSOLE[name][0]) or CONSOLE[name][0] in READ:
            assert answer.status_code in (403, 404, 405), f"{name}: {answer.status_code}"
    written = [event.kind for event in _since(before)]
    # A monitor may stop dosing, and nothing else.
    assert written == (["dosing_halted"] if role == "monitor" else [])


def _since(before: int) -> list[Any]:
    from dosepath import store

    return list(store.events(TRIAL)[before:])


HARM = ("Abdominal pain", "bilirubin", "180", "DLT")
RANDOM = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|token)"[^>]*>')
"""Letters and digits by chance, in which any short word turns up some day."""


@pytest.mark.parametrize(
    ("role", "never"),
    # Who prepares the product knows the number and the dose, and nothing else.
    [("site_administrator", ("P-001", "P-002", "Level 1", *HARM)), ("cell_laboratory", HARM)],
)
def test_who_sees_no_clinical_data_meets_none_on_any_page(
    role: str, never: tuple[str, ...], console: Console
) -> None:
    client = console.client(role)
    for name in VIEWS:
        page = RANDOM.sub("", client.get(address(name)).content.decode())
        for clinical in never:
            assert clinical not in page or clinical in address(name), f"{name} shows {clinical}"


def test_a_page_of_the_console_is_kept_nowhere(console: Console) -> None:
    answer = console.client("investigator").get(address("followup:participant"))
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
