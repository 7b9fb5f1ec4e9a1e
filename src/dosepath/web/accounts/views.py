"""Signing in, signing out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dosepath import wording
from dosepath.store import record_logout
from dosepath.web.accounts.forms import LoginForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a right pair begins a new session."""
    form = LoginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if account is not None:
            request.session.flush()  # nothing from before the login is carried into it
            login(request, account)
            return redirect(_next(request))
        form.add_error(None, wording.text("accounts.not_signed_in"))
    context = {
        "form": form,
        "heading": wording.label("accounts.sign_in"),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        record_logout(request.user)
    logout(request)
    return redirect("accounts:login")


def _next(request: HttpRequest) -> str:
    """Where the person was going, if that is on this site (no open redirect)."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
