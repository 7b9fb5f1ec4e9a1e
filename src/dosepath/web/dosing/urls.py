"""Addresses of dosing, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.dosing import views

app_name = "dosing"

urlpatterns = [
    path("dosing/<str:participant>/", views.gate, name="gate"),
]
