"""The participants' pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """The list, one page per participant, and a page for each thing that is recorded."""

    name = "dosepath.web.followup"
    label = "followup"
