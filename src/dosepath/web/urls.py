"""Every address of the site, by app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("dosepath.web.accounts.urls")),
]
