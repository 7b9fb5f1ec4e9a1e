"""The staff inbox as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """A list, and a page for each enquiry."""

    name = "dosepath.web.inbox"
    label = "inbox"
