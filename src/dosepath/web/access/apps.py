"""The console's door as a Django app (its templates)."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Templates of the door: which trial, not for this role, refused."""

    name = "dosepath.web.access"
    label = "access"
