"""English sentences for designs with a dose-response model: see ``parameters``."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
