"""The texts in Simplified Chinese, one file per theme."""

from dosepath.wording.zh_hans import (
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
