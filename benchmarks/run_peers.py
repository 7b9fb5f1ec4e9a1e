"""Time the R packages that statisticians use today on the same work: ``make bench-peers``.

Their scripts are in benchmarks/peers. What is not installed here is left out, and said aloud.
DosePath neither installs nor needs any of them.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from run import machine

HERE = Path(__file__).resolve().parent
LIMIT = 1800


def main() -> None:
    """Run each script that can run, and write benchmarks/peers.md."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("R is not installed here: no peer is timed.")
        return
    rows = []
    for script in sorted((HERE / "peers").glob("*.R")):
        for what, seconds in timed(rscript, script):
            print(f"{what}: {seconds}", flush=True)
            rows.append(f"| {what} | {seconds} |")
    if not rows:
        print("None of the peers' packages is installed here: nothing is recorded.")
        return
    table = ["| Peer and work | Seconds |", "|---|---|", *rows]
    text = ["# Speeds of peers", "", "Made by `make bench-peers`.", "", *table, "", machine(), ""]
    (HERE / "peers.md").write_text("\n".join(text), encoding="utf-8")


def timed(rscript: str, script: Path) -> Iterator[tuple[str, str]]:
    """The lines ``what <tab> seconds`` that a script prints; a word of why it printed none."""
    try:
        done = subprocess.run(
            [rscript, "--vanilla", str(script)],
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield script.stem, f"more than {LIMIT}"
        return
    if done.returncode:
        reason = done.stderr.strip().splitlines()[0] if done.stderr.strip() else "it failed"
        print(f"{script.name} is left out: {reason}", flush=True)
    for line in done.stdout.splitlines():
        what, _, seconds = line.partition("\t")
        if seconds:
            yield what, seconds


if __name__ == "__main__":
    main()
