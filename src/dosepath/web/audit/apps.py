"""The Audit screen as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log, page by page, and its verification."""

    name = "dosepath.web.audit"
    label = "audit"
