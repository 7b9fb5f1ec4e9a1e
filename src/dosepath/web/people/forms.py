"""The forms about accounts: create, password, grant, end, close."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from dosepath import store, wording
from dosepath.quantity import FaultsFound
from dosepath.web.access import ActForm
from dosepath.web.people.presenter import GRANTABLE
from dosepath.web.people.reach import is_for_all_trials

EVERY = "*"


def _password_field() -> forms.CharField:
    widget = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"})
    return forms.CharField(max_length=200, strip=False, widget=widget)


def _reason_field(*, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(required=required, max_length=500, widget=widget)


def _date_field(*, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    return forms.DateField(required=required, input_formats=["%Y-%m-%d"], widget=widget)


class AccountForm(ActForm):
    """A form about accounts: dates are read in one way, faults of the store become errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                unreadable = wording.text("grant.date_unreadable", field=str(field.label))
                field.error_messages["invalid"] = unreadable

    def take(self, found: FaultsFound) -> None:
        """Put each fault of the store at its field, in the store's words."""
        for fault in found.faults:
            field = fault.place.path if fault.place.path in self.fields else None
            self.add_error(field, fault.message)

    @property
    def earliest(self) -> date:
        """Today at the site or in UTC, whichever is earlier: roles are counted in UTC days."""
        return min(self.seat.at.date(), self.seat.at.astimezone(self.seat.zone).date())

    @property
    def latest(self) -> date:
        """Today at the site or in UTC, whichever is later: what is after it has not happened."""
        return max(self.seat.at.date(), self.seat.at.astimezone(self.seat.zone).date())


class PasswordForm(AccountForm):
    """A password, typed twice by the person whose it is, and why it is replaced."""

    words = "password"

    password = _password_field()
    repeated = _password_field()
    reason = _reason_field()

    def clean(self) -> dict[str, Any]:
        """The same twice."""
        given = super().clean() or self.cleaned_data
        if {"password", "repeated"} <= set(given) and given["password"] != given["repeated"]:
            self.add_error("repeated", wording.text("account.unequal"))
        return given


class NewAccountForm(PasswordForm):
    """A new account with its first password."""

    words = "account"

    username = forms.RegexField(r"^[a-z][a-z0-9._-]{1,62}\Z", max_length=63)
    display_name = forms.CharField(max_length=120)
    reason = None  # type: ignore[assignment]  # Django's way to leave out an inherited field
    field_order = ("username", "display_name", "password", "repeated")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.error_messages["invalid"] = wording.text("account.username_shape")
        name.widget.attrs.update(autocomplete="off", autocapitalize="none", spellcheck="false")
        self.fields["display_name"].widget.attrs["autocomplete"] = "off"

    def clean_display_name(self) -> str:
        """A name that prints as it reads: no line breaks, no marks that turn its direction."""
        name = str(self.cleaned_data["display_name"])
        if not name.isprintable():
            raise forms.ValidationError(wording.text("account.not_printable"))
        return name


class GrantForm(AccountForm):
    """A role, where and from when until when, with training and delegation."""

    words = "grant"

    role = forms.ChoiceField()
    scope = forms.ChoiceField(widget=forms.RadioSelect)
    starts = _date_field(required=True)
    ends = _date_field()
    is_principal = forms.BooleanField(required=False)
    trained_on = _date_field()
    delegated_on = _date_field()
    reason = _reason_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role, wording.label(f"role.{role}")) for role in GRANTABLE]
        none = ("", wording.label("grant.pick"))
        self.fields["role"].choices = [none, *roles]  # type: ignore[attr-defined]
        scopes = [(self.seat.trial, wording.label("people.this_trial"))]
        if is_for_all_trials(self.seat):
            scopes.append((EVERY, wording.label("people.every_trial")))
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        self.fields["scope"].initial = self.seat.trial
        self.fields["starts"].initial = self.seat.at.date()

    def clean(self) -> dict[str, Any]:
        """Dates in their order, and a principal investigator is an investigator."""
        given = super().clean() or self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and starts < self.earliest:
            self.add_error("starts", wording.text("grant.starts_past"))
        elif starts and ends and ends < starts:
            self.add_error("ends", wording.text("grant.ends_first"))
        for name in ("trained_on", "delegated_on"):
            if given.get(name) and given[name] > self.latest:
                field = str(self.fields[name].label)
                self.add_error(name, wording.text("grant.not_yet", field=field))
        if given.get("is_principal") and given.get("role") not in (None, "investigator"):
            self.add_error("is_principal", wording.text("grant.principal_only"))
        return given

    @property
    def grant(self) -> store.Grant:
        """The role as the store takes it."""
        given = self.cleaned_data
        kept = ("role", "starts", "ends", "is_principal", "trained_on", "delegated_on")
        trial = "" if given["scope"] == EVERY else given["scope"]
        return store.Grant(trial=trial, **{name: given[name] for name in kept})


class EndForm(AccountForm):
    """The last day of a role, and why."""

    words = "end"

    on = _date_field(required=True)
    reason = _reason_field()

    def __init__(self, *args: Any, held: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["on"].initial = max(self.seat.at.date(), held.starts)

    def clean_on(self) -> date:
        """Not before today, not before it begins, not later than it ends anyway."""
        on: date = self.cleaned_data["on"]
        if on < self.earliest:
            raise forms.ValidationError(wording.text("end.past"))
        if on < self.held.starts:
            starts = self.held.starts.isoformat()
            raise forms.ValidationError(wording.text("end.before", starts=starts))
        if self.held.ends is not None and on > self.held.ends:
            ends = self.held.ends.isoformat()
            raise forms.ValidationError(wording.text("end.later", ends=ends))
        return on


class CloseForm(AccountForm):
    """Why an account is closed, and that it is the right one."""

    words = "close"

    reason = _reason_field()
    confirmed = forms.BooleanField()
