"""The signature under a verdict, and enrolment."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dosepath import conduct, wording
from dosepath.conduct import TrialState
from dosepath.ledger import Actor, Draft
from dosepath.web.access import Seat, console_page, framed, tell
from dosepath.web.screening.entering import follow_enquiry
from dosepath.web.screening.forms import EligibilityForm, EnrolForm
from dosepath.web.screening.presenter import verdict_text
from dosepath.web.screening.views import the_person, the_result

_METHODS = ["GET", "HEAD", "POST"]


@sensitive_post_parameters("password")
@require_http_methods(_METHODS)
@console_page("eligibility.sign")
def sign(request: HttpRequest, seat: Seat, *, screening: str) -> HttpResponse:
    """Sign that a person is eligible; refused unless the evaluation says so."""
    person = the_person(seat, screening)
    result = the_result(seat, person)
    population = seat.state.protocol.population
    form = EligibilityForm(
        request.POST if request.method == "POST" else None,
        seat=seat,
        groups=result.groups_met or tuple(group.id for group in population.groups),
        population=population,
    )
    means = wording.label("sign_eligibility.meaning")
    if form.is_valid():
        named = {"group": form.cleaned_data["group"], "meaning": means}
        done = form.sign(
            request.user,
            "eligibility.sign",
            conduct.sign_eligibility,
            screening,
            means=means,
            if_unchanged=True,
            **named,
        )
        if done is not None:
            hours = seat.state.protocol.eligibility_hours
            tell(request, seat, done, wording.text("sign_eligibility.next", hours=hours))
            return redirect("screening:screening", seat.trial, screening)
    by = seat.acting_for("eligibility.sign")
    printed = wording.text(
        "sign_eligibility.printed", name=str(request.user), role=f"role.{by.role}", means=means
    )
    hours = seat.state.protocol.eligibility_hours
    page = framed(
        seat,
        "screening",
        heading=wording.text("sign_eligibility.heading", screening=screening),
        lead=verdict_text(result),
        follows=[printed, wording.text("sign_eligibility.follows", hours=hours)],
        form=form,
        button=wording.label("sign_eligibility.button"),
        back=reverse("screening:screening", args=[seat.trial, screening]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@console_page("participant.enrol")
def enrol(request: HttpRequest, seat: Seat, *, screening: str) -> HttpResponse:
    """Enrol a person whose eligibility is signed and valid; the subject number is the next."""
    person = the_person(seat, screening)
    form = EnrolForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid():
        part = form.part

        def into_part(
            state: TrialState, number: str, *, by: Actor, at: datetime
        ) -> tuple[Draft, ...]:
            return conduct.enrol(state.of_part(part), number, by=by, at=at)

        done = form.carry_out("participant.enrol", into_part, screening)
        if done is not None:
            follow_enquiry(seat, person.enquiry, "enrolled", screening)
            tell(request, seat, done, wording.text("enrol.next"))
            return redirect("dosing:gate", seat.trial, done.events[0].subject)
    page = framed(
        seat,
        "screening",
        heading=wording.text("enrol.heading", screening=screening),
        lead=wording.text("enrol.lead"),
        follows=[wording.text(f"enrol.follows_{part}") for part in ("number", "final", "slot")],
        form=form,
        button=wording.label("enrol.button"),
        back=reverse("screening:screening", args=[seat.trial, screening]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)
