"""What is done to an account that exists: roles, password, lock, end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dosepath import store, wording
from dosepath.conduct import Refused
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.people.forms import AccountForm, CloseForm, EndForm, GrantForm, PasswordForm
from dosepath.web.people.reach import PERMISSION, account_seen, grants_seen, may_change, may_end

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@console_page(PERMISSION)
def grant(request: HttpRequest, seat: Seat, *, username: str) -> HttpResponse:
    """Grant a role; the store refuses an administrator's own."""
    account = _open_account(seat, username)
    form = GrantForm(_posted(request), seat=seat)
    if form.is_valid() and _grant(seat, account, form=form):
        given = form.grant
        told = {"role": f"role.{given.role}", "starts": given.starts.isoformat()}
        return _told(request, seat, "people.granted", account=username, **told)
    lead = wording.text("grant.lead", account=username)
    return _page(request, seat, account, words="grant", form=form, lead=lead)


def _grant(seat: Seat, account: Any, *, form: GrantForm) -> bool:
    wanted, by = form.grant, seat.acting_for(PERMISSION)
    try:
        with transaction.atomic():
            # The same grant twice is one press too many, not two roles.
            if not account.grants.filter(**vars(wanted), granted_by=by.name).exists():
                reason = form.cleaned_data["reason"]
                store.grant_role(account.username, wanted, by=by, reason=reason)
    except Refused as refused:
        form.refuse(refused)
        return False
    except FaultsFound as found:
        form.take(found)
        return False
    return True


@require_http_methods(_METHODS)
@console_page(PERMISSION)
def end_role(request: HttpRequest, seat: Seat, *, username: str, grant: int) -> HttpResponse:
    """Let a role end on a day."""
    account = _open_account(seat, username)
    held = _held(seat, account, grant)
    form = EndForm(_posted(request), seat=seat, held=held)
    role = f"role.{held.role}"
    if form.is_valid():
        on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
        if held.ends != on:
            store.end_role(held, on=on, by=seat.acting_for(PERMISSION), reason=reason)
        told = {"role": role, "on": on.isoformat()}
        return _told(request, seat, "people.role_ended", account=username, **told)
    lead = wording.text("end.lead", account=username, role=role)
    return _page(request, seat, account, words="end", form=form, lead=lead, follows=("end.kept",))


def _held(seat: Seat, account: Any, key: int) -> Any:
    """The grant of an address: 404 if it is not this account's, refused if it is one's own."""
    found = next((one for one in grants_seen(seat, account) if one.pk == key), None)
    if found is None:
        raise Http404
    if account.username == seat.actor.name:
        raise Refused(Reason.of("people.own_refused"))
    if not may_end(seat, found):
        raise Refused(Reason.of("people.out_of_reach", account=account.username))
    return found


@sensitive_post_parameters("password", "repeated")
@require_http_methods(_METHODS)
@console_page(PERMISSION)
def reset_password(request: HttpRequest, seat: Seat, *, username: str) -> HttpResponse:
    """Give an account another password, typed by its owner."""
    account = _changeable(seat, username)
    form = PasswordForm(_posted(request), seat=seat)
    if form.is_valid():
        given, by = form.cleaned_data, seat.acting_for(PERMISSION)
        try:
            store.set_password(username, given["password"], by=by, reason=given["reason"])
        except FaultsFound as found:
            form.take(found)
        else:
            if username == seat.actor.name:  # one's own session goes on
                update_session_auth_hash(request, store.account_of(username))
            return _told(request, seat, "people.password_set", account=username)
    lead, follows = wording.text("password.lead", account=username), ("password.sessions",)
    return _page(request, seat, account, words="password", form=form, lead=lead, follows=follows)


@require_POST
@console_page(PERMISSION)
def unlock(request: HttpRequest, seat: Seat, *, username: str) -> HttpResponse:
    """End a lockout before its time."""
    account = _changeable(seat, username)
    if not store.is_locked(account, seat.at):
        return _told(request, seat, "people.not_locked", account=username)
    store.unlock_account(username, by=seat.acting_for(PERMISSION))
    return _told(request, seat, "people.unlocked", account=username)


@require_http_methods(_METHODS)
@console_page(PERMISSION)
def close(request: HttpRequest, seat: Seat, *, username: str) -> HttpResponse:
    """Close an account for good."""
    account = account_seen(seat, username)
    if not account.is_active and account.closed_by == seat.actor.name:
        return _told(request, seat, "people.closed", account=username)
    account = _changeable(seat, username)
    if username == seat.actor.name:
        raise Refused(Reason.of("people.own_refused"))
    form = CloseForm(_posted(request), seat=seat)
    if form.is_valid():
        by, reason = seat.acting_for(PERMISSION), form.cleaned_data["reason"]
        store.close_account(username, by=by, reason=reason)
        return _told(request, seat, "people.closed", account=username)
    lead = wording.text("close.lead", account=username)
    follows = ("close.follows_in", "close.follows_final", "close.follows_kept")
    return _page(request, seat, account, words="close", form=form, lead=lead, follows=follows)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _open_account(seat: Seat, username: str) -> Any:
    """The account of an address; refused when it is closed."""
    account = account_seen(seat, username)
    if not account.is_active:
        raise Refused(Reason.of("people.is_closed", account=username))
    return account


def _changeable(seat: Seat, username: str) -> Any:
    """The open account of an address; refused when it is out of this administrator's reach."""
    account = _open_account(seat, username)
    if not may_change(seat, account):
        raise Refused(Reason.of("people.out_of_reach", account=username))
    return account


def _told(request: HttpRequest, seat: Seat, code: str, **values: str) -> HttpResponse:
    messages.success(request, wording.text(code, **values))
    return redirect("people:person", seat.trial, values["account"])


def _page(
    request: HttpRequest,
    seat: Seat,
    account: Any,
    *,
    words: str,
    form: AccountForm,
    **more: Any,
) -> HttpResponse:
    more["follows"] = [wording.text(code) for code in more.get("follows", ())]
    page = framed(
        seat,
        "people",
        heading=wording.label(f"{words}.heading"),
        form=form,
        button=wording.label(f"{words}.button"),
        danger=words == "close",
        back=reverse("people:person", args=[seat.trial, account.username]),
        **more,
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)
