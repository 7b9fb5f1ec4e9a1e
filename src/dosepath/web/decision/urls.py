"""Addresses of dose decisions, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.decision import views

app_name = "decision"

urlpatterns = [
    path("decisions/", views.show_list, name="list"),
    path("decisions/next/", views.show_next, name="next"),
    path("decisions/next/propose/", views.propose, name="propose"),
    path("decisions/<str:decision>/", views.show_decision, name="decision"),
    path("decisions/<str:decision>/vote/", views.vote, name="vote"),
    path("decisions/<str:decision>/sign/", views.sign, name="sign"),
]
