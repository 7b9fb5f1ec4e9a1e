"""Simplified Chinese texts of refusals: not written yet, so English is shown."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
