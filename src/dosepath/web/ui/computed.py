"""What is computed beside the facts of a page: if it cannot be, the page still shows the facts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")

_LOG = logging.getLogger("dosepath.web")


def computed(make: Callable[[], Made]) -> Made | None:
    """What ``make`` gives, or None if it raises: an error of the engine is no error of the page.

    The kind of error is logged, never its text, which may hold anything.
    """
    try:
        return make()
    except Exception as fault:  # noqa: BLE001  whatever went wrong, the page must still be read
        _LOG.error("not computed: %s", type(fault).__name__)
        return None
