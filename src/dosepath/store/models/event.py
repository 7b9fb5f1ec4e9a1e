"""The log. Columns hold exactly the text that the chain covers; nothing is converted on the way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from dosepath.store.models.trial import Trial


class LoggedEvent(models.Model):
    """One event of a trial: append-only by trigger, written only by ``store.perform``."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, db_column="trial", related_name="+")
    seq = models.PositiveIntegerField()
    kind = models.TextField()
    schema = models.PositiveSmallIntegerField()
    study_hash = models.TextField()
    subject = models.TextField()
    payload = models.TextField()
    actor = models.TextField()
    role = models.TextField()
    occurred_at = models.TextField()
    recorded_at = models.TextField()
    reason = models.TextField()
    idempotency_key = models.TextField()
    anomaly = models.TextField()
    previous = models.TextField()
    hash = models.TextField()

    class Meta:
        """A sequence number is used once; an idempotency key is looked up."""

        db_table = "store_event"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "seq"], name="event_seq_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["trial", "idempotency_key"], name="event_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.seq} {self.kind}"
