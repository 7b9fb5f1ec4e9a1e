"""The store as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Label ``store``; every connection is made ready when it opens."""

    name = "dosepath.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the connection's settings and functions."""
        from dosepath.store import connection  # Django's apps must be loaded first

        connection.listen()
