"""Safety."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from dosepath.web.access import Seat, console_page


@console_page("clinical.read")
def overview(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("dosing.halt")
def halt(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("clinical.read")
def judge(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404

