"""Simplified Chinese texts of the interval parameters theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
