"""A signed-in person at one trial, in the role in which they may do what the page is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404

from dosepath import store, wording
from dosepath.conduct import Refused, TrialState, permits
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason


def part_name(state: TrialState, name: str | None = None) -> str:
    """What a part of the trial is called (the one looked at); empty for a trial without parts."""
    if not state.protocol.parts:
        return ""
    part = state.part if name is None else name
    return wording.text("part.named", part=part) if part else wording.label("part.main")


@dataclass(frozen=True)
class Seat:
    """Who acts (``actor``), at which ``trial``, at what time (``at``, aware, UTC).

    ``roles`` are all the roles the account holds here today; ``actor.role`` is the one that
    carries the page's permission. ``about`` is what the address names: a participant, a
    decision, or a part that was asked for; the page then is about the part of the trial to
    which that belongs.
    """

    actor: Actor
    trial: str
    roles: tuple[str, ...]
    at: datetime
    about: Mapping[str, str] = field(default_factory=dict)

    # A frozen dataclass has no slots here, so the replayed state can be kept for the request.
    @cached_property
    def state(self) -> TrialState:
        """The trial's state, replayed once per request, seen from the page's part."""
        state = store.trial_state(self.trial)
        return state.of_part(self._part_in(state))

    def _part_in(self, state: TrialState) -> str:
        who = state.participants.get(self.about.get("participant", ""))
        decision = state.decisions.get(self.about.get("decision", ""))
        named = who or decision
        part = named.part if named is not None else self.about.get("part", "")
        if part not in state.parts:
            # Never another part instead: what is done on the page would be done there.
            raise Http404
        return part

    @property
    def part(self) -> str:
        """The part of the trial that the page is about; empty for the main one."""
        return self.state.part

    @property
    def query(self) -> str:
        """What keeps an address on this part; empty on the main one."""
        return f"?{urlencode({'part': self.part})}" if self.part else ""

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone, in which every time is shown."""
        return ZoneInfo(self.state.zone)

    def may(self, permission: str) -> bool:
        """Whether any role held here carries ``permission``."""
        return any(permits(role, permission) for role in self.roles)

    def acting_for(self, permission: str) -> Actor:
        """The actor in a role that carries ``permission``; the page's own role if none does."""
        fitting = next((role for role in self.roles if permits(role, permission)), None)
        return Actor(self.actor.name, fitting or self.actor.role)

    def say(self, reason: Reason) -> str:
        """The sentence for a reason, in the console's language."""
        return wording.say(reason, "en")

    def perform(
        self,
        permission: str,
        command: Callable[..., tuple[Draft, ...]],
        *arguments: object,
        form: forms.Form | None = None,
        **named: Any,
    ) -> store.Performed | None:
        """Carry out a command of conduct as this person, now.

        With a ``form``, a refusal becomes its errors and None is returned; without one the
        refusal is raised. ``expected`` and ``key`` (see :func:`dosepath.store.perform`) are
        taken from ``named``.
        """
        by = self.acting_for(permission)
        # With the site's offset, so that every time in the log reads as the site's clock did.
        at = self.at.astimezone(self.zone)
        options = {name: named.pop(name) for name in ("expected", "key") if name in named}
        part = self.part
        try:
            done = store.perform(
                self.trial,
                lambda state: command(state.of_part(part), *arguments, by=by, at=at, **named),
                by=by,
                at=at,
                **options,
            )
            return replace(done, state=done.state.of_part(part))
        except Refused as refused:
            if form is None:
                raise
            for reason in refused.reasons:
                form.add_error(None, self.say(reason))
        except (store.NotStored, store.NotAnchored) as fault:
            if form is None:
                raise
            form.add_error(None, str(fault))
        return None
