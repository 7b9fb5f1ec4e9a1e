"""The two forms that matter most, with the keyboard alone: writing to the team, and signing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults.site import DECISION, PASSWORD, TRIAL
from tests.journeys.keyboard import Keyboard
from tests.journeys.person import Person
from tests.journeys.serving import Place
from tests.journeys.visitors import Visitor

pytestmark = pytest.mark.slow
SiteAt = Callable[..., Place]
People = Callable[..., Person]
AGREED = (
    "I agree that the study team keeps my name and how to reach me, and uses them to answer me "
    "about this study and for nothing else."
)
SEND = "Send the message"
NAMELESS = "Enter your name, or the name you want to be called by."


def test_a_patient_writes_to_the_team_with_the_keyboard_alone(
    site_at: SiteAt, people: People
) -> None:
    place = site_at("opened")
    person = people(place)
    Visitor(person, "en").has_time(place.secret)
    person.opens(f"/en/studies/{TRIAL}/")
    keys = Keyboard(person.page, person.looks)
    keys.presses("Contact the study team")
    keys.presses(SEND)
    # Nothing was filled in: from the message to its field it is one key.
    keys.jumps(NAMELESS)
    person.page.keyboard.type("Synthetic sender")
    keys.writes("Telephone number", "+86 21 5555 0100")
    keys.chooses("I am ill myself", "I write for a relative or friend")
    keys.ticks(AGREED)
    keys.presses(SEND)
    person.sees("Your message is stored")
    person.sees("ENQ-")


def test_a_member_of_the_committee_signs_with_the_keyboard_alone(
    site_at: SiteAt, people: People
) -> None:
    place = site_at("demonstration", ("decide", "propose", "--as", "statistician", "--yes"))
    person = people(place)
    keys = Keyboard(person.page, person.looks)
    person.opens(f"/console/{TRIAL}/decisions/{DECISION}/")
    keys.writes("User name", "statistician")
    keys.writes("Password", PASSWORD)
    keys.presses("Sign in")
    person.sees_heading(f"Decision {DECISION}")
    keys.presses("Go on to sign")
    keys.writes("Your password", PASSWORD)
    keys.presses("Sign")
    person.sees_heading(f"Decision {DECISION}")
    person.sees("You have signed this decision.")
