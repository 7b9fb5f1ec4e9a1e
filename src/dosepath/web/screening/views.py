"""Screening: a first draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dosepath import wording
from dosepath.web.access import Seat, console_page, framed


@require_safe
@console_page("clinical.read")
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """To come."""
    page = framed(seat, "screening", heading=wording.label("screen.screening"))
    return render(request, "screening/draft.html", page)


@require_safe
@console_page("clinical.read")
def screening(request: HttpRequest, seat: Seat, *, screening: str) -> HttpResponse:
    """To come."""
    page = framed(seat, "screening", heading=wording.label("screen.screening"))
    return render(request, "screening/draft.html", page)
