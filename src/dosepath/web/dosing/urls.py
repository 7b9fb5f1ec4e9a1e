"""Addresses of dosing, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.dosing import giving, views

app_name = "dosing"

urlpatterns = [
    path("dosing/", views.show_list, name="list"),
    path("dosing/<str:participant>/", views.gate, name="gate"),
    path("dosing/<str:participant>/sheet/", views.sheet, name="sheet"),
    path("dosing/<str:participant>/reserve/", views.reserve, name="reserve"),
    path("dosing/<str:participant>/release/", views.release, name="release"),
    path("dosing/<str:participant>/identity/", giving.identity, name="identity"),
    path("dosing/<str:participant>/product/", giving.product, name="product"),
    path("dosing/<str:participant>/give/", giving.give, name="give"),
    path("dosing/<str:participant>/report/", giving.report, name="report"),
]
