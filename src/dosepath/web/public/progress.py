"""Where the trial itself stands, as far as the public may know: open, waiting, halted, closed."""

from __future__ import annotations

from dosepath.web.public.status import Progress


def progress_of(trial: str) -> Progress | None:
    """The status that follows from the trial's events; None when it is not run here."""
    return None
