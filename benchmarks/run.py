"""Measure the speeds that were promised and record them: ``make bench``.

Each measure is a file here with ``TITLE``, ``WANTED`` and ``measure()``: seconds, the best of a
few runs, unless it has another ``UNIT``. Results go to benchmarks/results.md with a note on the
machine; no test asserts seconds, because a busy computer is not a defect.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEASURES = (
    *("help_text", "one_scenario", "many_scenarios", "one_participant", "replay_log"),
    "public_page",
    *("exact_worked_study_first", "exact_three_plus_three", "exact_three_plus_three_first"),
    *("exact_titration", "exact_titration_once", "exact_titration_million", "memory_million"),
    *("compile_boin", "exact_boin_many", "exact_crm", "exact_blrm"),
    *("simulated_states", "prove_boin"),
    "simulated_boin",
    "simulated_trials",
)


def main() -> None:
    """Run every measure, print a line for each, and write the table."""
    sys.path.insert(0, str(HERE))
    rows = []
    for name in MEASURES:
        measure = importlib.import_module(name)
        found, unit = measure.measure(), getattr(measure, "UNIT", "s")
        rows.append(f"| {measure.TITLE} | {found:.4g} {unit} | {measure.WANTED:g} {unit} |")
        wanted = f"wanted: under {measure.WANTED:g} {unit}"
        print(f"{measure.TITLE}: {found:.4g} {unit} ({wanted})", flush=True)
    table = ["| What | Measured | Wanted under |", "|---|---|---|", *rows]
    text = "\n".join(["# Speeds", "", "Made by `make bench`.", "", *table, "", machine(), ""])
    (HERE / "results.md").write_text(text, encoding="utf-8")


def machine() -> str:
    """What the figures depend on, without naming anybody's computer."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "django"))
    return (
        f"Machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {libraries}; best of several runs."
    )


if __name__ == "__main__":
    main()
