"""Every address of the site, by app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("dosepath.web.public.urls")),
    path("account/", include("dosepath.web.accounts.urls")),
]
