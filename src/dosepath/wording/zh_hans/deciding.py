"""Simplified Chinese texts of the deciding theme; English is shown where there is none."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
