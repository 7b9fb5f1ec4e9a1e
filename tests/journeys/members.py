"""People of the study team at the console, by what they do there."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.site import PASSWORD, TRIAL
from tests.journeys.person import Person

CONSOLE = f"/console/{TRIAL}"


class Member:
    """A member of the team, signed in."""

    def __init__(self, person: Person, account: str) -> None:
        self.person, self.account = person, account
        person.opens("/console/")
        person.writes("User name", account)
        person.writes("Password", PASSWORD)
        person.presses("Sign in")

    def goes_to(self, screen: str) -> None:
        """Choose a screen from the tabs."""
        tabs = self.person.page.get_by_role("navigation", name="Main")
        self.person.goes_by(tabs.get_by_role("link", name=screen))

    def at(self, path: str) -> None:
        """Open a page of the trial by its address."""
        self.person.opens(f"{CONSOLE}/{path}")

    # At the bedside.

    @property
    def day(self) -> str:
        """The day of the visit as the form proposes it: today, at the site."""
        return self.person.page.get_by_label("When the visit was").input_value()[:10]

    def fills_in(self, answers: Mapping[str, str]) -> None:
        """Answer the fields of the form that is shown, by their labels."""
        for label, answer in answers.items():
            self.person.gives(label, answer)

    def enters(self, form: str, answers: Mapping[str, str]) -> None:
        """Fill in the visit form that is shown and save it."""
        self.person.sees(form)
        self.fills_in(answers)
        self.person.presses("Save the form")

    # In the committee, and wherever something is signed.

    def votes(self, answer: str) -> None:
        """Record a vote on the decision that is shown."""
        self.person.answers("How do you vote?", answer)
        self.person.presses("Record the vote")

    def signs(self, decision: str, password: str = PASSWORD) -> None:
        """Go on to sign a decision, with the password again."""
        self.person.follows("Go on to sign")
        self.person.sees_heading(f"Sign decision {decision}")
        self.gives_the_password_again(password)

    def gives_the_password_again(self, password: str = PASSWORD) -> None:
        """Sign what is shown."""
        self.person.writes("Your password", password)
        self.person.presses("Sign")
