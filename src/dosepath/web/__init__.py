"""The site: a Django project. ``start`` sets Django up for anyone above the store."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["migrate", "start"]

_SETTINGS = "dosepath.web.settings"


def start(database: Path | str | None = None) -> None:
    """Set Django up, once per process, on ``database`` (default: the environment's).

    Raises RuntimeError if Django already runs on another database.
    """
    if database is not None:
        os.environ["DOSEPATH_DATABASE"] = str(Path(database).absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    import django
    from django.apps import apps
    from django.conf import settings

    if not apps.ready:
        django.setup()
    wanted = Path(database).absolute() if database is not None else None
    if wanted is not None and Path(settings.DOSEPATH_DATABASE) != wanted:
        raise RuntimeError(f"already running on {settings.DOSEPATH_DATABASE}, not {wanted}")


def migrate(*, verbosity: int = 0) -> None:
    """Bring the database's tables and guards up to date; safe to repeat."""
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.DOSEPATH_DATABASE).parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=verbosity)
