"""Playing a course: each step carried out by its person, at its time, through the store."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from dosepath.cli.course.actions import ACTIONS
from dosepath.cli.course.step import Course, Step, offset
from dosepath.conduct import Refused, TrialState, record_form
from dosepath.ledger import Actor, Draft
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.study import Study

_FACT = re.compile(r"(?P<value>\S+)(?:\s+(?P<unit>(?!uln\b)\S+))?(?:\s+uln\s+(?P<uln>\S+))?")
_DAY = re.compile(r"day (-?\d+)(?: (\d{2}:\d{2}))?")
NOBODY = Actor("public page", "public")


class Player:
    """Plays ``course`` of ``study`` up to today; ``people`` maps user names to actors.

    ``progress`` is called after each step with how many are done and how many there are.
    """

    def __init__(
        self,
        study: Study,
        course: Course,
        *,
        people: Mapping[str, Actor],
        password: str,
        at: datetime,
    ) -> None:
        self.study, self.course, self.people, self.password = study, course, people, password
        self.zone = ZoneInfo(study.identity.zone)
        self.today = datetime.combine(at.astimezone(self.zone).date(), time(), self.zone)
        self.references: dict[str, str] = {}
        self.by = NOBODY
        self.now = self.today
        self.place = Place()
        self._order = count()
        self._waiting = [(step.after, next(self._order), step) for step in course.steps]
        heapq.heapify(self._waiting)
        self._state: TrialState | None = None

    @property
    def state(self) -> TrialState:
        """The trial as it is now."""
        from dosepath.store import trial_state

        if self._state is None:
            self._state = trial_state(self.study.id)
        return self._state

    def play(self, progress: Callable[[int, int], None]) -> None:
        """Carry out every step. FaultsFound names the step that the trial's rules refused."""
        done = 0
        while self._waiting:
            _, _, step = heapq.heappop(self._waiting)
            self._carry_out(step)
            done += 1
            progress(done, done + len(self._waiting))

    def _carry_out(self, step: Step) -> None:
        self.place = step.place
        for turn, name in enumerate(step.by or ("",)):
            self.by = self.people[name] if name else NOBODY
            self.now = self.at(step.after) + timedelta(minutes=4 * turn)
            try:
                ACTIONS[step.action](self, **step.given)
            except Refused as refusal:
                from dosepath.wording import say_all

                message = f"{step.action}: " + " ".join(say_all(refusal.reasons))
                raise FaultsFound([Fault(step.place, "course.refused", message)]) from refusal

    def at(self, after: timedelta) -> datetime:
        """A time from the first minute of today, at the site."""
        return self.today + after

    def moment(self, text: str) -> datetime:
        """``-104 10:00`` as a time at the site."""
        return self.at(offset(text))

    def later(self, when: str, action: str, given: Mapping[str, Any]) -> None:
        """A step that follows from this one, by the same person."""
        step = Step(offset(when), (self.by.name,), action, given, self.place)
        heapq.heappush(self._waiting, (step.after, next(self._order), step))

    def do(
        self,
        command: Callable[..., tuple[Draft, ...]],
        *args: Any,
        signature: bool = False,
        **named: Any,
    ) -> None:
        """Carry out a command of conduct now; a signature asks for the password as it does live."""
        from dosepath.store import account_of, authenticate_signature, perform

        by = self.by
        if signature:
            account = account_of(by.name)
            by = authenticate_signature(
                account, self.password, role=by.role, trial=self.study.id, at=self.now
            )
        done = perform(
            self.study.id,
            lambda state: command(state, *args, by=by, at=self.now, **named),
            by=by,
            at=self.now,
        )
        self._state = done.state

    def open_trial(self) -> None:
        """Open the trial, marked synthetic, and the accounts that will act in it."""
        from dosepath.store import open_trial

        open_trial(self.study, by=self.by, synthetic=True, at=self.now)

    def expect_event(self, number: str) -> None:
        """The adverse event recorded last has the number that the file says."""
        found = list(self.state.adverse_events)[-1]
        if found != number:
            fault = Fault(self.place, "course.number", "another number was given", number, found)
            raise FaultsFound([fault])

    def record_visit(
        self, key: tuple[str, str], forms: Mapping[str, Mapping[str, Any]], *, on: datetime
    ) -> None:
        """All forms of one visit, entered in one go."""

        def enter(state: TrialState, *, by: Actor, at: datetime) -> tuple[Draft, ...]:
            return tuple(
                draft
                for form, items in forms.items()
                for draft in record_form(
                    state, (*key, form), on=on, items=_items(items, on), by=by, at=at
                )
            )

        self.do(enter)

    def fact(self, name: str, text: Any, *, ago: timedelta = timedelta(0)) -> dict[str, object]:
        """A fact of the file as an observation; values were sampled in the morning of the day."""
        midnight = datetime.combine(self.now.date(), time(), self.zone)
        day = _DAY.fullmatch(str(text))
        at = midnight + ago + timedelta(hours=8)
        if day is not None:
            when = midnight + timedelta(days=int(day[1]))
            value = f"{when.date()}T{day[2]}{when:%z}" if day[2] else str(when.date())
            return {"variable": name, "value": value, "at": at.isoformat(), "source": "chart"}
        found = _FACT.fullmatch(str(text))
        if found is None:
            fault = Fault(self.place, "course.fact", f"{name} cannot be read", str(text))
            raise FaultsFound([fault])
        kept = {part: value for part, value in found.groupdict().items() if value}
        return {"variable": name, "at": at.isoformat(), "source": "synthetic", **kept}

    def receive_enquiry(self, ref: str, fields: Mapping[str, str]) -> None:
        """An enquiry as the public form stores it, with the consents that it shows."""
        from dosepath.store import receive_enquiry
        from dosepath.wording import label

        lang = fields["language"]
        consents = [
            {
                "code": code,
                "version": "1",
                "language": lang,
                "text": label(f"public.field.{code}", lang),
            }
            for code in ("consent_contact", "consent_health")
        ]
        sender = {"name": f"synthetic sender {len(self.references) + 1}"}
        sender["email"] = f"{ref}@synthetic.example"
        reference = receive_enquiry(
            self.study.id, {**fields, **sender}, consents=consents, at=self.now
        )
        self.references[ref] = reference

    def move_enquiry(self, ref: str, to: str, *, screening: str, reason: str) -> None:
        """Move an enquiry on, by the person of this step."""
        from dosepath.store import move_enquiry

        move_enquiry(
            self.references[ref],
            to,
            by=self.by,
            at=self.now,
            screening=screening,
            reason=reason,
        )


def _items(items: Mapping[str, Any], on: datetime) -> dict[str, object]:
    """The answers of a form; ``visit`` as a date is the day of the visit."""
    return {name: _answer(value, on) for name, value in items.items()}


def _answer(value: Any, on: datetime) -> str:
    return on.date().isoformat() if value == "visit" else str(value)
