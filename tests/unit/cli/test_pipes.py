"""A reader who leaves early (``| head``) ends a verb as it ends any other program: quietly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WORKED = Path(__file__).resolve().parents[3] / "studies" / "nct05727722" / "study.yaml"
PROGRAM = "from dosepath.cli import main; main()"


def piped(*arguments: str, reads: int, joined: bool = False) -> tuple[int, str]:
    """The exit code and standard error of a verb whose reader reads so many bytes and leaves."""
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if joined else subprocess.PIPE,
        bufsize=0,
    )
    assert running.stdout is not None
    if reads:
        running.stdout.read(reads)
    running.stdout.close()
    with running:
        return _ended(running)


def _ended(running: subprocess.Popen[bytes]) -> tuple[int, str]:
    said = running.stderr.read().decode() if running.stderr is not None else ""
    return running.wait(timeout=60), said


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", str(WORKED)),
        ("oc", str(WORKED)),
        ("paths", str(WORKED), "--all", "--json"),
        ("prove", str(WORKED)),
        ("--help",),
        ("oc", "--help"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("reads", [0, 20])
def test_who_reads_no_further_gets_no_noise(arguments: tuple[str, ...], reads: int) -> None:
    code, said = piped(*arguments, reads=reads)
    assert said == ""
    # What a shell says of a program that a closed pipe ended; 0 if all had been written before.
    assert code in {141, 0}
    assert code == 141 or reads


def test_faults_to_a_closed_pipe_are_no_defect(tmp_path: Path) -> None:
    code, _ = piped("oc", str(tmp_path / "nowhere.yaml"), reads=0, joined=True)
    assert code in {1, 141}
