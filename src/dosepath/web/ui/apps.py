"""The shared look as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, style sheets and template tags that every page uses."""

    name = "dosepath.web.ui"
    label = "ui"
