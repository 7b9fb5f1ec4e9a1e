"""The gate of one participant, its sheet on paper, and the place in the cohort."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import conduct, store, wording
from dosepath.conduct import Participant, dosing_gate
from dosepath.web.access import Seat, console_page, framed, tell
from dosepath.web.dosing import presenter
from dosepath.web.dosing.forms import ReleaseForm, ReserveForm
from dosepath.web.dosing.next_act import next_act

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@console_page("product.confirm")
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who waits for a dose; for the cell laboratory who needs a product, and which dose."""
    table = presenter.list_table(
        seat.state, seat.at, trial=seat.trial, with_gate=seat.may("clinical.read")
    )
    page = framed(seat, "dosing", heading=wording.label("dosing.heading"), table=table)
    return render(request, "dosing/list.html", page)


def the_participant(seat: Seat, number: str) -> Participant:
    """The participant of an address, or 404."""
    found = seat.state.participants.get(number)
    if found is None:
        raise Http404
    return found


@require_safe
@console_page("clinical.read")
def gate(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """May this person be dosed now; if not, what stands in the way and what to do."""
    who = the_participant(seat, participant)
    state = seat.state
    answer = dosing_gate(state, participant, at=seat.at)
    slot = presenter.held_slot(state, who, seat.at)
    act = next_act(state, answer, trial=seat.trial)
    page = framed(
        seat,
        "dosing",
        heading=wording.text("dosing.title", participant=participant),
        who=who,
        verdict=presenter.verdict(answer),
        conditions=presenter.shown_gate(state, answer, trial=seat.trial),
        facts=presenter.subject_facts(state, who, seat.at),
        checks=presenter.checks_table(state, who),
        act=act,
        may={
            "act": bool(act.url) and seat.may(act.permission),
            "release": seat.may("slot.release") and slot is not None,
            "identity": seat.may("identity.confirm") and slot is not None,
            "product": seat.may("product.confirm") and slot is not None,
            "report": seat.may("dosing.report") and not answer.is_open and not who.is_dosed,
        },
    )
    return render(request, "dosing/gate.html", page)


@require_safe
@console_page("clinical.read")
def sheet(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """One page for the bedside: the gate as it is now, and what is filled in by hand."""
    who = the_participant(seat, participant)
    answer = dosing_gate(seat.state, participant, at=seat.at)
    study = store.study_of(store.events(seat.trial))
    concentration = study.product.concentration if study.product else None
    page = framed(
        seat,
        "dosing",
        heading=wording.text("sheet.title", participant=participant),
        who=who,
        verdict=presenter.verdict(answer),
        conditions=presenter.shown_gate(seat.state, answer, trial=seat.trial),
        facts=presenter.subject_facts(seat.state, who, seat.at),
        printed=presenter.time_text(seat.at, seat.state),
        concentration=concentration,
        lines=[wording.label(f"sheet.line_{name}") for name in SHEET_LINES],
    )
    return render(request, "dosing/sheet.html", page)


SHEET_LINES = (
    *("lot", "expiry", "volume", "density", "viability", "viable_dose"),
    *("identity_1", "identity_2", "started", "ended", "given_by"),
)
"""What is written on the sheet by hand, because the software does not check it yet."""


@require_http_methods(_METHODS)
@console_page("slot.reserve")
def reserve(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """Hold the next free place of the open cohort, or one at a lower level to be filled."""
    who = the_participant(seat, participant)
    posted = request.POST if request.method == "POST" else None
    form = ReserveForm(posted, seat=seat, participant=participant)
    if form.is_valid():
        wanted = {"backfill": form.wanted}
        done = form.carry_out("slot.reserve", conduct.reserve_slot, participant, **wanted)
        if done is not None:
            tell(request, seat, done, wording.text("reserve.next"))
            return redirect("dosing:gate", seat.trial, participant)
    follows, warnings = presenter.what_is_free(seat.state.of_part(who.part), seat.at)
    page = framed(
        seat,
        "dosing",
        heading=wording.text("reserve.heading", participant=participant),
        lead=wording.text("reserve.lead", participant=participant),
        follows=follows,
        warnings=warnings,
        form=form,
        button=wording.label("reserve.button"),
        back=reverse("dosing:gate", args=[seat.trial, participant]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@console_page("slot.release")
def release(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """Give a held place back, with a reason."""
    the_participant(seat, participant)
    form = ReleaseForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = form.carry_out("slot.release", conduct.release_slot, participant, reason=reason)
        if done is not None:
            tell(request, seat, done)
            return redirect("dosing:gate", seat.trial, participant)
    page = framed(
        seat,
        "dosing",
        heading=wording.text("release.heading", participant=participant),
        lead=wording.text("release.lead", participant=participant),
        follows=[wording.text("release.follows")],
        form=form,
        button=wording.label("release.button"),
        back=reverse("dosing:gate", args=[seat.trial, participant]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)
