"""A date and time at the site, entered without a zone and stored with its offset."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from dosepath import wording

SHAPE = "%Y-%m-%dT%H:%M"


class SiteMoment(forms.CharField):
    """``2026-11-24T09:10`` as people at the site read their clock; cleaned to an aware datetime.

    None when it is empty and not required. A time that the site's clocks skip is refused.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "datetime-local", "class": "short"})
        super().__init__(widget=widget, **kwargs)
        self.zone = ZoneInfo("UTC")

    def clean(self, value: Any) -> Any:
        """The moment with the site's offset."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            naive = datetime.fromisoformat(text)
        except ValueError:
            raise ValidationError(wording.text("moment.unreadable")) from None
        if naive.tzinfo is not None:
            raise ValidationError(wording.text("moment.unreadable"))
        moment = naive.replace(tzinfo=self.zone)
        if moment.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != naive:
            raise ValidationError(wording.text("moment.skipped"))
        # The offset itself is kept, so that the entry reads the same if the zone's rules change.
        return datetime.fromisoformat(moment.isoformat())


def shown(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment as the field shows it; empty for none."""
    return moment.astimezone(zone).strftime(SHAPE) if moment else ""
