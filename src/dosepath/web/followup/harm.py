"""Adverse events of a participant: report one, read it, replace the report."""

from __future__ import annotations

from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import store, wording
from dosepath.conduct import (
    AdverseEvent,
    candidate,
    record_adverse_event,
    unjudged_labs,
    update_adverse_event,
    worsened_labs,
)
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.access.acting import tell
from dosepath.web.followup.event_form import (
    EventForm,
    UpdateForm,
    initial_from_lab,
    initial_of,
    terms,
)
from dosepath.web.followup.views import known
from dosepath.web.record.entry import by_whom
from dosepath.web.record.events import event_facts
from dosepath.web.record.log import between
from dosepath.web.record.reports import reports_of_event, reports_table


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("adverse_event.record")
def report(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """A new adverse event; begun from a worsened laboratory value where the address names one."""
    known(seat, participant)
    start = _from_lab(request, seat, participant)
    form = EventForm(request.POST or None, seat=seat, initial=start)
    if request.method == "POST" and form.is_valid():
        done = form.carry_out(
            "adverse_event.record", record_adverse_event, participant, report=form.report
        )
        if done is not None:
            number = str(done.events[0].payload["adverse_event"])
            return _told(request, seat, done, number=number)
    heading = wording.text("report_event.heading", participant=participant)
    back = reverse("followup:participant", args=[seat.trial, participant])
    return _show(request, seat, form, heading=heading, back=back)


@require_safe
@console_page("clinical.read")
def read(request: HttpRequest, seat: Seat, *, participant: str, event: str) -> HttpResponse:
    """What is said about an event now, what was said before, and the verdict if one is needed."""
    found = _event(seat, participant, event)
    earlier = [
        (by_whom(after.stamp, seat.zone), after.stamp.reason, list(between(b.report, after.report)))
        for b, after in pairwise(found.versions)
    ]
    page = framed(
        seat,
        "participants",
        heading=wording.text("report_event.named", number=event, participant=participant),
        facts=event_facts(found, seat.state),
        versions=list(reversed(earlier)),
        reports=reports_table(
            seat.state,
            reports_of_event(seat.state, event),
            trial=seat.trial,
            at=seat.at,
            may_record=seat.may("adverse_event.update"),
        ),
        candidate=candidate(seat.state, event),
        participant=participant,
        event=event,
        may_update=seat.may("adverse_event.update"),
    )
    return render(request, "followup/event.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("adverse_event.update")
def update(request: HttpRequest, seat: Seat, *, participant: str, event: str) -> HttpResponse:
    """Replace the report; verdicts on the old one no longer count."""
    found = _event(seat, participant, event)
    start = initial_of(found.report, seat.state)
    form = UpdateForm(request.POST or None, seat=seat, initial=start)
    if request.method == "POST" and form.is_valid():
        done = form.carry_out(
            "adverse_event.update",
            update_adverse_event,
            event,
            report=form.report,
            reason=form.cleaned_data["reason"],
            if_unchanged=True,
        )
        if done is not None:
            return _told(request, seat, done, number=event)
    heading = wording.text("report_event.update_heading", number=event, participant=participant)
    note = ""
    if candidate(seat.state, event) is not None:
        note = wording.text("report_event.verdicts_void", number=event)
    back = reverse("followup:event", args=[seat.trial, participant, event])
    return _show(request, seat, form, heading=heading, back=back, note=note)


def _event(seat: Seat, participant: str, number: str) -> AdverseEvent:
    found = seat.state.adverse_events.get(number)
    if found is None or found.participant != participant:
        raise Http404
    return found


def _from_lab(request: HttpRequest, seat: Seat, participant: str) -> dict[str, object]:
    wanted = (participant, request.GET.get("item"), request.GET.get("seq"))
    listed = (*worsened_labs(seat.state), *unjudged_labs(seat.state)) if wanted[1] else ()
    for one in listed:
        if (one.participant, one.item, str(one.seq)) == wanted:
            return initial_from_lab(one, seat.state)
    return {}


def _told(request: HttpRequest, seat: Seat, done: store.Performed, *, number: str) -> HttpResponse:
    """Say what was recorded; a candidate for a DLT is said louder."""
    tell(request, seat, done)
    found = candidate(done.state, number)
    if found is not None and found.status == "pending":
        why = seat.say(found.because)
        messages.warning(request, wording.text("report_event.candidate", number=number, why=why))
    participant = str(done.events[0].payload["participant"])
    return redirect("followup:event", seat.trial, participant, number)


def _show(request: HttpRequest, seat: Seat, form: EventForm, **shown: str) -> HttpResponse:
    page = framed(seat, "participants", form=form, terms=terms(seat.state), **shown)
    return render(request, "followup/event_form.html", page, status=422 if form.errors else 200)
