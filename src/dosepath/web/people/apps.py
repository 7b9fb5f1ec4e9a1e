"""Accounts and roles as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """A list, and a page for each account."""

    name = "dosepath.web.people"
    label = "people"
