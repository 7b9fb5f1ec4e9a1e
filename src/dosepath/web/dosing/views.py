"""Dosing: a first draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dosepath import wording
from dosepath.web.access import Seat, console_page, framed


@require_safe
@console_page("clinical.read")
def gate(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """To come."""
    page = framed(seat, "dosing", heading=wording.label("screen.dosing"))
    return render(request, "dosing/draft.html", page)
