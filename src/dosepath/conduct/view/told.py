"""An event of the log as a sentence: what happened, in the words of the site."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dosepath.ledger import Event
from dosepath.rule import Reason, Value

OF_A_PART = ("enrolled", "decision_proposed")
"""Kinds that name the part of the trial when it is not the main one."""


def event_reason(event: Event, *, zone: str) -> Reason:
    """What an event says happened; moments are in ``zone`` (a name as ``Asia/Shanghai``).

    Values that are objects are left out, lists of facts are counted as ``n``.
    """
    values: dict[str, Value] = {}
    for name, value in event.payload.items():
        if name == "facts" and isinstance(value, list | tuple):
            values["n"] = len(value)
        elif isinstance(value, list | tuple):
            values[name] = tuple(str(one) for one in value)
        elif value is None or isinstance(value, bool | int):
            values[name] = value
        elif isinstance(value, str):
            values[name] = _local(value, zone)
    code = f"event.{event.kind}"
    if event.kind == "dosed" and values.get("outside_gate"):
        code = "event.dosed_outside_gate"
    elif event.payload.get("backfill") is True:
        code += "_to_fill"
    if event.kind in OF_A_PART and values.get("part"):
        code += "_in_part"
    return Reason.of(code, **values)


def _local(text: str, zone: str) -> str:
    """A moment in the site's zone; any other text as it is."""
    if "T" not in text:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.utcoffset() is None else moment.astimezone(ZoneInfo(zone)).isoformat()
