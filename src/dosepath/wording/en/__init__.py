"""The texts in English, one file per theme."""

from dosepath.wording.en import (
    conduct,
    console,
    deciding,
    design,
    desk,
    eligibility,
    event,
    followup,
    office,
    public,
    refusal,
    report,
    schedule,
    screening,
    store,
)

__all__ = [
    "conduct",
    "console",
    "deciding",
    "design",
    "desk",
    "eligibility",
    "event",
    "followup",
    "office",
    "public",
    "refusal",
    "report",
    "schedule",
    "screening",
    "store",
]
