"""The site is served while commands come and go: neither may take the database from the other.

SQLite's locks belong to a process, and are lost when any file handle of the process on the
database is closed, whoever opened it. A site that lost them this way would not be seen by the
next command, which would remove the write-ahead log from under it.
"""

from __future__ import annotations

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.faults.site import PASSWORD, TRIAL, Site, ended
from tests.journeys.serving import served

pytestmark = pytest.mark.slow
CONSOLE = f"/console/{TRIAL}"


def signed_in(address: str, account: str) -> OpenerDirector:
    """A browser without a window, in which this account is signed in."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with browser.open(f"{address}/account/sign-in/", timeout=60) as answer:
        (token,) = set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode()))
    given = {"csrfmiddlewaretoken": token, "username": account, "password": PASSWORD}
    sent = urlencode(given).encode()
    with browser.open(f"{address}/account/sign-in/", sent, timeout=60) as answer:
        assert answer.url.endswith(f"{CONSOLE}/today/"), answer.url
    return browser


def test_the_site_goes_on_after_commands_wrote_and_ended(site: Site) -> None:
    before = len(site.kinds())
    with served(site) as place:
        for _ in range(3):
            command = ended(site.begin("screening", "open", "--as", "coordinator"))
            assert command.code == 0, command
            auditor = signed_in(place.address, "auditor")
            # Verifying from a page reads the file that the site itself has open.
            with auditor.open(f"{place.address}{CONSOLE}/audit/verify/", timeout=60) as page:
                assert page.status == 200
    assert site.kinds()[before:] == ["screening_opened"] * 3
    signed = "SELECT count(*) FROM store_audit WHERE action = 'login' AND actor = 'auditor'"
    assert site.ask(signed) == 3
    site.verified()
