"""Simplified Chinese texts of the office theme; English is shown where there is none."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
