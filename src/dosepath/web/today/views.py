"""The first page of the day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dosepath import store, wording
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.today.presenter import Waiting, held_table, the_day


@require_safe
@console_page("trial.read")
def today(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One sentence, then at most four lists; what is empty is left out."""
    context: dict[str, object] = {"inbox": _inbox(seat)}
    if seat.may("clinical.read"):
        may_record = seat.may("adverse_event.record")
        context["day"] = the_day(seat.state, seat.trial, at=seat.at, may_record=may_record)
    elif seat.may("product.confirm"):
        context["held"] = held_table(seat.state, seat.trial, seat.at)
    page = framed(seat, "today", heading=wording.label("today.heading"), **context)
    return render(request, "today/today.html", page)


def _inbox(seat: Seat) -> Waiting | None:
    if not seat.may("enquiry.answer"):
        return None
    new = store.list_enquiries(seat.trial, states=("new",))
    return Waiting.enquiries(seat.trial, len(new)) if new else None
