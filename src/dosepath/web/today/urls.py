"""The address of Today, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.today import views

app_name = "today"

urlpatterns = [path("today/", views.today, name="today")]
