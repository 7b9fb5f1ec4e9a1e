"""What every connection to the database gets when it opens."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from dosepath.store.attribution import actor_name, actor_reason, actor_role

PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers do not wait for the writer
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else REPLACE deletes rows without asking the triggers
    "PRAGMA trusted_schema = ON",  # the audit triggers call our functions
)


def listen() -> None:
    """Prepare each connection that Django opens from now on."""
    connection_created.connect(prepare, dispatch_uid="dosepath.store.connection")


def prepare(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Set the pragmas and register the functions that the triggers call."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma in PRAGMAS:
            cursor.execute(pragma)
    raw = connection.connection
    raw.create_function("dosepath_actor", 0, actor_name)
    raw.create_function("dosepath_role", 0, actor_role)
    raw.create_function("dosepath_reason", 0, actor_reason)
