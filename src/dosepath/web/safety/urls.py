"""The addresses of Safety, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.safety import views

app_name = "safety"

urlpatterns = [
    path("safety/", views.overview, name="list"),
    path("safety/halt/", views.halt, name="halt"),
    path("safety/<str:candidate>/", views.read, name="candidate"),
    path("safety/<str:candidate>/verdict/", views.judge, name="judge"),
]
