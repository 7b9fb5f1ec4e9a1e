"""Milestones."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from dosepath.web.access import Seat, console_page


@console_page("course.record")
def transplantation(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("course.record")
def death(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("course.record")
def withdrawal(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404


@console_page("window.assess")
def window(request: HttpRequest, seat: Seat, **_: str) -> HttpResponse:
    raise Http404

