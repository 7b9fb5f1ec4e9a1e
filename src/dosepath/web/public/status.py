"""The status line: what is known about recruiting, and when somebody last confirmed it.

A page that says "Recruiting" for a year after the trial has closed sends people
on journeys for nothing. So a status has a date, goes stale after 30 days, and is
taken from the trial's own events where there are any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dosepath.rule import Reason
from dosepath.study import Study
from dosepath.web.ui.table import Tone

STALE_AFTER_DAYS = 30

_TONES: dict[str, Tone] = {
    "not_yet_recruiting": "info",
    "recruiting": "good",
    "waiting_list": "warn",
    "suspended": "stop",
    "closed": "none",
    "completed": "none",
    "not_confirmed": "warn",
    "unknown": "warn",
}


@dataclass(frozen=True)
class Progress:
    """Where the trial itself stands: a status code, and the day of its newest event."""

    code: str
    on: date


@dataclass(frozen=True)
class Status:
    """The status line: a code (its label is ``public.status.<code>``), a tone and sentences."""

    code: str
    tone: Tone
    sentences: tuple[Reason, ...]
    checked: date | None = None

    @property
    def label_code(self) -> str:
        """The code of the status word."""
        return f"public.status.{self.code}"


def status_of(study: Study, progress: Progress | None, *, today: date) -> Status:
    """The status to show on ``today`` (a date at the site).

    ``progress`` is None when no trial is run here; the public record then speaks,
    with the date on which it was last confirmed.
    """
    dates = study.identity.dates
    code: str = study.identity.status or "unknown"
    checked = dates.checked or dates.record_updated
    said = "public.status_from_record"
    if progress is not None:
        code, checked, said = progress.code, progress.on, "public.status_from_trial"
    sentences = [Reason.of(f"public.status_means.{code}")]
    stale = checked is None or (today - checked).days > STALE_AFTER_DAYS
    if checked is None:
        sentences.append(Reason.of("public.status_never_checked"))
    else:
        sentences.append(Reason.of(said, on=checked.isoformat(), status=f"public.status.{code}"))
    if stale:
        sentences = [Reason.of("public.status_stale", days=STALE_AFTER_DAYS), *sentences[1:]]
        code = "not_confirmed" if code != "unknown" else code
    if dates.completion and dates.completion < today and code not in {"closed", "completed"}:
        sentences.append(Reason.of("public.status_past_end", on=dates.completion.isoformat()))
    return Status(code, _TONES[code], tuple(sentences), checked)
