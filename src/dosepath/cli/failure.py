"""From an exception to an exit code and words a person can act on."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from textwrap import fill

import click

from dosepath.quantity import DosePathError, FaultsFound


class ExitCode(IntEnum):
    """What the command line says to the shell."""

    DONE = 0
    FAULTS = 1
    USAGE = 2
    REFUSED = 3
    INTEGRITY = 4
    UNPROVEN = 5
    DEFECT = 70
    INTERRUPTED = 130
    READER_LEFT = 141


class NotIntact(DosePathError):
    """The event log or a backup is not what was written; verbs that verify raise it (code 4)."""


_EXTRA_OF = {
    "django": "web",
    "argon2": "web",
    "cryptography": "web",
    "waitress": "web",
    "whitenoise": "web",
    "jinja2": "report",
    "statsmodels": "report",
    "matplotlib": "report",
    "docx": "report",
    "weasyprint": "pdf",
    "dask": "cluster",
    "distributed": "cluster",
}


def explain(error: BaseException, *, verb: str = "") -> int:
    """Print ``error`` on standard error in words and return the exit code it deserves."""
    if os.environ.get("DOSEPATH_DEBUG") == "1" and not isinstance(error, SystemExit):
        traceback.print_exception(error)
    if _reader_left(error):
        return ExitCode.READER_LEFT
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        # Click hides what was interrupted behind an error of its own.
        stopped = error.__cause__ if isinstance(error, click.Abort) else error
        _say([_filled(str(stopped or "") or "Stopped.")])
        return ExitCode.INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    return _explain_failure(error, verb)


class ReaderLeft(Exception):  # nothing is wrong
    """The reader of a pipe (``| head``) has seen enough."""


@contextmanager
def reading_on() -> Iterator[None]:
    """Keep a closed pipe from click, which would make it a failure."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EPIPE and not isinstance(error, BrokenPipeError):
            raise
        raise ReaderLeft from error


def _reader_left(error: BaseException) -> bool:
    """Whether the reader of a pipe left; rich makes that an exit of its own."""
    cause = error.__context__ if isinstance(error, SystemExit) else error
    return isinstance(cause, ReaderLeft | BrokenPipeError)


def finish_output() -> None:
    """Write what is still to be written; if nobody reads it, leave without a word."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _explain_failure(error: BaseException, verb: str) -> int:
    if isinstance(error, FaultsFound):
        count = len(error.faults)
        _say([*map(str, error.faults), f"{count} fault{'s' if count != 1 else ''} found."])
        return ExitCode.FAULTS
    if _is_refusal(error):
        _say(_sentences(error))
        return ExitCode.REFUSED
    if isinstance(error, NotIntact):
        _say([str(error)])
        return ExitCode.INTEGRITY
    if isinstance(error, DosePathError):
        _say([str(error)])
        return ExitCode.FAULTS
    if _is_database_fault(error):
        _say([f"The database could not be written or read ({error}); nothing was stored."])
        return ExitCode.FAULTS
    if isinstance(error, OSError) and error.filename:
        _say([f"{error.filename}: {error.strerror}"])
        return ExitCode.FAULTS
    return _explain_defect(error, verb)


def _explain_defect(error: BaseException, verb: str) -> int:
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    extra = _EXTRA_OF.get((missing or "").partition(".")[0])
    if extra:
        _say([f"dosepath {verb} needs the extra '{extra}': pip install 'dosepath[{extra}]'"])
        return ExitCode.USAGE
    _say(
        [
            f"dosepath {verb}".rstrip() + f" stopped on an error of its own ({_name(error)}).",
            f"Nothing it had not yet confirmed was stored. {_report(error)}",
        ]
    )
    return ExitCode.DEFECT


def _report(error: BaseException) -> str:
    try:
        handle, path = tempfile.mkstemp(prefix="dosepath-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as report:
            report.writelines(traceback.format_exception(error))
    except OSError as fault:  # a full disk may be what stopped it in the first place
        return f"No report could be written ({fault.strerror})."
    return f"A full report is in {path}"


def _is_database_fault(error: BaseException) -> bool:
    """Full, busy, damaged or not writable: outside a command that says so itself."""
    kind = getattr(sys.modules.get("django.db"), "OperationalError", None)
    return isinstance(kind, type) and isinstance(error, kind)


def _is_refusal(error: BaseException) -> bool:
    """Only a loaded room can have refused; a spelling mistake need not load the whole trial."""
    kind = getattr(sys.modules.get("dosepath.conduct"), "Refused", None)
    return isinstance(kind, type) and isinstance(error, kind)


def _sentences(error: BaseException) -> list[str]:
    reasons = getattr(error, "reasons", ())
    if not reasons:
        return [str(error)]
    from dosepath.wording import say  # only now is a sentence needed

    return ["Refused:", *(_wrapped(say(reason)) for reason in reasons)]


def _wrapped(sentence: str) -> str:
    """One sentence of a list, in lines of at most 80 columns."""
    return _filled(sentence, initial_indent="  - ", subsequent_indent="    ")


def _filled(sentence: str, **indents: str) -> str:
    return fill(sentence, 80, break_long_words=False, break_on_hyphens=False, **indents)  # type: ignore[arg-type]


def _name(error: BaseException) -> str:
    return type(error).__name__


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
