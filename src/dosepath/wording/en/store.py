"""English texts of the store theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
