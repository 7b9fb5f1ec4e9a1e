"""Whether everything here is made up, which every page then says."""

from __future__ import annotations

from django.conf import settings


def is_demonstration() -> bool:
    """True unless the database holds a real trial: a new, empty site promises nothing yet."""
    return getattr(settings, "DOSEPATH_SYNTHETIC", None) is not False
