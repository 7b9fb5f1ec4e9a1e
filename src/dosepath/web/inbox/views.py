"""Inbox: a first draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dosepath import wording
from dosepath.web.access import Seat, console_page, framed


@require_safe
@console_page("enquiry.answer")
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """To come."""
    page = framed(seat, "inbox", heading=wording.label("screen.inbox"))
    return render(request, "inbox/draft.html", page)


@require_safe
@console_page("enquiry.answer")
def enquiry(request: HttpRequest, seat: Seat, *, reference: str) -> HttpResponse:
    """To come."""
    page = framed(seat, "inbox", heading=wording.label("screen.inbox"))
    return render(request, "inbox/draft.html", page)
