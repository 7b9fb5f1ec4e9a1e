"""Audit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from dosepath.web.access import Seat, console_page


@console_page("audit.read")
def log(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("audit.read")
def verify(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404

