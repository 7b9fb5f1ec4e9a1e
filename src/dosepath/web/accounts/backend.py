"""How Django asks the store who is signing in, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from dosepath.store import log_in


class AccountBackend(BaseBackend):
    """Names and passwords are judged by the store, which counts failures and locks."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any
    ) -> AbstractBaseUser | None:
        """The account, or None; the reason is in the audit and not in the answer."""
        return log_in(username, password)

    def get_user(self, user_id: Any) -> Any:
        """The signed-in account, unless it was closed since."""
        account = get_user_model().objects.filter(pk=user_id).first()
        return account if account is not None and account.is_active else None
