"""The texts in English, one file per theme."""

from dosepath.wording.en import (
    conduct,
    console,
    deciding,
    design,
    eligibility,
    event,
    followup,
    public,
    refusal,
    report,
    schedule,
    store,
)

__all__ = [
    "conduct",
    "console",
    "deciding",
    "design",
    "eligibility",
    "event",
    "followup",
    "public",
    "refusal",
    "report",
    "schedule",
    "store",
]
