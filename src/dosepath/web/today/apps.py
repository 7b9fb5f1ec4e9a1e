"""The Today screen as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """One page per trial."""

    name = "dosepath.web.today"
    label = "today"
