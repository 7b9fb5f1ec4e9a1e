"""Log lines without what people wrote: an exception is its type and places, not its words."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class QuietFormatter(logging.Formatter):
    """``time level logger message``, then one line per frame of an exception."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 (logging's own name)
        """Type and places only: a message may quote a name, an address or a value."""
        kind, _, trace = ei
        lines = [f"  {kind.__module__}.{kind.__qualname__}" if kind else "  no exception"]
        frames = traceback.extract_tb(trace)
        lines += [f"    {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        return "\n".join(lines)
