"""English texts of the console's pages on enquiries and on accounts."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {}
