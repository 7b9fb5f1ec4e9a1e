"""Consent, values, judgements and readings: what is entered before anything is signed."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dosepath import conduct, store, wording
from dosepath.eligibility import Criterion, Result
from dosepath.web.access import Seat, console_page, framed, tell
from dosepath.web.screening.forms import ConsentForm, JudgeForm, PinForm
from dosepath.web.screening.presenter import verdict_text
from dosepath.web.screening.value_form import CommonForm, PasteForm, ValueForm
from dosepath.web.screening.views import the_person, the_result

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@console_page("consent.record")
def consent(request: HttpRequest, seat: Seat, *, screening: str) -> HttpResponse:
    """Record a signed consent, before anything else."""
    person = the_person(seat, screening)
    form = ConsentForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid():
        given = form.cleaned_data
        signed = conduct.ConsentForm(given["version"].strip(), given["language"])
        # Given here, because "form" is also the name of the form that takes refusals.
        record = partial(conduct.record_consent, form=signed)
        done = form.carry_out("consent.record", record, screening, signed_at=given["signed_at"])
        if done is not None:
            follow_enquiry(seat, person.enquiry, "consented", screening)
            tell(request, seat, done, wording.text("consent.next"))
            return redirect("screening:screening", seat.trial, screening)
    page = framed(
        seat,
        "screening",
        heading=wording.text("consent.heading", screening=screening),
        lead=wording.text("consent.lead", version=seat.state.consent_version),
        form=form,
        button=wording.label("consent.button"),
        back=_back(seat, screening),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def follow_enquiry(seat: Seat, reference: str | None, to: str, screening: str) -> None:
    """Move the enquiry a screening came from, if that is one of its moves."""
    if not reference or not seat.may("enquiry.answer"):
        return
    found = [one for one in store.list_enquiries(seat.trial) if one.reference == reference]
    if found and to in found[0].may_become:
        by = seat.acting_for("enquiry.answer")
        store.move_enquiry(reference, to, by=by, screening=screening)


@require_http_methods(_METHODS)
@console_page("facts.record")
def values(request: HttpRequest, seat: Seat, *, screening: str) -> HttpResponse:
    """Values typed into a form made from the study's variables."""
    result = the_result(seat, the_person(seat, screening))
    wanted = [item.variable for item in result.worklist]
    form = ValueForm(
        request.POST if request.method == "POST" else None,
        seat=seat,
        wanted=list(dict.fromkeys(wanted)),
        with_uln=_with_uln(result),
    )
    if form.is_valid() and (answer := _record(request, seat, screening, form=form)):
        return answer
    return _values_page(request, seat, screening, form=form)


@require_http_methods(_METHODS)
@console_page("facts.record")
def paste(request: HttpRequest, seat: Seat, *, screening: str) -> HttpResponse:
    """Values pasted as a table."""
    the_person(seat, screening)
    form = PasteForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid() and (answer := _record(request, seat, screening, form=form)):
        return answer
    return _values_page(request, seat, screening, form=form)


def _with_uln(result: Result) -> list[str]:
    """The variables that a rule compares with the laboratory's limit of normal."""
    return [
        item.variable
        for criterion in result.criteria
        for item in criterion.evidence
        if "ULN" in item.rule or "LLN" in item.rule
    ]


def _record(
    request: HttpRequest, seat: Seat, screening: str, *, form: CommonForm
) -> HttpResponse | None:
    given = form.cleaned_data
    done = form.carry_out(
        "facts.record",
        conduct.record_facts,
        screening,
        facts=form.reading.facts,
        source=given.get("source", ""),
        reason=given.get("reason", ""),
    )
    if done is None:
        return None
    result = conduct.evaluate_screening(done.state, screening, at=seat.at)
    tell(request, seat, done, verdict_text(result))
    return redirect("screening:screening", seat.trial, screening)


def _values_page(
    request: HttpRequest, seat: Seat, screening: str, *, form: CommonForm
) -> HttpResponse:
    is_table = isinstance(form, PasteForm)
    other = reverse(f"screening:{'values' if is_table else 'paste'}", args=[seat.trial, screening])
    page = framed(
        seat,
        "screening",
        heading=wording.text("facts.heading", screening=screening),
        form=form,
        is_table=is_table,
        variables=seat.state.protocol.population.variables.values(),
        other=other,
        back=_back(seat, screening),
    )
    return render(request, "screening/values.html", page, status=422 if form.errors else 200)


def _criterion(seat: Seat, name: str) -> Criterion:
    population = seat.state.protocol.population
    found = next((one for one in population.criteria if one.id == name), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(_METHODS)
@console_page("criterion.judge")
def judge(request: HttpRequest, seat: Seat, *, screening: str, criterion: str) -> HttpResponse:
    """Answer a criterion that no value decides, with the reason."""
    person, asked = the_person(seat, screening), _criterion(seat, criterion)
    if not asked.judgement:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = JudgeForm(posted, seat=seat, criterion=asked)
    if form.is_valid():
        given = {"answer": form.cleaned_data["answer"], "reason": form.cleaned_data["reason"]}
        done = form.carry_out(
            "criterion.judge", conduct.judge_criterion, screening, criterion=criterion, **given
        )
        if done is not None:
            result = conduct.evaluate_screening(done.state, screening, at=seat.at)
            tell(request, seat, done, verdict_text(result))
            return redirect("screening:screening", seat.trial, screening)
    earlier = person.judgements.get(criterion)
    page = framed(
        seat,
        "screening",
        heading=wording.text("judge.heading", criterion=criterion, screening=screening),
        lead=wording.typeset(asked.text.get("en", criterion)),
        follows=[wording.text("judge.follows", by=seat.acting_for("criterion.judge").name)]
        + ([wording.text("judge.replaces", reason=earlier.stamp.reason)] if earlier else []),
        form=form,
        button=wording.label("judge.button"),
        back=_back(seat, screening),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@console_page("reading.pin")
def pin(request: HttpRequest, seat: Seat, *, criterion: str) -> HttpResponse:
    """Choose how an ambiguous criterion is read in this trial."""
    asked = _criterion(seat, criterion)
    if len(asked.readings) < 2:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    held = seat.state.pins.get(criterion)
    initial = {"reading": held.reading} if held else {}
    form = PinForm(posted, seat=seat, criterion=asked, initial=initial)
    if form.is_valid():
        given = {"reading": form.cleaned_data["reading"], "reason": form.cleaned_data["reason"]}
        done = form.carry_out("reading.pin", conduct.pin_reading, criterion, **given)
        if done is not None:
            tell(request, seat, done)
            return redirect("screening:list", seat.trial)
    page = framed(
        seat,
        "screening",
        heading=wording.text("pin.heading", criterion=criterion),
        lead=wording.typeset(asked.text.get("en", criterion)),
        follows=[wording.text(f"pin.follows_{part}") for part in ("all", "signed", "log")],
        form=form,
        button=wording.label("pin.button"),
        back=reverse("screening:list", args=[seat.trial]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def _back(seat: Seat, screening: str) -> str:
    return reverse("screening:screening", args=[seat.trial, screening])
