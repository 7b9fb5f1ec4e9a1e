"""The contact form: as little as is needed, two consents apart, and what was typed is kept."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from dosepath import wording
from dosepath.web.ui.forms import PlainForm
from dosepath.wording import LANGUAGES, Language

CONSENT_VERSION = "1"
STAMP_SALT = "dosepath.public.contact"
QUICKEST_SECONDS, LONGEST_SECONDS = 3, 24 * 60 * 60
WRITERS = ("patient", "relative", "clinician")
TIMES = ("any", "morning", "afternoon", "evening")

_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,28}")
_HAN_PHONE = str.maketrans("０１２３４５６７８９＋（）－　", "0123456789+()- ")


def shown_only(text: str) -> str:
    """``text`` with every kind of space as a plain one, and without marks that cannot be seen.

    Among those are the marks that turn the direction of writing, with which a text
    can be made to read other than it is.
    """
    spaced = ("\n" if mark == "\n" else " " if mark.isspace() else mark for mark in text)
    return "".join(mark for mark in spaced if mark == "\n" or mark.isprintable()).strip()


def new_stamp() -> str:
    """A signed time stamp for a fresh form."""
    return signing.TimestampSigner(salt=STAMP_SALT).sign("contact")


class ContactForm(PlainForm):
    """Name, a way to answer, who writes, a message, two consents.

    The messages are in ``lang``. ``clean`` refuses a filled trap, a form sent
    faster than a person can, and a stamp that is not ours or a day old.
    """

    name = forms.CharField(max_length=100)
    email = forms.EmailField(max_length=200, required=False)
    phone = forms.CharField(max_length=30, required=False)
    writer = forms.ChoiceField(widget=forms.RadioSelect)
    language = forms.ChoiceField(widget=forms.RadioSelect)
    time = forms.ChoiceField(widget=forms.RadioSelect, initial="any")
    message = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
    consent_contact = forms.BooleanField()
    consent_health = forms.BooleanField(required=False)
    website = forms.CharField(required=False, max_length=200)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    asked = (
        *("name", "email", "phone", "writer", "language", "time", "message"),
        *("consent_contact", "consent_health"),
    )

    data: QueryDict

    def __init__(self, *args: Any, lang: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang = lang
        for name in self.asked:
            self._word(name)
        choices = {"writer": WRITERS, "time": TIMES}
        for name, values in choices.items():
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (value, wording.label(f"public.{name}.{value}", lang)) for value in values
            ]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (value, wording.label(f"ui.language.{value}", value)) for value in LANGUAGES
        ]
        self.fields["language"].initial = lang
        self._hint_browsers()

    def _word(self, name: str) -> None:
        field, hint = self.fields[name], f"public.hint.{name}"
        field.label = wording.label(f"public.field.{name}", self.lang)
        if wording.has_label(hint):
            field.help_text = wording.label(hint, self.lang)
        for kind in ("required", "invalid", "max_length", "invalid_choice"):
            code = f"public.error.{name}.{kind}"
            if wording.has_sentence(code):
                field.error_messages[kind] = wording.text(code, self.lang)

    def _hint_browsers(self) -> None:
        for name, how in (("name", "name"), ("email", "email"), ("phone", "tel")):
            self.fields[name].widget.attrs.update(autocomplete=how)
        self.fields["email"].widget.attrs.update(inputmode="email", spellcheck="false")
        self.fields["phone"].widget.attrs.update(type="tel")
        self.fields["message"].widget.attrs.update(rows="6")
        self.fields["website"].widget.attrs.update(tabindex="-1", autocomplete="off")

    def _wrong(self, code: str) -> forms.ValidationError:
        words = wording.text(f"public.error.{code}", self.lang)
        return forms.ValidationError(words, code=code.rpartition(".")[2])

    def refuse(self, code: str) -> None:
        """Add an error about the form as a whole, found after its fields were checked."""
        self.add_error(None, self._wrong(code))

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that a person fills in, in order."""
        return [self[name] for name in self.asked]

    def clean_name(self) -> str:
        """One line: a name with a line break could forge a mail's header."""
        name = str(self.cleaned_data["name"])
        if any(unicodedata.category(mark) in {"Cc", "Zl", "Zp"} for mark in name):
            raise self._wrong("name.one_line")
        return shown_only(name)

    def clean_phone(self) -> str:
        """Digits, spaces and the usual marks; full-width digits are read as digits."""
        phone = str(self.cleaned_data["phone"]).translate(_HAN_PHONE)
        if phone and not _PHONE.fullmatch(phone):
            raise self._wrong("phone.invalid")
        return phone

    def clean_message(self) -> str:
        """Plain text with line breaks."""
        return shown_only("\n".join(str(self.cleaned_data["message"]).splitlines()))

    def clean(self) -> dict[str, Any]:
        """What concerns more than one field, and what tells people from machines."""
        data = super().clean() or self.cleaned_data
        ways = ("email", "phone")
        if not any(data.get(way) or way in self.errors for way in ways):
            self.add_error("email", self._wrong("email.one_way"))
        if data.get("message") and not data.get("consent_health"):
            self.add_error("consent_health", self._wrong("consent_health.required"))
        self._refuse_machines(data)
        return data

    def _refuse_machines(self, data: dict[str, Any]) -> None:
        if data.get("website"):
            self.add_error(None, self._wrong("form.trap"))
        signer = signing.TimestampSigner(salt=STAMP_SALT)
        try:
            signer.unsign(str(data.get("stamp", "")), max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            self.add_error(None, self._wrong("form.stale"))
            return
        try:
            signer.unsign(str(data["stamp"]), max_age=QUICKEST_SECONDS)
        except signing.SignatureExpired:
            return
        self.add_error(None, self._wrong("form.quick"))

    def renew_stamp(self) -> None:
        """Give a form that is shown again a good stamp in place of one that is stale or forged."""
        if self.has_error("__all__", "stale"):
            fresh = self.data.copy()
            fresh["stamp"] = new_stamp()
            self.data = fresh

    def enquiry(self) -> dict[str, str]:
        """What is kept; without the trap and the stamp."""
        kept = ("name", "email", "phone", "writer", "language", "time", "message")
        return {name: str(self.cleaned_data.get(name, "")) for name in kept}

    def consents(self) -> list[dict[str, object]]:
        """The consents given: code, version and the very text that was shown."""
        return [
            {
                "code": name,
                "version": CONSENT_VERSION,
                "language": self.lang,
                "text": wording.label(f"public.field.{name}", self.lang),
            }
            for name in ("consent_contact", "consent_health")
            if self.cleaned_data.get(name)
        ]
