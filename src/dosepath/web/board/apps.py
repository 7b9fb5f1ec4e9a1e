"""The Board screen as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """One page per trial."""

    name = "dosepath.web.board"
    label = "board"
