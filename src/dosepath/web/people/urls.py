"""Addresses of people, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.people import views

app_name = "people"

urlpatterns = [
    path("people/", views.show_list, name="list"),
]
