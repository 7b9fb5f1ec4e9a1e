"""Setting Django up, bringing the database up to date, serving: without a manage.py."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType


def start(database: Path | str | None = None) -> None:
    """Set Django up, once per process, on ``database`` (default: the environment's).

    Raises RuntimeError if Django already runs on another database.
    """
    if database is not None:
        os.environ["DOSEPATH_DATABASE"] = str(Path(database).absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dosepath.web.settings")
    import django
    from django.apps import apps
    from django.conf import settings

    wanted = Path(database).absolute() if database is not None else None
    if wanted is not None and Path(settings.DOSEPATH_DATABASE) != wanted:
        raise RuntimeError(f"already running on {settings.DOSEPATH_DATABASE}, not {wanted}")
    if not apps.ready:
        django.setup()


def migrate() -> None:
    """Bring the database's tables and guards up to date; safe to repeat."""
    from django.conf import settings
    from django.core.management import call_command

    file = Path(settings.DOSEPATH_DATABASE)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)  # SQLite gives its write-ahead log the same mode
    call_command("migrate", interactive=False, verbosity=0)


def pending_migrations() -> tuple[str, ...]:
    """The changes that the database lacks, as ``app.name``; all of them for a new file."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def collect_static() -> int:
    """Gather, hash and compress the static files; returns how many are new or changed."""
    from io import StringIO

    from django.core.management import call_command

    said = StringIO()
    call_command("collectstatic", interactive=False, verbosity=1, stdout=said)
    digits = [word for word in said.getvalue().split() if word.isdigit()]
    return int(digits[0]) if digits else 0


def serve(host: str, port: int, *, ready: Callable[[str], None]) -> None:
    """Serve the site until Ctrl-C or a termination signal, then finish what is running.

    ``ready`` is called with the address once the port is open. OSError if it cannot be.
    """
    from waitress.server import create_server

    from dosepath.web.wsgi import application

    server = create_server(
        application,
        host=host,
        port=port,
        threads=8,
        ident="dosepath",
        # A proxy on this computer says whether the browser came by HTTPS; nobody else may.
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
    )
    before = signal.signal(signal.SIGTERM, _end)
    try:
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 (what was asked)
        ready(f"http://{shown}:{server.effective_port}/")
        server.run()  # returns on KeyboardInterrupt and SystemExit, after the running requests
    finally:
        server.close()
        signal.signal(signal.SIGTERM, before)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
