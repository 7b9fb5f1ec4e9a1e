"""Simplified Chinese texts of the backfill theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
