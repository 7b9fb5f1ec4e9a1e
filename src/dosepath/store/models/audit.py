"""The audit: one row per change of a mutable table, and per act worth remembering."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """Who changed or did what, when (UTC, as text), with old and new values as JSON.

    Rows about tables are written by triggers, which nothing bypasses; rows about
    acts (a login, an export, an identity read) by :mod:`dosepath.store.audit`.
    No page reads them to decide anything.
    """

    at = models.TextField()
    actor = models.TextField()
    role = models.TextField()
    action = models.TextField()
    place = models.TextField()
    row = models.TextField()
    old = models.TextField(default="")
    new = models.TextField(default="")
    reason = models.TextField(default="")

    class Meta:
        """Append-only by trigger."""

        db_table = "store_audit"

    def __str__(self) -> str:
        return f"{self.at} {self.actor} {self.action} {self.place} {self.row}"
