"""The two-person confirmations, the dose, and a dose that was given outside the gate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dosepath import conduct, wording
from dosepath.conduct import dosing_gate
from dosepath.web.access import Seat, console_page, framed, tell
from dosepath.web.dosing import presenter
from dosepath.web.dosing.forms import CheckForm, GiveForm, ReportForm
from dosepath.web.dosing.views import the_participant

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@console_page("identity.confirm")
def identity(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """Confirm at the bedside that this is the participant."""
    return _confirm(request, seat, participant, check=presenter.IDENTITY)


@require_http_methods(_METHODS)
@console_page("product.confirm")
def product(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """Confirm the product against the paper record; the cell laboratory may be one of the two."""
    return _confirm(request, seat, participant, check=presenter.PRODUCT)


def _confirm(request: HttpRequest, seat: Seat, participant: str, *, check: str) -> HttpResponse:
    who = the_participant(seat, participant)
    posted = request.POST if request.method == "POST" else None
    form = CheckForm(posted, seat=seat, check=check)
    may_look = seat.may("clinical.read")
    if form.is_valid():
        note = form.cleaned_data["note"]
        done = form.carry_out(
            f"{check}.confirm", conduct.confirm_check, participant, check=check, note=note
        )
        if done is not None:
            found = dosing_gate(done.state, participant, at=seat.at).condition(check)
            tell(request, seat, done, seat.say(found.reason))
            if may_look:
                return redirect("dosing:gate", seat.trial, participant)
            return redirect("dosing:list", seat.trial)
    slot = presenter.held_slot(seat.state, who, seat.at)
    lead = wording.text("check.no_place", participant=participant)
    if slot is not None:
        dose = wording.dose_text(seat.state.protocol.dose(slot.level))
        lead = wording.text("check.lead", participant=participant, dose=dose, level=slot.level)
    mine = [one.stamp.actor for one in who.checks if one.check == check]
    done_by = tuple(dict.fromkeys(mine))
    page = framed(
        seat,
        "dosing",
        heading=wording.text(f"check.heading_{check}", participant=participant),
        lead=lead,
        follows=[
            wording.text("check.two"),
            wording.text("check.done_by", people=done_by) if done_by else "",
            wording.text("check.paper") if check == presenter.PRODUCT else "",
        ],
        form=form,
        button=wording.label("check.button"),
        back=reverse("dosing:gate", args=[seat.trial, participant])
        if may_look
        else reverse("dosing:list", args=[seat.trial]),
    )
    page["follows"] = [line for line in page["follows"] if line]
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@console_page("dose.give")
def give(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """Record the dose; refused unless the gate was all green when it was given."""
    who = the_participant(seat, participant)
    form = GiveForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid():
        given_at = form.cleaned_data["given_at"]
        done = form.carry_out(
            "dose.give", conduct.give_dose, participant, given_at=given_at, if_unchanged=True
        )
        if done is not None:
            tell(request, seat, done, wording.text("give.next"))
            return redirect("followup:participant", seat.trial, participant)
    slot = presenter.held_slot(seat.state, who, seat.at)
    lead = wording.text("check.no_place", participant=participant)
    if slot is not None:
        dose = wording.dose_text(seat.state.protocol.dose(slot.level))
        lead = wording.text("give.lead", participant=participant, dose=dose, level=slot.level)
    answer = dosing_gate(seat.state, participant, at=seat.at)
    closed = [seat.say(one.reason) for one in answer.closed_by]
    page = framed(
        seat,
        "dosing",
        heading=wording.text("give.heading", participant=participant),
        lead=lead,
        closed=closed,
        follows=[wording.text(f"give.follows_{part}") for part in ("once", "visits", "stagger")],
        form=form,
        button=wording.label("give.button"),
        danger=True,
        back=reverse("dosing:gate", args=[seat.trial, participant]),
    )
    return render(request, "dosing/give.html", page, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@console_page("dosing.report")
def report(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """Report a dose that was given although the gate was not open: dosing is then halted."""
    the_participant(seat, participant)
    form = ReportForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("given_at", "level", "reason")}
        done = form.carry_out("dosing.report", conduct.report_dose, participant, **given)
        if done is not None:
            tell(request, seat, done)
            return redirect("followup:participant", seat.trial, participant)
    page = framed(
        seat,
        "dosing",
        heading=wording.text("report_dose.heading", participant=participant),
        lead=wording.text("report_dose.lead"),
        follows=[wording.text(f"report_dose.follows_{part}") for part in ("counts", "halt", "log")],
        form=form,
        button=wording.label("report_dose.button"),
        danger=True,
        back=reverse("dosing:gate", args=[seat.trial, participant]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)
