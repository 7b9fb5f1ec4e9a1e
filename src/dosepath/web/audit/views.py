"""The log page by page, and its verification."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from dosepath import store, wording
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.audit.filtering import Filter, choices, chosen
from dosepath.web.audit.verifying import verdict
from dosepath.web.record.judging import Reader, hidden_entries
from dosepath.web.record.log import log_row

PER_PAGE = 50


@require_safe
@console_page("audit.read")
def log(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every event, the newest first, by person, participant and kind."""
    events = store.events(seat.trial)
    wanted = Filter.of(request.GET)
    found = [event for event in reversed(events) if chosen(event, wanted)]
    paged = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    hidden = hidden_entries(seat.state, Reader(seat.actor.name, seat.roles))
    page = framed(
        seat,
        "audit",
        heading=wording.label("audit.heading"),
        rows=[log_row(event, seat.state, hidden=hidden) for event in paged],
        page=paged,
        n=len(found),
        wanted=wanted,
        choices=choices(events),
        query=urlencode(wanted.query),
    )
    return render(request, "audit/log.html", page)


@require_safe
@console_page("audit.read")
def verify(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Check the database file as it is now; nothing is written."""
    file = Path(settings.DOSEPATH_DATABASE)
    key = store.find_key("CHAIN_KEY", file)
    found = store.inspect_database(file, key=bytes.fromhex(key) if key else None)
    page = framed(
        seat,
        "audit",
        heading=wording.label("audit.verify_heading"),
        found=verdict(found, seat.trial, at=seat.at.astimezone(seat.zone)),
    )
    return render(request, "audit/verify.html", page)
