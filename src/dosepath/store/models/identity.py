"""Who a participant is: an encrypted table of its own whose every read is in the audit."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class IdentityLink(models.Model):
    """The name and contact data behind a screening or participant number, encrypted."""

    trial = models.CharField(max_length=64)
    subject = models.CharField(max_length=24)
    sealed = models.TextField()
    linked_at = models.DateTimeField()

    class Meta:
        """One identity per number."""

        db_table = "store_identity_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "subject"], name="identity_once"),
        ]

    def __str__(self) -> str:
        return self.subject
