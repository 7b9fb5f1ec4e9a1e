"""Whatever goes wrong, the shell gets an honest code and the person a sentence."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from dosepath import cli
from dosepath.cli import LazyGroup, main
from dosepath.cli.failure import NotIntact
from dosepath.quantity import DosePathError, Fault, FaultsFound, Place
from dosepath.rule import Reason

PLACE = Place("study.yaml", 3, 5, "design.levels")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make the verb ``check`` raise what it is given."""

    def arrange(error: BaseException) -> None:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setattr(LazyGroup, "get_command", lambda *_: command)

    return arrange


def exit_code(*arguments: str) -> object:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    return stopped.value.code


def test_all_faults_are_shown_at_once(
    failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    second = Fault(Place("study.yaml", 9, 1, "visits"), "schedule.overlap", "Two windows overlap.")
    failing(FaultsFound([second, Fault(PLACE, "design.order", "Out of order.", "3, 2", "2, 3")]))
    assert exit_code("check") == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        "study.yaml:3:5  design.levels",
        "  Out of order.",
        "  found:   3, 2",
        "  allowed: 2, 3",
        "study.yaml:9:1  visits",
        "  Two windows overlap.",
        "2 faults found.",
    ]


def test_a_refusal_gives_its_reasons_in_words(
    failing: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dosepath import conduct, wording

    monkeypatch.setattr(wording, "say", lambda reason: f"<{reason.code}>")
    failing(conduct.Refused(Reason.of("gate.consent_missing")))
    assert exit_code("check") == 3
    assert capsys.readouterr().err == "Refused:\n  - <gate.consent_missing>\n"


def test_a_chain_that_does_not_verify_is_no_fault_of_the_input(
    failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    failing(NotIntact("Event 7 was changed."))
    assert exit_code("check") == 4
    assert "Event 7 was changed." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (DosePathError("The database is not marked synthetic."), 1, "not marked synthetic"),
        (OSError(errno.ENOENT, "No such file or directory", "none.yaml"), 1, "none.yaml: No such"),
        (ModuleNotFoundError("no", name="django.db"), 2, "pip install 'dosepath[web]'"),
        (click.UsageError("Which level?"), 2, "Which level?"),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_an_error_gets_its_code_and_words(
    failing: Callable[[BaseException], None],
    capfd: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    words: str,
) -> None:
    failing(error)
    assert exit_code("check") == code
    assert words in capfd.readouterr().err


def test_a_defect_shows_no_traceback_and_says_where_the_report_is(
    failing: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    failing(ZeroDivisionError("secret of a participant"))
    assert exit_code("check") == 70
    shown = capsys.readouterr().err
    assert "dosepath check stopped on an error of its own (ZeroDivisionError)" in shown
    assert "Traceback" not in shown
    assert "secret" not in shown
    (report,) = tmp_path.iterdir()
    assert str(report) in shown
    assert "Traceback" in report.read_text()
    assert report.stat().st_mode & 0o077 == 0, "others on this computer may not read it"


def test_debugging_shows_the_traceback(
    failing: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOSEPATH_DEBUG", "1")
    failing(DosePathError("no"))
    exit_code("check")
    assert "Traceback" in capsys.readouterr().err


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("prescribe") == 2
    assert "prescribe" in capsys.readouterr().err


def test_help_and_version_succeed(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("--help") == 0
    assert exit_code("--version") == 0
    shown = capsys.readouterr().out
    assert "Before the trial" in shown
    assert "recommend" in shown
    assert cli.__version__ in shown
