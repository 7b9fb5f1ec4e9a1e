"""Addresses of screening, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.screening import entering, signing, views

app_name = "screening"

urlpatterns = [
    path("screening/", views.show_list, name="list"),
    path("screening/open/", views.open_new, name="open"),
    path("screening/readings/<str:criterion>/", entering.pin, name="pin"),
    path("screening/<str:screening>/", views.show_screening, name="screening"),
    path("screening/<str:screening>/consent/", entering.consent, name="consent"),
    path("screening/<str:screening>/values/", entering.values, name="values"),
    path("screening/<str:screening>/table/", entering.paste, name="paste"),
    path("screening/<str:screening>/judge/<str:criterion>/", entering.judge, name="judge"),
    path("screening/<str:screening>/sign/", signing.sign, name="sign"),
    path("screening/<str:screening>/enrol/", signing.enrol, name="enrol"),
]
