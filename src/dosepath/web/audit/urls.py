"""The addresses of Audit, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.audit import views

app_name = "audit"

urlpatterns = [
    path("audit/", views.log, name="log"),
    path("audit/verify/", views.verify, name="verify"),
]
