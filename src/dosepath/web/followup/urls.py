"""The addresses of the participants, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.followup import course, entering, harm, sending, value, views

app_name = "followup"

ONE = "participants/<str:participant>/"

urlpatterns = [
    path("participants/", views.participants, name="participants"),
    path(ONE, views.participant, name="participant"),
    path(f"{ONE}visits/<str:visit>/<str:form>/", entering.enter, name="form"),
    path(f"{ONE}visits/<str:visit>/<str:form>/values/", entering.read, name="entry"),
    path(f"{ONE}visits/<str:visit>/<str:form>/correct/", entering.correct, name="correct"),
    path(f"{ONE}adverse-events/new/", harm.report, name="report_event"),
    path(f"{ONE}adverse-events/<str:event>/", harm.read, name="event"),
    path(f"{ONE}adverse-events/<str:event>/update/", harm.update, name="update_event"),
    path(f"{ONE}adverse-events/<str:event>/reports/<str:clock>/", sending.sent, name="report_sent"),
    path(f"{ONE}values/<str:item>/", value.read, name="value"),
    path(f"{ONE}values/<str:item>/judge/", value.judge, name="judge_value"),
    path(f"{ONE}transplantation/", course.transplantation, name="transplantation"),
    path(f"{ONE}death/", course.death, name="death"),
    path(f"{ONE}withdrawal/", course.withdrawal, name="withdrawal"),
    path(f"{ONE}window/", course.window, name="window"),
]
