"""Which studies the site shows: the study files that have a public page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from dosepath.quantity import FaultsFound
from dosepath.study import Study, load


def folder() -> Path:
    """Where the study files are: the setting DOSEPATH_STUDIES, by default ``studies/``."""
    return Path(getattr(settings, "DOSEPATH_STUDIES", "studies")).absolute()


@lru_cache(maxsize=64)
def _loaded(path: Path, changed: int, size: int) -> Study | None:
    # `changed` and `size` are part of the key: an edited file is read again.
    try:
        study = load(path)
    except (FaultsFound, OSError):
        return None
    return study if study.page and not study.is_bare else None


def published() -> tuple[Study, ...]:
    """Every study with a page, by id. A file with faults is not shown; ``check`` says why."""
    found = []
    for path in sorted(folder().glob("*/study.yaml")):
        stat = path.stat()
        study = _loaded(path, stat.st_mtime_ns, stat.st_size)
        if study is not None:
            found.append(study)
    return tuple(found)


def published_study(study_id: str) -> Study | None:
    """The published study with this id in any case of letters, or None."""
    wanted = study_id.casefold()
    return next((study for study in published() if study.id.casefold() == wanted), None)
