"""Logging in and out as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Pages under /account/."""

    name = "dosepath.web.accounts"
    label = "accounts"
