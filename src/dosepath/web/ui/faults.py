"""What the site says when there is no page, when it fails, and when a form is not accepted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dosepath import wording


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing is there, or nothing that this person may know of."""
    return _said(request, "ui.not_found", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of the site; its log says where, this page only that."""
    return _said(request, "ui.failed", 500)


def not_accepted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of its page."""
    return _said(request, "ui.not_accepted", 403)


def _said(request: HttpRequest, code: str, status: int) -> HttpResponse:
    lang = "zh-Hans" if request.path.startswith("/zh-hans/") else "en"
    context = {
        "lang": lang,
        "heading": wording.label(code, lang),
        "means": wording.text(f"{code}_means", lang),
    }
    return render(request, "ui/fault.html", context, status=status)
