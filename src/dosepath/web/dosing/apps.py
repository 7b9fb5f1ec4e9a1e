"""The dosing gate as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DosingConfig(AppConfig):
    """A page for each participant."""

    name = "dosepath.web.dosing"
    label = "dosing"
