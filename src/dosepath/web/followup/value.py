"""A worsened laboratory value of a grade that may be dose-limiting: harm, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import wording
from dosepath.conduct import TrialState, Worsened, judge_value, unjudged_labs
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.access.acting import ActForm, tell
from dosepath.web.followup.views import known


class ValueForm(ActForm):
    """Why the value is no adverse event."""

    words = "value"

    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
@console_page("clinical.read")
def read(request: HttpRequest, seat: Seat, *, participant: str, item: str) -> HttpResponse:
    """What waits to be judged, and both ways to answer it for whoever may."""
    return _page(request, seat, _Asked(participant, item), ValueForm(seat=seat))


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("value.judge")
def judge(request: HttpRequest, seat: Seat, *, participant: str, item: str) -> HttpResponse:
    """State why the values are no adverse event."""
    if request.method != "POST":
        return redirect("followup:value", seat.trial, participant, item)
    form = ValueForm(request.POST, seat=seat)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = form.carry_out(
            "value.judge", judge_value, participant, item=item, reason=reason, if_unchanged=True
        )
        if done is not None:
            tell(request, seat, done)
            return redirect("followup:participant", seat.trial, participant)
    return _page(request, seat, _Asked(participant, item), form)


@dataclass(frozen=True)
class _Asked:
    """Whose value of which item."""

    participant: str
    item: str


def _page(request: HttpRequest, seat: Seat, asked: _Asked, form: ValueForm) -> HttpResponse:
    who = known(seat, asked.participant)
    values = [one for one in unjudged_labs(seat.state, who.number) if one.item == asked.item]
    report = reverse("followup:report_event", args=[seat.trial, who.number])
    page = framed(
        seat,
        "participants",
        heading=wording.text("value.heading", participant=who.number),
        values=[
            (value_text(one, seat.state), f"{report}?{urlencode(_names(one))}") for one in values
        ],
        form=form,
        may_record=seat.may("adverse_event.record"),
        may_judge=seat.may("value.judge"),
        judge_url=reverse("followup:judge_value", args=[seat.trial, who.number, asked.item]),
        back=reverse("followup:participant", args=[seat.trial, who.number]),
    )
    return render(request, "followup/value.html", page, status=422 if form.errors else 200)


def _names(one: Worsened) -> list[tuple[str, str]]:
    return [("item", one.item), ("seq", str(one.seq))]


def value_text(one: Worsened, state: TrialState) -> str:
    """A value with its grade, the grade it came from as far as that is known, and its day."""
    day = state.study_day(one.participant, one.on)
    return wording.text(
        "value.line" if one.baseline_grade is not None else "value.line_unknown",
        term=one.term,
        value=wording.quantity_text(one.value, one.unit),
        grade=one.grade,
        baseline=one.baseline_grade,
        sampled=wording.day_text(state.local_date(one.on), day or 0, year=True),
    )
