"""Somebody who comes from outside: a patient or a relative on the public page."""

from __future__ import annotations

import re
import time
from pathlib import Path
from unittest import mock

from django.core import signing
from playwright.sync_api import Route

from tests.faults.site import TRIAL
from tests.journeys.person import Person

_SALT = "dosepath.public.contact"  # as in dosepath.web.public.contact_form


class Visitor:
    """A person on the public page of the study, in one of its languages."""

    def __init__(self, person: Person, lang: str) -> None:
        self.person, self.lang = person, lang

    def reads_about_the_study(self) -> None:
        """Open the study's page, and open everything that is folded there."""
        self.person.opens(f"/{self.lang}/studies/{TRIAL}/")
        folded = "all => all.forEach(one => one.open = true)"
        self.person.page.eval_on_selector_all("details", folded)
        self.person.looks.look(self.person.page)

    def has_time(self, secret: Path) -> None:
        """Let the form look as if it had been open for a minute: a test needs no such time.

        The form refuses to be sent faster than a person can; ``secret`` is the key with which
        the site stamps it.
        """
        key = secret.read_text(encoding="ascii").strip()

        def earlier(route: Route) -> None:
            answer = route.fetch()
            with mock.patch("django.core.signing.time.time", return_value=time.time() - 60):
                signer = signing.TimestampSigner(key=key, salt=_SALT, fallback_keys=())
                stamp = signer.sign("contact")
            body = re.sub(r'(name="stamp" value=)"[^"]*"', rf'\1"{stamp}"', answer.text())
            route.fulfill(response=answer, body=body)

        self.person.page.route("**/contact/", earlier)

    @property
    def reference(self) -> str:
        """The reference that the page gives for what was sent."""
        return self.person.page.locator(".reference").inner_text()
