"""Mail that is to be sent: stored in the transaction that causes it, sent later, retried."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Letter(models.Model):
    """One mail. ``sealed_to`` is the encrypted address; the text is made from kind and values.

    ``values`` never holds what a person wrote: a reference, a site's name, next steps.
    """

    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    sealed_to = models.TextField(blank=True)
    values = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        """Found by when it is due."""

        db_table = "store_letter"
        indexes: ClassVar = [models.Index(fields=["sent_at", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
