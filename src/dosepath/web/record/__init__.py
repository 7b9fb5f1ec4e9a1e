"""How what was recorded is shown: items, form entries, adverse events, the log, open verdicts.

Shared by followup, safety and audit, which do not know one another.
"""
