"""Enquiries from the public: a store of their own, from which nothing flows into a trial."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Enquiry(models.Model):
    """One enquiry. ``sealed`` holds everything a person wrote, encrypted; empty once erased."""

    reference = models.CharField(max_length=24, unique=True)
    trial = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    language = models.CharField(max_length=10)
    sealed = models.TextField(blank=True)
    consents = models.JSONField()
    state = models.CharField(max_length=24)
    attempts = models.PositiveSmallIntegerField(default=0)
    assigned_to = models.CharField(max_length=63, blank=True, default="")
    screening = models.CharField(max_length=24, blank=True, default="")
    reason_code = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        """Found by trial, state and age."""

        db_table = "store_enquiry"
        indexes: ClassVar = [models.Index(fields=["trial", "state", "received_at"])]

    def __str__(self) -> str:
        return self.reference


class EnquiryMove(models.Model):
    """A move of an enquiry from one state to the next: who, when, why. Append-only."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="moves")
    at = models.DateTimeField()
    actor = models.CharField(max_length=63)
    role = models.CharField(max_length=40)
    before = models.CharField(max_length=24, blank=True)
    after = models.CharField(max_length=24)
    reason_code = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        """In the order they happened."""

        db_table = "store_enquiry_move"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"
