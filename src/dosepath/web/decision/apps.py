"""The dose decisions as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DecisionConfig(AppConfig):
    """A list, the decision that is due, and a page for each decision."""

    name = "dosepath.web.decision"
    label = "decision"
