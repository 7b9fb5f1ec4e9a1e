"""The texts in Simplified Chinese, one file per theme."""

from dosepath.wording.zh_hans import (
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
