"""The login form."""

from __future__ import annotations

from django import forms

from dosepath import wording
from dosepath.web.ui.forms import PlainForm


class LoginForm(PlainForm):
    """A name and a password; what is wrong is never said in more detail than that."""

    username = forms.CharField(max_length=63)
    password = forms.CharField(
        max_length=200, strip=False, widget=forms.PasswordInput(render_value=False)
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, autocomplete in (("username", "username"), ("password", "current-password")):
            field = self.fields[name]
            field.label = wording.label(f"accounts.{name}")
            field.error_messages["required"] = wording.text(f"accounts.{name}_missing")
            field.widget.attrs.update(autocomplete=autocomplete, spellcheck="false")
        self.fields["username"].widget.attrs.update(autocapitalize="none")
