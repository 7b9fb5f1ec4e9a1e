"""Accounts and the roles granted to them. Accounts are closed, never deleted or given away."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

_USERNAME = RegexValidator(
    r"^[a-z][a-z0-9._-]{1,62}\Z", "2 to 63 of a-z, 0-9, full stop, hyphen, underscore"
)


class Account(AbstractBaseUser):
    """One person's login. ``username`` belongs to that person for ever (R17)."""

    username = models.CharField(max_length=63, unique=True, validators=[_USERNAME])
    display_name = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    failed_logins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=63, blank=True, default="")
    # Logins are in the audit, each of them; a column that is overwritten adds nothing.
    last_login = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Closing has a who and a when, or neither."""

        db_table = "store_account"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="account_closed_by_and_at_together",
                condition=Q(closed_at__isnull=True, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
            ),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account is open."""
        return self.closed_at is None

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleGrant(models.Model):
    """A role that an account has from ``starts`` until ``ends`` (inclusive; null: open).

    ``trial`` is empty for every trial in the database. Deciding a dose needs
    training and delegation, each with its date.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    trial = models.CharField(max_length=64, blank=True, default="")
    is_principal = models.BooleanField(default=False)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    delegated_on = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=63)
    granted_at = models.DateTimeField()

    class Meta:
        """A grant names its giver and does not end before it starts."""

        db_table = "store_role_grant"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="role_grant_ends_after_start",
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
            ),
            models.CheckConstraint(name="role_grant_has_giver", condition=~Q(granted_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.role}"
