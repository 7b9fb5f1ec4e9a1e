"""The Safety screen as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """The list, one page per candidate, and the halt."""

    name = "dosepath.web.safety"
    label = "safety"
