"""What is asked for is not there."""

from __future__ import annotations

from dosepath.quantity import DosePathError


class NotFound(DosePathError, LookupError):
    """No trial, account, enquiry or identity of this name is kept in this database."""

    def __str__(self) -> str:
        return str(self.args[0])
