"""Visit forms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from dosepath.web.access import Seat, console_page


@console_page("form.record")
def enter(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("form.correct")
def correct(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404

