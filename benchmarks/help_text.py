"""How long a person waits for ``dosepath --help``."""

from __future__ import annotations

import subprocess
import sys
import timeit

TITLE = "dosepath --help, from a cold start of Python"
WANTED = 0.5


def measure() -> float:
    command = [sys.executable, "-c", "from dosepath.cli import main; main(['--help'])"]
    return min(
        timeit.repeat(
            lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL),
            number=1,
            repeat=5,
        )
    )
