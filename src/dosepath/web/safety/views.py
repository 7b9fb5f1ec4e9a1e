"""Safety: the overview, the verdict on a candidate, and halting dosing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import store, wording
from dosepath.conduct import (
    VERDICTS,
    Candidate,
    adjudicate,
    candidate,
    halt_dosing,
    reports_of,
)
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.access.acting import ActForm, tell
from dosepath.web.record.events import event_facts, events_table
from dosepath.web.record.judging import JUDGES, Reader, may_judge
from dosepath.web.record.reports import reports_table
from dosepath.web.safety.presenter import (
    candidates_table,
    grades_tables,
    halts_lines,
    told,
    values_table,
    verdicts_table,
    what_follows,
)


class VerdictForm(ActForm):
    """A verdict with its reason, and the statement that the sources were read."""

    words = "verdict"

    verdict = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    confirmed = forms.BooleanField()

    def __init__(self, *args: Any, found: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = VERDICTS[:2] if found.is_death else VERDICTS
        words = [(code, wording.label(f"verdict.{code}")) for code in allowed]
        self.fields["verdict"].choices = words  # type: ignore[attr-defined]


class HaltForm(ActForm):
    """Why dosing is halted."""

    words = "halt"

    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
@console_page("clinical.read")
def overview(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Candidates first, then halts, clocks, and every adverse event by dose and grade."""
    study = store.study_of(store.events(seat.trial))
    page = framed(
        seat,
        "safety",
        heading=wording.label("safety.heading"),
        candidates=candidates_table(seat.state, seat.trial),
        values=values_table(seat.state, seat.trial),
        halts=halts_lines(seat.state),
        clocks=reports_table(
            seat.state,
            reports_of(seat.state),
            trial=seat.trial,
            at=seat.at,
            may_record=seat.may("adverse_event.update"),
        ),
        grades=grades_tables(seat.state, study, seat.at),
        events=events_table(seat.state, seat.trial),
        may_halt=seat.may("dosing.halt"),
    )
    return render(request, "safety/overview.html", page)


@require_safe
@console_page("clinical.read")
def read(request: HttpRequest, seat: Seat, *, candidate: str) -> HttpResponse:
    """One candidate: what happened, which rule raised it, and the verdicts one may see."""
    return _show(request, seat, _candidate(seat, candidate), form=None)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(JUDGES)
def judge(request: HttpRequest, seat: Seat, *, candidate: str) -> HttpResponse:
    """Give a verdict."""
    if request.method != "POST":
        return redirect("safety:candidate", seat.trial, candidate)
    found = _candidate(seat, candidate)
    form = VerdictForm(request.POST, seat=seat, found=found)
    if form.is_valid():
        given = form.cleaned_data
        done = form.carry_out(
            JUDGES,
            adjudicate,
            candidate,
            verdict=given["verdict"],
            reason=given["reason"],
            if_unchanged=True,
        )
        if done is not None:
            tell(request, seat, done, told(done.state, candidate))
            return redirect("safety:candidate", seat.trial, candidate)
    return _show(request, seat, found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("dosing.halt")
def halt(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Halt dosing at once; a press on the button is never refused for being late."""
    form = HaltForm(request.POST if request.method == "POST" else None, seat=seat)
    if request.method == "POST" and form.is_valid():
        done = form.carry_out("dosing.halt", halt_dosing, reason=form.cleaned_data["reason"])
        if done is not None:
            messages.warning(request, wording.text("halt.done"))
            return redirect("safety:list", seat.trial)
    page = framed(
        seat,
        "safety",
        heading=wording.label("halt.heading"),
        lead=wording.text("halt.lead"),
        follows=[wording.label(f"halt.follows_{part}") for part in ("gate", "lift", "log")],
        form=form,
        button=wording.label("halt.button"),
        danger=True,
        back=reverse("safety:list", args=[seat.trial]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def _candidate(seat: Seat, number: str) -> Candidate:
    found = candidate(seat.state, number)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest, seat: Seat, found: Candidate, *, form: VerdictForm | None
) -> HttpResponse:
    wanted = may_judge(found, Reader(seat.actor.name, seat.roles))
    if form is None and wanted:
        form = VerdictForm(seat=seat, found=found)
    event = seat.state.adverse_events.get(found.number)
    page = framed(
        seat,
        "safety",
        heading=wording.text("safety.judge_heading", number=found.number, who=found.participant),
        found=found,
        because=seat.say(found.because),
        facts=event_facts(event, seat.state) if event else (),
        verdicts=None if wanted else verdicts_table(found, seat.state),
        n_hidden=len(found.verdicts) if wanted else 0,
        follows=what_follows(found, seat.state),
        form=form,
    )
    status = 422 if form is not None and form.errors else 200
    return render(request, "safety/candidate.html", page, status=status)
