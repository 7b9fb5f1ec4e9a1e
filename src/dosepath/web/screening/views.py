"""The list of screenings, a new one, and one with everything that its verdict rests on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import conduct, store, wording
from dosepath.conduct import Screening, evaluate_screening
from dosepath.eligibility import Result
from dosepath.web.access import Seat, console_page, framed, tell
from dosepath.web.screening import presenter
from dosepath.web.screening.forms import OpenForm
from dosepath.web.screening.next_step import is_open, what_is_next

TO_SCREEN = ("assigned", "contacted", "prescreened", "invited", "consented")
"""Enquiries in these states may lead to a screening."""


@require_safe
@console_page("clinical.read")
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every screening with its verdict and how much is missing."""
    page = framed(
        seat,
        "screening",
        heading=wording.label("screening.heading"),
        table=presenter.list_table(seat.state, seat.trial, seat.at),
        may_open=seat.may("screening.open"),
    )
    return render(request, "screening/list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page("screening.open")
def open_new(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open a screening; it gets the next number."""
    posted = request.POST if request.method == "POST" else None
    initial = {"enquiry": request.GET.get("enquiry", "")}
    form = OpenForm(posted, seat=seat, enquiries=_to_screen(seat), initial=initial)
    if form.is_valid():
        enquiry = form.cleaned_data["enquiry"] or None
        done = form.carry_out("screening.open", conduct.open_screening, enquiry=enquiry)
        if done is not None:
            tell(request, seat, done, wording.text("open_screening.next"))
            warn_of_same_person(request, seat, enquiry)
            return redirect("screening:screening", seat.trial, done.events[0].subject)
    page = framed(
        seat,
        "screening",
        heading=wording.label("open_screening.heading"),
        lead=wording.text("open_screening.lead"),
        form=form,
        button=wording.label("open_screening.button"),
        back=reverse("screening:list", args=[seat.trial]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def warn_of_same_person(request: HttpRequest, seat: Seat, enquiry: str | None) -> None:
    """Ask whether it is the person of another screening, if both came from the same sender."""
    if enquiry is None or not seat.may("enquiry.answer"):
        return
    senders = store.same_sender(enquiry, by=seat.acting_for("enquiry.answer"))
    known = [one.number for one in seat.state.screenings.values() if one.enquiry in senders]
    if known:
        messages.warning(request, wording.text("open_screening.same", screenings=tuple(known)))


def _to_screen(seat: Seat) -> tuple[str, ...]:
    """References of enquiries that have not led to a screening."""
    taken = {person.enquiry for person in seat.state.screenings.values()}
    found = store.list_enquiries(seat.trial, states=TO_SCREEN)
    return tuple(one.reference for one in found if one.reference not in taken)


def the_person(seat: Seat, number: str) -> Screening:
    """The screening of an address, or 404."""
    found = seat.state.screenings.get(number)
    if found is None:
        raise Http404
    return found


def the_result(seat: Seat, person: Screening) -> Result:
    """The evaluation now."""
    return evaluate_screening(seat.state, person.number, at=seat.at)


@require_safe
@console_page("clinical.read")
def show_screening(request: HttpRequest, seat: Seat, *, screening: str) -> HttpResponse:
    """The verdict, what is missing, and every criterion with what it rests on."""
    person = the_person(seat, screening)
    result = the_result(seat, person)
    state = seat.state
    page = framed(
        seat,
        "screening",
        heading=wording.text("screening.title", screening=screening),
        subject=person,
        verdict=presenter.verdict_word(result),
        verdict_tone=presenter.verdict_tone(result),
        verdict_text=presenter.verdict_text(result),
        step=what_is_next(seat, person, result=result),
        story=presenter.story(state, person),
        worklist=presenter.worklist_table(state, person, result=result, trial=seat.trial),
        chapters=presenter.chapters(state, result),
        notes=presenter.notes(state, result),
        facts=presenter.facts_table(state, person),
        judgements=presenter.judgements_table(state, person),
        may_record=seat.may("facts.record") and person.consent is not None,
        may_judge=seat.may("criterion.judge") and person.consent is not None,
        may_pin=seat.may("reading.pin"),
        is_open=is_open(seat, person),
    )
    return render(request, "screening/screening.html", page)
