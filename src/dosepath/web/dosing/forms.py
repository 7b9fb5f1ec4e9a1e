"""The forms of dosing: reserve, give back, confirm, give, report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from dosepath import wording
from dosepath.conduct import TrialState, backfill_places, free_places
from dosepath.web.access import ActForm
from dosepath.web.access.moments import SiteMoment, shown


class ReserveForm(ActForm):
    """Which place, where lower levels may be filled; else there is nothing to fill in.

    Without that choice it is a place of the escalation and no other, also if one at a lower
    level has become free since the page was shown.
    """

    words = "reserve"

    backfill = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, participant: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen, at = self.seat.state.part_of(participant), self.seat.at
        choices = [
            (
                one.level,
                wording.text("reserve.filled", level=one.level, dose=_dose(seen, one.level)),
            )
            for one in backfill_places(seen, at)
            if one.free
        ]
        if not choices:
            del self.fields["backfill"]
            return
        if seen.cohort is not None and free_places(seen, at):
            level = seen.cohort.level
            said = wording.text("reserve.escalation", level=level, dose=_dose(seen, level))
            choices = [(0, said), *choices]
        self.fields["backfill"].choices = choices  # type: ignore[attr-defined]
        self.fields["backfill"].initial = choices[0][0]

    @property
    def wanted(self) -> int:
        """The level to be filled, 0 for a place of the escalation."""
        return int(self.cleaned_data.get("backfill", 0))


def _dose(state: TrialState, level: int) -> str:
    return wording.dose_text(state.protocol.dose(level))


class ReleaseForm(ActForm):
    """Why a place is given back."""

    words = "release"

    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class CheckForm(ActForm):
    """A confirmation: what was compared must be ticked, a note may say with what."""

    words = "check"

    confirmed = forms.BooleanField()
    note = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, check: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = wording.label(f"check.statement_{check}")
        missing = wording.text("check.not_confirmed")
        self.fields["confirmed"].error_messages["required"] = missing
        self.fields["note"].help_text = wording.label(f"check.note_{check}")


class GiveForm(ActForm):
    """When the dose was given."""

    words = "give"

    given_at = SiteMoment()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_at"].zone = self.seat.zone  # type: ignore[attr-defined]
        self.fields["given_at"].initial = shown(self.seat.at, self.seat.zone)

    def clean_given_at(self) -> datetime:
        """The last moment of the minute that was written, or now if that is earlier.

        So a dose given in the minute of the last check lies after that check, also when the
        page is sent a minute after it was opened. A later minute stays, to be refused.
        """
        given: datetime = self.cleaned_data["given_at"]
        now = self.seat.at.astimezone(given.tzinfo)
        if given > now:
            return given
        return min(given + timedelta(minutes=1) - timedelta(microseconds=1), now)


class ReportForm(GiveForm):
    """A dose given although the gate was not open: at which level, and why."""

    words = "report_dose"

    level = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doses = enumerate(self.seat.state.protocol.doses, start=1)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level, wording.text("report_dose.option", level=level, dose=wording.dose_text(dose)))
            for level, dose in doses
        ]
        self.fields["given_at"].initial = ""
