"""Visit forms: enter one, read it, correct it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import wording
from dosepath.conduct import FormKey, TrialState, correct_form, record_form, visits_of
from dosepath.schedule import Form
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.access.moments import shown
from dosepath.web.followup.visit_form import CorrectionForm, VisitForm
from dosepath.web.record.entry import shown_entry
from dosepath.web.record.items import form_title, still_missing
from dosepath.web.today.presenter import visit_title

FIRST = "first"


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("form.record")
def enter(
    request: HttpRequest, seat: Seat, *, participant: str, visit: str, form: str
) -> HttpResponse:
    """One form of one visit; what was entered already is shown by :func:`read`."""
    key, study_form = (participant, visit, form), _study_form(seat.state, participant, visit, form)
    if key in seat.state.forms and request.method != "POST":
        return redirect("followup:entry", seat.trial, *key)
    start = {"on": shown(_usual_moment(seat, key), seat.zone)}
    page = VisitForm(request.POST or None, seat=seat, study_form=study_form, initial=start)
    if request.method == "POST" and page.is_valid():
        done = page.carry_out(
            "form.record", record_form, key, on=page.cleaned_data["on"], items=page.answers
        )
        if done is not None:
            _tell(request, key, study_form, done.state)
            return _onwards(seat.trial, key, done.state, seat.at)
    return _show(request, seat, key=key, form=page)


@require_safe
@console_page("clinical.read")
def read(
    request: HttpRequest, seat: Seat, *, participant: str, visit: str, form: str
) -> HttpResponse:
    """The values in force, and every correction with both values."""
    _study_form(seat.state, participant, visit, form)
    entry = seat.state.forms.get((participant, visit, form))
    if entry is None:
        raise Http404
    found = shown_entry(seat.state, entry)
    heading = _heading(seat.state, (participant, visit, form))
    context = framed(
        seat,
        "participants",
        heading=heading,
        entry=found,
        participant=participant,
        may_correct=seat.may("form.correct"),
    )
    return render(request, "followup/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("form.correct")
def correct(
    request: HttpRequest, seat: Seat, *, participant: str, visit: str, form: str
) -> HttpResponse:
    """Change or complete what was entered, with a reason."""
    key, study_form = (participant, visit, form), _study_form(seat.state, participant, visit, form)
    entry = seat.state.forms.get(key)
    if entry is None:
        return redirect("followup:form", seat.trial, *key)
    page = CorrectionForm(request.POST or None, seat=seat, study_form=study_form, was=entry.items)
    if request.method == "POST" and page.is_valid():
        done = page.carry_out(
            "form.correct",
            correct_form,
            key,
            items=page.changes,
            reason=page.cleaned_data["reason"],
            if_unchanged=True,
        )
        if done is not None:
            messages.success(request, wording.text("followup.corrected", n=len(page.changes)))
            return redirect("followup:entry", seat.trial, *key)
    return _show(request, seat, key=key, form=page)


def _study_form(state: TrialState, participant: str, visit: str, form: str) -> Form:
    """The form as the study defines it; 404 unless it belongs to that visit and participant."""
    planned = next((one for one in state.protocol.visits if one.id == visit), None)
    if participant not in state.participants or planned is None or form not in planned.forms:
        raise Http404
    return state.protocol.forms[form]


def _usual_moment(seat: Seat, key: FormKey) -> datetime | None:
    """When the visit's other forms say it was; now, inside its window; else nobody can guess."""
    same = [e.on for k, e in seat.state.forms.items() if k[:2] == key[:2]]
    if same:
        return same[-1]
    today = seat.state.local_date(seat.at)
    windows = visits_of(seat.state, key[0], at=seat.at)
    fits = any(one.visit == key[1] and one.opens <= today <= one.closes for one in windows)
    return seat.at if fits else None


def _heading(state: TrialState, key: FormKey) -> str:
    title = form_title(state.protocol.forms[key[2]])
    return f"{key[0]}: {title}, {visit_title(state, key[1])}"


def _tell(request: HttpRequest, key: FormKey, form: Form, state: TrialState) -> None:
    names = {"form": form_title(form), "visit": visit_title(state, key[1])}
    said = wording.text("followup.entered", participant=key[0], **names)
    missing = still_missing(form, state.forms[key].items)
    if missing:
        messages.warning(request, f"{said} {wording.text('followup.missing', items=missing)}")
    else:
        messages.success(request, said)


def _onwards(trial: str, key: FormKey, state: TrialState, at: datetime) -> HttpResponse:
    """To the visit's next form that is not entered, else to the participant."""
    visit = next(one for one in state.protocol.visits if one.id == key[1])
    left = [form for form in visit.forms if (*key[:2], form) not in state.forms]
    if left:
        return redirect("followup:form", trial, *key[:2], left[0])
    return redirect("followup:participant", trial, key[0])


def _show(request: HttpRequest, seat: Seat, *, key: FormKey, form: VisitForm) -> HttpResponse:
    visit = next(one for one in seat.state.protocol.visits if one.id == key[1])
    steps = [
        (form_title(seat.state.protocol.forms[name]), (*key[:2], name) in seat.state.forms, name)
        for name in visit.forms
    ]
    context = framed(
        seat,
        "participants",
        heading=_heading(seat.state, key),
        form=form,
        key=key,
        steps=steps,
        is_correction=isinstance(form, CorrectionForm),
    )
    status = 422 if form.errors else 200
    return render(request, "followup/visit_form.html", context, status=status)
