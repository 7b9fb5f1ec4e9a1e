"""The Screening screens as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """A list, and a page for each screening."""

    name = "dosepath.web.screening"
    label = "screening"
