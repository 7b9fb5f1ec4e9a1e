"""Adverse events."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from dosepath.web.access import Seat, console_page


@console_page("adverse_event.record")
def report(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("adverse_event.update")
def update(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404

