"""Who comes in: signed in, with a role at this trial, and a role that may see this page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from dosepath import store, wording
from dosepath.conduct import Refused, permits, roles_with
from dosepath.ledger import Actor
from dosepath.web.access.frame import framed
from dosepath.web.access.seat import Seat

View = Callable[..., HttpResponse]


def console_page(permission: str) -> Callable[[View], View]:
    """A view of one trial for people whose role carries ``permission``.

    The view is called as ``view(request, seat, **rest)``. Nobody signed in: to the sign-in
    page and back. No role at this trial, or no such trial: 404, so that a stranger cannot
    tell which. A role without the permission: 403, with the roles that have it. A refusal
    that the view did not take into a form: 409 with the reasons in words.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, trial: str, **rest: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            seat = _seat(request, trial, permission, about=rest)
            if not permits(seat.actor.role, permission):
                return _not_for_you(request, seat, permission)
            try:
                return view(request, seat, **rest)
            except Refused as refused:
                return _refused(request, seat, refused)

        guarded.permission = permission  # type: ignore[attr-defined]  # the access matrix reads it
        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Django's own function for this loads its models, which are not there yet."""
    return redirect(f"{reverse('accounts:login')}?{urlencode({'next': request.get_full_path()})}")


def landing(request: HttpRequest) -> HttpResponse:
    """Where a person goes after signing in: their only trial, or the list of their trials."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    mine = [row.study_id for row in store.list_trials() if _roles(request, row.study_id)]
    if len(mine) == 1:
        return redirect("today:today", trial=mine[0])
    context = {"heading": wording.label("console.trials"), "trials": mine, "lang": "en"}
    return render(request, "access/trials.html", context)


def _roles(request: HttpRequest, trial: str) -> tuple[str, ...]:
    account = store.account_of(request.user.get_username())
    held = store.grants_of(account, on=store.now().date(), trial=trial)
    return tuple(dict.fromkeys(grant.role for grant in held))


def _seat(request: HttpRequest, trial: str, permission: str, *, about: dict[str, Any]) -> Seat:
    known = any(row.study_id == trial for row in store.list_trials())
    roles = _roles(request, trial) if known else ()
    if not roles:
        raise Http404
    role = next((role for role in roles if permits(role, permission)), roles[0])
    named = {"part": request.GET.get("part", ""), **about}
    return Seat(Actor(request.user.get_username(), role), trial, roles, store.now(), about=named)


def _not_for_you(request: HttpRequest, seat: Seat, permission: str) -> HttpResponse:
    allowed = [wording.label(f"role.{role}") for role in roles_with(permission)]
    context = framed(seat, "", heading=wording.label("console.not_for_you"), allowed=allowed)
    return render(request, "access/not_for_you.html", context, status=403)


def _refused(request: HttpRequest, seat: Seat, refused: Refused) -> HttpResponse:
    reasons = [seat.say(reason) for reason in refused.reasons]
    context = framed(seat, "", heading=wording.label("console.refused"), reasons=reasons)
    return render(request, "access/refused.html", context, status=409)
