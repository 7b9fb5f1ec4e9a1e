"""Addresses of the inbox, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.inbox import views

app_name = "inbox"

urlpatterns = [
    path("inbox/", views.show_list, name="list"),
    path("inbox/<str:reference>/", views.enquiry, name="enquiry"),
    path("inbox/<str:reference>/note/", views.note, name="note"),
    path("inbox/<str:reference>/become/<str:to>/", views.move_on, name="move"),
]
