"""Dose decisions: the evidence, the committee's choice, votes and signatures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dosepath import conduct, store, wording
from dosepath.analysis import trial_data
from dosepath.conduct import (
    DoseDecision,
    grave_since,
    recommend,
    replay,
    roles_with,
    still_needed,
)
from dosepath.web.access import Seat, console_page, framed, tell
from dosepath.web.decision import committee
from dosepath.web.decision.choices import choice_text
from dosepath.web.decision.evidence import evidence
from dosepath.web.decision.forms import ProposeForm, SignDecisionForm, VoteForm
from dosepath.web.decision.presenter import (
    decision_facts,
    history_table,
    open_proposal,
    recommended_choice,
    sign_lead,
    signing_follows,
    status_of,
)


@require_safe
@console_page("clinical.read")
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What is due now, and every decision against the rule."""
    study = store.study_of(store.events(seat.trial))
    page = framed(
        seat,
        "decision",
        heading=wording.label("decision.heading"),
        evidence=evidence(seat.state, study, trial=seat.trial, at=seat.at),
        waiting=open_proposal(seat.state, seat.at),
        history=history_table(trial_data(seat.state, study, at=seat.at).decisions, seat.trial),
    )
    return render(request, "decision/list.html", page)


@require_safe
@console_page("clinical.read")
def show_next(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The evidence as it is now, and the choice for whoever may put it to the committee."""
    return _next_page(request, seat, _propose_form(seat))


@require_POST
@console_page("decision.propose")
def propose(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put a decision to the committee on the data as they were shown."""
    form = _propose_form(seat, request)
    if form.is_valid():
        named = {"choice": form.wanted, "minutes": form.record}
        done = form.carry_out(
            "decision.propose", conduct.propose_decision, if_unchanged=True, **named
        )
        if done is not None:
            number = done.events[0].subject
            needed = still_needed(done.state, done.state.decisions[number])
            tell(request, seat, done, *wording.say_all(needed))
            return redirect("decision:decision", trial=seat.trial, decision=number)
    return _next_page(request, seat, form)


def _propose_form(seat: Seat, request: HttpRequest | None = None) -> ProposeForm:
    return ProposeForm(
        request.POST if request is not None else None,
        seat=seat,
        found=recommend(seat.state, at=seat.at),
        committee=committee.members(seat.trial, seat.at.date()),
    )


def _next_page(request: HttpRequest, seat: Seat, form: ProposeForm) -> HttpResponse:
    today = seat.at.date()
    study = store.study_of(store.events(seat.trial))
    page = framed(
        seat,
        "decision",
        heading=wording.label("decision.next_heading"),
        evidence=evidence(
            seat.state, study, trial=seat.trial, at=seat.at, shown=request.GET.get("if", "")
        ),
        committee=committee.members_table(committee.members(seat.trial, today), today),
        needed=committee.needed_text(seat.state.protocol),
        form=form,
        may_propose=seat.may("decision.propose"),
        proposers=roles_with("decision.propose"),
        open=open_proposal(seat.state, seat.at),
    )
    return render(request, "decision/next.html", page, status=422 if form.errors else 200)


@require_safe
@console_page("clinical.read")
def show_decision(request: HttpRequest, seat: Seat, *, decision: str) -> HttpResponse:
    """One decision: where it stands, its evidence at the cut, votes and signatures."""
    return _decision_page(request, seat, _found(seat, decision), VoteForm(seat=seat))


@require_POST
@console_page("decision.vote")
def vote(request: HttpRequest, seat: Seat, *, decision: str) -> HttpResponse:
    """Record a vote; it may be changed until the member has signed, and both stay visible."""
    found = _found(seat, decision)
    form = VoteForm(request.POST, seat=seat)
    if form.is_valid():
        given = {"answer": form.cleaned_data["answer"], "reason": form.cleaned_data["reason"]}
        done = form.carry_out("decision.vote", conduct.vote, decision, **given)
        if done is not None:
            tell(request, seat, done)
            return redirect("decision:decision", trial=seat.trial, decision=decision)
    return _decision_page(request, seat, found, form)


def _found(seat: Seat, number: str) -> DoseDecision:
    found = seat.state.decisions.get(number)
    if found is None:
        raise Http404
    return found


def _decision_page(
    request: HttpRequest, seat: Seat, found: DoseDecision, form: VoteForm
) -> HttpResponse:
    state = seat.state
    events = store.events(seat.trial)
    study = store.study_of(events[: found.cut.seq])
    at_cut = replay(events[: found.cut.seq], study).of_part(found.part)
    status = status_of(state, found, at=seat.at)
    has_signed = any(one.stamp.actor == seat.actor.name for one in found.signatures)
    page = framed(
        seat,
        "decision",
        heading=wording.text("decision.title", decision=found.number),
        decision=found,
        status=status,
        dissent=committee.dissent_lines(found),
        happened=wording.say_all(grave_since(state, found)) if status.can_be_signed_yet else (),
        facts=decision_facts(state, found),
        recommended=choice_text(recommended_choice(found), state.protocol),
        evidence=evidence(
            at_cut,
            study,
            trial=seat.trial,
            at=found.proposed.at,
            shown=request.GET.get("if", ""),
        ),
        votes=committee.votes_table(found, state),
        signatures=committee.signatures_table(found, state),
        needed=committee.needed_text(state.protocol),
        form=form,
        has_signed=has_signed,
        may_vote=status.is_open and seat.may("decision.vote") and not has_signed,
        may_sign=status.is_open and seat.may("decision.sign") and not has_signed,
    )
    return render(request, "decision/decision.html", page, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@console_page("decision.sign")
def sign(request: HttpRequest, seat: Seat, *, decision: str) -> HttpResponse:
    """Sign with the password again; the signature that is still needed puts it in force."""
    found = _found(seat, decision)
    by, account = seat.acting_for("decision.sign"), request.user
    means = wording.text("sign_decision.meaning", decision=found.number)
    posted = request.POST if request.method == "POST" else None
    happened = grave_since(seat.state, found)
    form = SignDecisionForm(posted, seat=seat, dissent=found.dissent, happened=happened)
    if form.is_valid():
        named = {"name": str(account), "meaning": means, "reason": form.reason}
        done = form.sign(
            account,
            "decision.sign",
            conduct.sign_decision,
            decision,
            means=means,
            if_unchanged=True,
            **named,
        )
        if done is not None:
            follows = status_of(done.state, done.state.decisions[decision], at=seat.at).follows
            tell(request, seat, done, *follows)
            return redirect("decision:decision", trial=seat.trial, decision=decision)
    page = framed(
        seat,
        "decision",
        heading=wording.text("sign_decision.title", decision=found.number),
        lead=sign_lead(seat.state, found),
        follows=signing_follows(seat.state, found, by),
        printed=wording.text(
            "sign_decision.printed", name=str(account), role=f"role.{by.role}", means=means
        ),
        status=status_of(seat.state, found, at=seat.at),
        dissent=committee.dissent_lines(found),
        happened=wording.say_all(happened),
        form=form,
        button=wording.label("sign_decision.button"),
        back=reverse("decision:decision", args=[seat.trial, decision]),
    )
    return render(request, "decision/sign.html", page, status=422 if form.errors else 200)
