"""What ends or changes a participant's course, and the end of the DLT window: each confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dosepath import wording
from dosepath.conduct import (
    Participant,
    TrialState,
    assess_window,
    record_death,
    record_transplantation,
    record_withdrawal,
)
from dosepath.ledger import Draft
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.access.acting import ActForm, tell
from dosepath.web.access.moments import SiteMoment
from dosepath.web.followup.views import known

Command = Callable[..., tuple[Draft, ...]]


class MilestoneForm(ActForm):
    """When it happened, as the site's clock showed it."""

    words = "course"

    on = SiteMoment()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "on" in self.fields:
            self.fields["on"].zone = self.seat.zone  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """What the command takes."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in _OWN}


_OWN = ("token", "seen")


class DeathForm(MilestoneForm):
    """When, and of what if that is known."""

    cause = forms.CharField(required=False, max_length=300)


class WithdrawalForm(MilestoneForm):
    """When; nobody must give a reason for leaving."""

    reason = forms.CharField(required=False, max_length=300)


class WindowForm(ActForm):
    """Nothing to enter: the page itself is what is confirmed."""

    words = "course"


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("course.record")
def transplantation(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """A liver transplantation: allowed care."""
    act = _Act("transplantation", record_transplantation, MilestoneForm)
    return act.answer(request, seat, known(seat, participant))


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("course.record")
def death(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """A death; inside the DLT window it must be judged by two people."""
    act = _Act("death", record_death, DeathForm)
    return act.answer(request, seat, known(seat, participant))


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("course.record")
def withdrawal(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """A participant left the study."""
    act = _Act("withdrawal", record_withdrawal, WithdrawalForm)
    return act.answer(request, seat, known(seat, participant))


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("window.assess")
def window(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """The DLT window is over and everything in it is entered."""
    act = _Act("window", assess_window, WindowForm, permission="window.assess")
    return act.answer(request, seat, known(seat, participant))


class _Act:
    """One of these pages: what it says, which command it carries out, what it asks."""

    def __init__(
        self, name: str, command: Command, form: type[ActForm], *, permission: str = "course.record"
    ) -> None:
        self.name = name
        self.command = command
        self.form = form
        self.permission = permission

    def answer(self, request: HttpRequest, seat: Seat, who: Participant) -> HttpResponse:
        """Ask and confirm, or carry it out and go back to the participant."""
        form = self.form(request.POST if request.method == "POST" else None, seat=seat)
        if request.method == "POST" and form.is_valid():
            named = form.given if isinstance(form, MilestoneForm) else {"if_unchanged": True}
            done = form.carry_out(self.permission, self.command, who.number, **named)
            if done is not None:
                tell(request, seat, done)
                return redirect("followup:participant", seat.trial, who.number)
        page = framed(
            seat,
            "participants",
            heading=wording.text(f"course.{self.name}_heading", participant=who.number),
            lead=wording.text(f"course.{self.name}_lead", participant=who.number),
            follows=what_follows(self.name, seat.state, who=who, at=seat.at),
            form=form,
            button=wording.text(f"course.{self.name}_button", participant=who.number),
            danger=self.name == "death",
            back=reverse("followup:participant", args=[seat.trial, who.number]),
        )
        return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def what_follows(name: str, state: TrialState, *, who: Participant, at: datetime) -> list[str]:
    """What will be different afterwards, by the rules of the study."""
    days = state.protocol.dlt.window_days
    day = state.study_day(who.number, at)
    is_inside = day is not None and who.window is None and day <= days
    codes = [f"course.{name}_follows"]
    if name in ("transplantation", "withdrawal", "death"):
        codes.append("course.no_visits" if name != "transplantation" else "course.visits_go_on")
        if is_inside:
            codes.append(f"course.{name}_inside")
        if not who.is_dosed:
            codes.append("course.not_dosed")
    events = tuple(event.number for event in state.events_of(who.number))
    if name == "window":
        codes.append("course.window_events" if events else "course.window_no_events")
    return [wording.text(code, days=days, events=events) for code in codes]
