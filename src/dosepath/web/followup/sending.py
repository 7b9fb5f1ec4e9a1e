"""Recording that a report of a serious event was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dosepath import wording
from dosepath.conduct import ReportDue, record_report_sent
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.access.acting import ActForm, tell
from dosepath.web.access.moments import SiteMoment
from dosepath.web.record.reports import reports_of_event


class SentForm(ActForm):
    """When it was sent; why, where another time was recorded before."""

    words = "report_sent"

    on = SiteMoment()
    reason = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].zone = self.seat.zone  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("adverse_event.update")
def sent(
    request: HttpRequest, seat: Seat, *, participant: str, event: str, clock: str
) -> HttpResponse:
    """Say when the report of a serious event went out."""
    found = _report(seat, participant, event, clock)
    form = SentForm(request.POST if request.method == "POST" else None, seat=seat)
    if request.method == "POST" and form.is_valid():
        done = form.carry_out(
            "adverse_event.update",
            record_report_sent,
            event,
            clock=clock,
            sent_at=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        if done is not None:
            tell(request, seat, done)
            return redirect("followup:event", seat.trial, participant, event)
    page = framed(
        seat,
        "participants",
        heading=wording.text("report_sent.heading", event=event, participant=participant),
        lead=wording.text("report_sent.lead", event=event, to=found.to),
        warnings=_before(found, seat),
        follows=[wording.text("report_sent.follows")],
        form=form,
        button=wording.label("report_sent.button"),
        back=reverse("followup:event", args=[seat.trial, participant, event]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def _report(seat: Seat, participant: str, event: str, clock: str) -> ReportDue:
    for one in reports_of_event(seat.state, event):
        if (one.participant, one.clock) == (participant, clock):
            return one
    raise Http404


def _before(found: ReportDue, seat: Seat) -> list[str]:
    if found.sent is None:
        return []
    on = found.sent.astimezone(seat.zone).isoformat()
    return [wording.text("report_sent.again", on=on)]
