"""The public pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages for patients and relatives, in every language."""

    name = "dosepath.web.public"
    label = "public"
