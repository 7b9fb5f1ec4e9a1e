"""Where the trial itself stands, as far as the public may know: open, waiting, halted, ended."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import DatabaseError

from dosepath import store
from dosepath.conduct import TrialState, backfill_places, candidates, free_places, recommend, stand
from dosepath.web.public.status import Progress

_THE_MOST_OPEN = ("recruiting", "waiting_list", "suspended", "closed")
"""A trial with parts is as open as the most open of them: somebody may ask to take part."""


def status_code(state: TrialState, at: datetime) -> str:
    """The public status of a trial in ``state``: no doses, no counts, nothing about anyone."""
    if not state.is_open:
        return "not_yet_recruiting"
    parts = [state.of_part(name) for name in state.parts]
    found = {_code_of_part(one, at) for one in parts if one.part_opened is not None}
    return next(code for code in _THE_MOST_OPEN if code in found)


def _code_of_part(state: TrialState, at: datetime) -> str:
    found = recommend(state, at=at)
    if found.status == "ended":
        return "closed"
    judged = all(each.status != "pending" for each in candidates(state))
    # A rule that waits for results is the ordinary course; any other hold is not.
    is_held = found.status == "hold" and not found.missing
    if is_held or stand(state, at).is_halted or not judged:
        return "suspended"
    is_free = free_places(state, at) or any(one.free for one in backfill_places(state, at))
    return "recruiting" if is_free else "waiting_list"


def progress_of(trial: str, at: datetime) -> Progress | None:
    """The status that follows from the trial's events, and the day of the newest one.

    None when the trial is not run here, or when its log cannot be read: the page
    then shows what the public record said, with its age.
    """
    try:
        state = store.trial_state(trial)
    except (store.NotFound, DatabaseError):
        return None
    newest = state.last_at or at
    return Progress(status_code(state, at), newest.astimezone(ZoneInfo(state.zone)).date())
