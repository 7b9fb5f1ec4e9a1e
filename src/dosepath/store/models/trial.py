"""The trials in this database and the study versions they were run under. Append-only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Trial(models.Model):
    """A trial that was opened here. ``synthetic`` is set once and for ever.

    A synthetic trial accepts back-dated events; a database holds synthetic trials
    or real ones, never both (trigger).
    """

    study_id = models.CharField(max_length=64, primary_key=True)
    synthetic = models.BooleanField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=63)

    class Meta:
        """Append-only by trigger."""

        db_table = "store_trial"

    def __str__(self) -> str:
        return self.study_id


class StudyVersion(models.Model):
    """The text of a study file as it was when a trial began to run under it.

    ``files`` are the texts of the other files that it names (a decision table), by name.
    """

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="versions")
    hash = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    text = models.TextField()
    files = models.JSONField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=63)

    class Meta:
        """A version is kept once; append-only by trigger."""

        db_table = "store_study_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "hash"], name="study_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.hash[:12]}"
