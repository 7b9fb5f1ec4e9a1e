"""Addresses of decision, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.decision import views

app_name = "decision"

urlpatterns = [
    path("decisions/", views.show_list, name="list"),
    path("decisions/<str:decision>/", views.decision, name="decision"),
]
