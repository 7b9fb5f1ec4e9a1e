"""Chinese texts of the followup theme; what is absent is shown in English."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
