"""Addresses of screening, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.screening import views

app_name = "screening"

urlpatterns = [
    path("screening/", views.show_list, name="list"),
    path("screening/<str:screening>/", views.screening, name="screening"),
]
