"""The forms of the inbox: move an enquiry, add a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from dosepath import wording
from dosepath.web.access import ActForm

REASONS: Mapping[str, tuple[str, ...]] = {
    "prescreened": ("seems_to_fit", "fits_if_known"),
    "could_not_reach": ("no_answer", "wrong_address"),
    "declined": ("not_interested", "too_far", "other_treatment", "no_reason_given"),
    "not_eligible": ("inclusion_not_met", "exclusion_applies", "other_study"),
    "full": ("no_place", "recruitment_ended"),
    "erased": ("asked_by_person", "no_longer_needed", "not_meant_for_us"),
}
"""Why an enquiry becomes what it becomes; a state without reasons needs none."""

SCREENED = ("consented", "enrolled")
WITHOUT_NOTE = ("assigned", "duplicate", "spam", "erased")


class MoveForm(ActForm):
    """A move to one state: the fields that this state needs, and no other.

    ``stage`` is how many moves the page showed: a second press finds the move made,
    and a page that is behind does not overrule a colleague.
    """

    words = "move"

    stage = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.ChoiceField(widget=forms.RadioSelect)
    screening = forms.ChoiceField()
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    confirmed = forms.BooleanField()

    def __init__(self, *args: Any, to: str, stage: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to = to
        self.fields["stage"].initial = stage
        self._reasons()
        self._screenings()
        if to in WITHOUT_NOTE:
            del self.fields["note"]
        if to != "erased":
            del self.fields["confirmed"]

    def _reasons(self) -> None:
        if self.to not in REASONS:
            del self.fields["reason"]
            return
        field = self.fields["reason"]
        field.choices = [  # type: ignore[attr-defined]
            (code, wording.label(f"enquiry_reason.{code}")) for code in REASONS[self.to]
        ]
        field.error_messages["required"] = wording.text("move.needs_reason")

    def _screenings(self) -> None:
        if self.to not in SCREENED:
            del self.fields["screening"]
            return
        field, numbers = self.fields["screening"], list(self.seat.state.screenings)
        field.choices = [  # type: ignore[attr-defined]
            ("", wording.label("move.pick")),
            *((number, number) for number in numbers),
        ]
        if not numbers:
            field.help_text = wording.text("inbox.no_screening")

    def clean_screening(self) -> str:
        """An enrolled person's screening has led to a participant."""
        number = str(self.cleaned_data["screening"])
        if self.to == "enrolled" and self.seat.state.screenings[number].participant is None:
            raise forms.ValidationError(wording.text("inbox.not_enrolled", screening=number))
        return number

    def given(self, name: str) -> str:
        """The answer to a field that may not be asked; empty then."""
        return str(self.cleaned_data.get(name, "")).strip()


class NoteForm(ActForm):
    """A note of the team. ``shown`` is how many there were on the page."""

    words = "inbox_note"

    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, shown: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = shown
