"""Forms that act: done once however often the button is pressed, and told in words."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from dosepath import store, wording
from dosepath.conduct import Refused, event_reason
from dosepath.ledger import Draft
from dosepath.web.access.seat import Seat
from dosepath.web.ui.forms import PlainForm

_NOT_CONTENT = ("csrfmiddlewaretoken", "password", "seen")


class ActForm(PlainForm):
    """A form that writes.

    ``token`` is new for each page shown; with the content it makes the idempotency key, so
    that a double click does nothing twice and a changed answer is not taken for the old one.
    ``seen`` is how many events of the trial the page showed. Labels, hints (``…_hint``) and
    the message for an empty field come from the wording under ``words``.
    """

    words = ""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any = None, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.seat = seat
        self.fields["token"].initial = secrets.token_urlsafe(16)
        self.fields["seen"].initial = seat.state.seq
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                self._word(name, field)

    def _word(self, name: str, field: forms.Field) -> None:
        code = f"{self.words}.{name}"
        field.label = field.label or wording.label(code)
        if wording.has_label(f"{code}_hint"):
            field.help_text = wording.label(f"{code}_hint")
        field.error_messages["required"] = wording.text("act.required", field=str(field.label))

    def full_clean(self) -> None:
        """Check as ever; a form shown again has seen what its page now shows."""
        super().full_clean()
        if self.is_bound:
            shown: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            shown[self.add_prefix("seen")] = str(self.seat.state.seq)
            self.data = shown

    @property
    def key(self) -> str:
        """The idempotency key: the page's token with the content; empty without a token."""
        token = str(self.cleaned_data.get("token", ""))
        if not token:
            return ""
        names = sorted(set(self.data) - set(_NOT_CONTENT))
        content = repr([(name, self._sent(name)) for name in names])
        return f"{token}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"

    def _sent(self, name: str) -> list[str]:
        many = getattr(self.data, "getlist", None)
        return many(name) if many else [str(self.data[name])]

    def refuse(self, refused: Refused) -> None:
        """Take a refusal's reasons as the form's errors."""
        for reason in refused.reasons:
            self.add_error(None, self.seat.say(reason))

    def carry_out(
        self,
        permission: str,
        command: Callable[..., tuple[Draft, ...]],
        *arguments: object,
        **named: Any,
    ) -> store.Performed | None:
        """Do it once; a refusal becomes the form's errors and None is returned.

        ``if_unchanged=True`` refuses when anything was recorded since the page was shown.
        """
        if named.pop("if_unchanged", False):
            named["expected"] = self.cleaned_data.get("seen")
        return self.seat.perform(permission, command, *arguments, form=self, key=self.key, **named)


class SignForm(ActForm):
    """A form that signs: the password is asked for again, every time."""

    password = forms.CharField(
        max_length=200, strip=False, widget=forms.PasswordInput(render_value=False)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs.update(autocomplete="current-password")
        self.order_fields([name for name in self.fields if name != "password"])

    def _word(self, name: str, field: forms.Field) -> None:
        if name == "password":
            field.label = wording.label("act.password_again")
            field.help_text = wording.label("act.password_hint")
        super()._word(name, field)

    def sign(
        self,
        account: Any,
        permission: str,
        command: Callable[..., tuple[Draft, ...]],
        *arguments: object,
        **named: Any,
    ) -> store.Performed | None:
        """Sign as ``account``: what the rules refuse is refused before the password is tried.

        A wrong password, or a role without training or delegation, stores nothing; each try
        is audited. ``means`` is what the signature says, for that audit.
        """
        means = named.pop("means", "")
        by = self.seat.acting_for(permission)
        rest = {name: value for name, value in named.items() if name != "if_unchanged"}
        try:
            if not self._is_repeat():
                at = self.seat.at.astimezone(self.seat.zone)
                command(self.seat.state, *arguments, by=by, at=at, **rest)
            store.authenticate_signature(
                account,
                self.cleaned_data["password"],
                role=by.role,
                trial=self.seat.trial,
                at=self.seat.at,
                reason=means,
            )
        except Refused as refused:
            self.refuse(refused)
            return None
        return self.carry_out(permission, command, *arguments, **named)

    def _is_repeat(self) -> bool:
        log = store.events(self.seat.trial)
        return bool(self.key) and any(event.idempotency_key == self.key for event in log)


def tell(request: HttpRequest, seat: Seat, done: store.Performed, *follows: str) -> None:
    """Say on the next page what was recorded and what follows from it."""
    said = [seat.say(event_reason(event, zone=seat.state.zone)) for event in done.events]
    messages.success(request, " ".join([*said, *filter(None, follows)]))
