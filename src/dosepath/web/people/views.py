"""Accounts: the list, one account, and creating one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import store, wording
from dosepath.quantity import FaultsFound
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.people import presenter
from dosepath.web.people.forms import NewAccountForm
from dosepath.web.people.reach import PERMISSION, account_seen, may_change

# A second press comes at once; later a name in use is a name in use.
_PRESSED_AGAIN = timedelta(minutes=10)


@require_safe
@console_page(PERMISSION)
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every account with its roles of today."""
    page = framed(
        seat,
        "people",
        heading=wording.label("people.heading"),
        table=presenter.accounts_table(seat),
        explained=presenter.roles_explained(),
    )
    return render(request, "people/list.html", page)


@require_safe
@console_page(PERMISSION)
def person(request: HttpRequest, seat: Seat, *, username: str) -> HttpResponse:
    """One account: its state, its roles with their dates, and what may be done."""
    account = account_seen(seat, username)
    is_locked = account.is_active and store.is_locked(account, seat.at)
    until = account.locked_until.astimezone(seat.zone).isoformat() if is_locked else ""
    page = framed(
        seat,
        "people",
        heading=wording.text("people.title", account=account.username),
        account=account,
        facts=presenter.facts(account, seat),
        grants=presenter.grants_table(account, seat),
        is_own=account.username == seat.actor.name,
        may_change=may_change(seat, account),
        locked_until=until,
    )
    return render(request, "people/person.html", page)


@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
@console_page(PERMISSION)
def create(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open an account; its roles are granted on its own page."""
    form = NewAccountForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid() and _create(seat, form):
        name = form.cleaned_data["username"]
        messages.success(request, wording.text("people.created", account=name))
        return redirect("people:person", seat.trial, name)
    page = framed(
        seat,
        "people",
        heading=wording.label("account.heading"),
        lead=wording.text("account.lead"),
        form=form,
        button=wording.label("account.button"),
        back=reverse("people:list", args=[seat.trial]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def _create(seat: Seat, form: NewAccountForm) -> bool:
    given, by = form.cleaned_data, seat.acting_for(PERMISSION)
    name, password, shown = given["username"], given["password"], given["display_name"]
    try:
        with transaction.atomic():
            if _is_taken(name):
                if _is_repeat(seat, form):
                    return True
                form.add_error("username", wording.text("account.username_taken", account=name))
                return False
            store.create_account(name, password, by=by, display_name=shown)
    except FaultsFound as found:
        form.take(found)
        return False
    return True


def _is_taken(name: str) -> bool:
    return any(account.username == name for account in store.list_accounts())


def _is_repeat(seat: Seat, form: NewAccountForm) -> bool:
    """Whether the account was made by this very form just now: the same name and password.

    Only for a new account without roles, so that the form is no way to try passwords.
    """
    account, given = store.account_of(form.cleaned_data["username"]), form.cleaned_data
    is_new = seat.at - account.created_at < _PRESSED_AGAIN and not account.grants.exists()
    is_same = account.display_name == given["display_name"]
    return is_new and is_same and account.check_password(given["password"])
