"""The last slot is won once: a unique constraint that two writers cannot both pass."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from dosepath.store.models.trial import Trial


class SlotClaim(models.Model):
    """A slot that is held now: one row per slot, and one per participant.

    The log is the truth and the rules refuse a second reservation; this table
    says it again to the database, in the same transaction as the event, so that
    even a writer that read an old state cannot oversell. A release or an expiry
    removes the row; a dosing keeps it and clears ``expires``.
    """

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=40)
    participant = models.CharField(max_length=40)
    expires = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField()

    class Meta:
        """One holder per slot, one slot per participant."""

        db_table = "store_slot_claim"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "slot"], name="slot_held_once"),
            models.UniqueConstraint(fields=["trial", "participant"], name="participant_one_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.slot}"
