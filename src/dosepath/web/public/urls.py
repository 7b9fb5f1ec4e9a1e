"""Addresses of the public side; the language stands first: ``/en/studies/NCT.../``."""

from __future__ import annotations

from django.urls import path, register_converter

from dosepath.web.public import contact, views

app_name = "public"


class LanguageConverter:
    """``en`` or ``zh-hans`` in an address."""

    regex = "en|zh-hans"

    def to_python(self, value: str) -> str:
        """The language's tag."""
        return {"en": "en", "zh-hans": "zh-Hans"}[value]

    def to_url(self, value: str) -> str:
        """The tag in small letters."""
        return value.lower()


register_converter(LanguageConverter, "language")

urlpatterns = [
    path("", views.choose_language, name="start"),
    path("studies/<slug:study>/", views.choose_language, name="any-study"),
    path("<language:lang>/", views.studies, name="studies"),
    path("<language:lang>/studies/<slug:study>/", views.study, name="study"),
    path("<language:lang>/studies/<slug:study>/contact/", contact.contact, name="contact"),
    path(
        "<language:lang>/studies/<slug:study>/contact/sent/<str:token>/", contact.sent, name="sent"
    ),
]
