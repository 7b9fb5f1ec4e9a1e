"""Simplified Chinese texts of the theme of model parameters: SENTENCES and LABELS."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
