"""The most memory of a process that evaluates 1,000,000 scenarios."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TITLE = "Memory of a process under 1,000,000 scenarios"
WANTED = 2.0
UNIT = "GB"


def measure() -> float:
    ran = subprocess.run(
        [sys.executable, __file__], capture_output=True, text=True, check=True, cwd=_HERE
    )
    return float(ran.stdout)


_HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    import resource

    from exact_titration_million import measure as evaluate

    evaluate()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
