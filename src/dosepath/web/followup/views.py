"""The list of participants, and one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from dosepath.web.access import Seat, console_page


@console_page("clinical.read")
def participants(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("clinical.read")
def participant(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404

