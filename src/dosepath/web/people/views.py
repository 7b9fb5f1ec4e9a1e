"""People: a first draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dosepath import wording
from dosepath.web.access import Seat, console_page, framed


@require_safe
@console_page("accounts.manage")
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """To come."""
    page = framed(seat, "people", heading=wording.label("screen.people"))
    return render(request, "people/draft.html", page)
