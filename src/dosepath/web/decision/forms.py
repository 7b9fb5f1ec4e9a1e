"""The forms of a dose decision: put it to the committee, vote, sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from dosepath import wording
from dosepath.conduct import Choice, Recommendation, Vote
from dosepath.web.access import ActForm, SignForm
from dosepath.web.decision.choices import choice_text, code_of, more_cautious, read_code
from dosepath.web.decision.committee import Member

RECOMMENDED, CAUTIOUS = "recommended", "cautious"
ANSWERS = ("for", "against", "abstain")


class ProposeForm(ActForm):
    """The recommendation, or something more cautious with the reason; who is present; minutes.

    Less cautious choices are not offered; one that is sent all the same goes to the rules of
    conduct, which refuse it in their own words.
    """

    words = "propose"

    which = forms.ChoiceField(widget=forms.RadioSelect, initial=RECOMMENDED)
    choice = forms.CharField(required=False, widget=forms.Select, max_length=100)
    why = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)
    present = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    minutes = forms.CharField(required=False, max_length=8000, widget=forms.Textarea)

    def __init__(
        self, *args: Any, found: Recommendation, committee: Sequence[Member], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        protocol = self.seat.state.protocol
        recommended = choice_text(found.choice, protocol)
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (RECOMMENDED, wording.text("propose.recommended", choice=recommended)),
            (CAUTIOUS, wording.label("propose.cautious")),
        ]
        self.fields["choice"].widget.choices = [
            ("", wording.label("propose.pick")),
            *((code_of(one), choice_text(one, protocol)) for one in more_cautious(found, protocol)),
        ]
        people = {
            one.account: f"{one.name} ({wording.label(f'role.{one.role}')})" for one in committee
        }
        self.fields["present"].choices = list(people.items())  # type: ignore[attr-defined]
        self.fields["why"].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        """More cautious needs a choice and a reason."""
        given = super().clean() or self.cleaned_data
        if given.get("which") != CAUTIOUS:
            return given
        given["wanted"] = read_code(given.get("choice", ""))
        if given["wanted"] is None:
            self.add_error("choice", wording.text("propose.choice_missing"))
        if not given.get("why", "").strip():
            self.add_error("why", wording.text("propose.why_missing"))
        return given

    @property
    def wanted(self) -> Choice | None:
        """The more cautious choice; None for the recommendation itself."""
        return self.cleaned_data.get("wanted")

    @property
    def record(self) -> str:
        """The minutes as they are kept: who was present, why, and what was said."""
        given = self.cleaned_data
        parts = []
        if given["present"]:
            parts.append(wording.text("propose.kept_present", people=tuple(given["present"])))
        if self.wanted is not None:
            parts.append(wording.text("propose.kept_why", why=given["why"].strip()))
        return "\n".join(filter(None, (*parts, given["minutes"].strip())))


class VoteForm(ActForm):
    """For, against (with the reason) or abstain."""

    words = "vote"

    answer = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(answer, wording.label(f"vote.{answer}")) for answer in ANSWERS]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["rows"] = 2


class SignDecisionForm(SignForm):
    """The password again; name, role and meaning are said beside it.

    While somebody's vote against stands, or after something grave since the data cut that its
    data do not show, why one signs all the same is asked for.
    """

    words = "sign_decision"

    acknowledged = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    since = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, *args: Any, dissent: Sequence[Vote], happened: Sequence[object], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in (("acknowledged", dissent), ("since", happened)):
            if not asked:
                del self.fields[name]

    @property
    def reason(self) -> str:
        """What was answered, as it is kept beside the signature."""
        given = [self.cleaned_data.get(name, "").strip() for name in ("acknowledged", "since")]
        return "\n".join(filter(None, given))
