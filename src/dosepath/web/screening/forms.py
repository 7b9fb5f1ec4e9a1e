"""The forms of screening other than values: open, consent, judge, choose a reading, sign, enrol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from dosepath import wording
from dosepath.conduct import PartRules
from dosepath.eligibility import Criterion, Population
from dosepath.web.access import ActForm, Seat, SignForm
from dosepath.web.access.moments import SiteMoment
from dosepath.wording import LANGUAGES

_MAIN = "-"
"""What stands for the main part in a choice; no part can have this name."""


class OpenForm(ActForm):
    """A new screening, perhaps from an enquiry."""

    words = "open_screening"

    enquiry = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, enquiries: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", wording.label("open_screening.none"))
        choices = [none, *((one, one) for one in enquiries)]
        self.fields["enquiry"].choices = choices  # type: ignore[attr-defined]


class ConsentForm(ActForm):
    """The consent that was signed. The version is read from the paper, so it is not filled in."""

    words = "consent"

    version = forms.CharField(max_length=40)
    language = forms.ChoiceField(widget=forms.RadioSelect)
    signed_at = SiteMoment()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_at"].zone = self.seat.zone  # type: ignore[attr-defined]
        self.fields["version"].widget.attrs.update(autocomplete="off", **{"class": "short"})
        choices = [(lang, wording.label(f"ui.language.{lang}", lang)) for lang in LANGUAGES]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class JudgeForm(ActForm):
    """Whether the statement of a criterion is true, and why."""

    words = "judge"

    answer = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(word, wording.label(f"judge.{word}")) for word in ("yes", "no")]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        self.fields["answer"].label = criterion.judgement.get("en", criterion.id)


class PinForm(ActForm):
    """One reading of a criterion for the whole trial, and why."""

    words = "pin"

    reading = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reading"].choices = [  # type: ignore[attr-defined]
            (one.id, _reading_text(criterion, one.id)) for one in criterion.readings
        ]


def _reading_text(criterion: Criterion, reading: str) -> str:
    text = criterion.reading(reading).text.get("en", "")
    code = "pin.recommended" if criterion.recommended == reading else "pin.option"
    return wording.text(code, reading=reading, text=wording.typeset(text))


class EligibilityForm(SignForm):
    """The group that the person is signed for, and the password again."""

    words = "sign_eligibility"

    group = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, groups: Sequence[str], population: Population, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        titles = {group.id: group.title.get("en", group.id) for group in population.groups}
        choices = [(one, f"{one}: {titles.get(one, one)}") for one in groups]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["group"].initial = choices[0][0]


class _OpenParts(forms.RadioSelect):
    """The parts to choose from; those that are not open are shown and cannot be chosen."""

    closed: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One part, disabled unless it is open."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
        return option


class EnrolForm(ActForm):
    """Nothing to fill in: the number is given. Where the trial has parts: into which."""

    words = "enrol"

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, seat=seat, **kwargs)
        rules = seat.state.protocol.parts
        if rules:
            # Nothing is chosen beforehand: it is for good.
            closed = {name for name in rules if seat.state.of_part(name).part_opened is None}
            names = [(n or _MAIN, _part_name(one, n in closed)) for n, one in rules.items()]
            widget = _OpenParts()
            widget.closed = frozenset(closed)
            self.fields["part"] = forms.ChoiceField(choices=names, widget=widget)
            self._word("part", self.fields["part"])

    @property
    def part(self) -> str:
        """The part that was chosen; empty for the main one."""
        chosen = str(self.cleaned_data.get("part", _MAIN))
        return "" if chosen == _MAIN else chosen


def _part_name(rules: PartRules, is_closed: bool) -> str:
    """What a part is called, and that it is not open yet; what it waits for, if the file says."""
    if not rules.name:
        return wording.label("part.main")
    name = f"{rules.name}: {rules.title}" if rules.title else rules.name
    if not is_closed:
        return name
    code = "part.opens_after" if rules.after else "part.closed"
    return wording.text(code, part=name, after=rules.after)
