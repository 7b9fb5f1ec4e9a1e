"""Addresses of people, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.people import acts, views

app_name = "people"

urlpatterns = [
    path("people/", views.show_list, name="list"),
    path("people/create/", views.create, name="create"),
    path("people/of/<str:username>/", views.person, name="person"),
    path("people/of/<str:username>/grant/", acts.grant, name="grant"),
    path("people/of/<str:username>/end/<int:grant>/", acts.end_role, name="end_role"),
    path("people/of/<str:username>/password/", acts.reset_password, name="password"),
    path("people/of/<str:username>/unlock/", acts.unlock, name="unlock"),
    path("people/of/<str:username>/close/", acts.close, name="close"),
]
