"""Every address of the site, by app."""

from __future__ import annotations

from django.urls import include, path

from dosepath.web.access import landing

handler404 = "dosepath.web.ui.faults.not_found"
handler500 = "dosepath.web.ui.faults.failed"

urlpatterns = [
    path("", include("dosepath.web.public.urls")),
    path("console/", landing, name="console"),
    path("account/", include("dosepath.web.accounts.urls")),
    path("console/<str:trial>/", include("dosepath.web.today.urls")),
    path("console/<str:trial>/", include("dosepath.web.board.urls")),
    path("console/<str:trial>/", include("dosepath.web.followup.urls")),
    path("console/<str:trial>/", include("dosepath.web.safety.urls")),
    path("console/<str:trial>/", include("dosepath.web.audit.urls")),
    path("console/<str:trial>/", include("dosepath.web.screening.urls")),
    path("console/<str:trial>/", include("dosepath.web.dosing.urls")),
    path("console/<str:trial>/", include("dosepath.web.decision.urls")),
    path("console/<str:trial>/", include("dosepath.web.inbox.urls")),
    path("console/<str:trial>/", include("dosepath.web.people.urls")),
]
