"""Set our figures beside those of the R packages that statisticians use: ``make agree``.

The scripts in benchmarks/agreement ask the packages BOIN and dfcrm, as anybody would, for
boundaries, estimates and operating characteristics of data drawn here with a fixed seed. What is
not installed is left out, and said aloud. The result is recorded in benchmarks/agreement.md.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dosepath.designs import (
    Batch,
    Boin,
    Crm,
    Indifference,
    skeleton_from_indifference,
)
from dosepath.pathways import compile_design, operating_characteristics

HERE = Path(__file__).resolve().parent
LEVELS, SETS = 5, 500
SKELETON = (0.08, 0.16, 0.25, 0.35, 0.46)
MODELS = {"empiric": "power", "logistic": "logistic_1"}
METHODS = {"bayes": "bayes", "mle": "maximum_likelihood"}
Said = list[list[str]]


def main() -> None:
    """Ask each package, compare, print a line for each comparison and write the table."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("R is not installed here: nothing is compared.")
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        data = drawn()
        lines = (",".join(map(str, (*n, *dlt))) for n, dlt in zip(data.n, data.dlt, strict=True))
        Path(folder, "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for script, compare in (("boin.R", with_boin), ("crm.R", with_dfcrm)):
            said = asked(rscript, HERE / "agreement" / script, folder)
            for what, result in compare(said, data) if said else ():
                print(f"{what}: {result}", flush=True)
                rows.append(f"| {what} | {result} |")
    if rows:
        heads = ["# Agreement with R packages", "", "Made by `make agree`.", ""]
        table = ["| What was compared | Result |", "|---|---|", *rows, ""]
        (HERE / "agreement.md").write_text("\n".join([*heads, *table]), encoding="utf-8")


def drawn() -> Batch:
    """Data of trials that went up one level at a time, by a fixed seed."""
    generator = np.random.default_rng(2024)
    n, dlt = (np.zeros((SETS, LEVELS), dtype=np.int64) for _ in range(2))
    tried = generator.integers(1, LEVELS + 1, SETS)
    for row, top in enumerate(tried):
        n[row, :top] = 3 * generator.integers(1, 5, top)
        dlt[row] = generator.binomial(n[row], np.sort(generator.uniform(0, 0.7, LEVELS)))
    return Batch(n, dlt, tried)


def asked(rscript: str, script: Path, folder: str) -> Said:
    """What a script prints, line by line in words; nothing if it cannot run here."""
    done = subprocess.run(
        [rscript, "--vanilla", str(script), folder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[0] if done.stderr.strip() else "it failed"
        print(f"{script.name} is left out: {reason}", flush=True)
        return []
    return [line.split() for line in done.stdout.splitlines() if line.strip()]


def said_of(said: Said, word: str) -> Said:
    """The lines that begin with ``word``, without it."""
    return [line[1:] for line in said if line[0] == word]


def with_boin(said: Said, data: Batch) -> Iterator[tuple[str, str]]:
    """BOIN: boundaries, MTDs, operating characteristics."""
    cells = differing = 0
    for target, _, _, *theirs in said_of(said, "boundary"):
        design = Boin(levels=LEVELS, target=float(target), cohort=3, max_n=60)
        ours = [b for b in design.boundaries() if b.n % 3 == 0]
        flat = [[b.escalate_at_most, b.de_escalate_at_least, b.eliminate_at_least] for b in ours]
        wanted = np.array([np.nan if one == "NA" else float(one) for one in theirs])
        mine = np.array([np.nan if x is None else float(x) for row in flat for x in row])
        cells += len(wanted)
        differing += int((~np.isclose(mine, wanted, equal_nan=True)).sum())
    yield "BOIN, boundaries for six targets, n = 3 to 60", f"{differing} of {cells} cells differ"
    design = Boin(levels=LEVELS, target=0.3, cohort=3, max_n=90)
    chosen = design.select_many(data)
    theirs = np.array([int(line[0]) for line in said_of(said, "mtd")])
    apart = int((chosen != np.where(theirs == 99, 0, theirs)).sum())
    yield "BOIN, MTD by isotonic regression", f"{apart} of {SETS} data sets differ"
    design = Boin(levels=LEVELS, target=0.3, cohort=3, max_n=30)
    exact = operating_characteristics(compile_design(design), (0.05, 0.15, 0.30, 0.45, 0.60))
    found = np.array([float(one) for one in said_of(said, "oc")[0]])
    yield (
        "BOIN, selection, exact against 20,000 trials of theirs",
        within(exact.selection[1:], found[:5] / 100, 20_000),
    )


def with_dfcrm(said: Said, data: Batch) -> Iterator[tuple[str, str]]:
    """CRM: skeletons, estimates of four forms, operating characteristics."""
    furthest = 0.0
    for halfwidth, model, *theirs in said_of(said, "skeleton"):
        curve = "power" if model == "empiric" else "logistic"
        wanted = Indifference(target=0.25, halfwidth=float(halfwidth), prior_mtd=3, curve=curve)
        ours = skeleton_from_indifference(wanted, LEVELS)
        furthest = max(furthest, float(np.abs(np.subtract(ours, list(map(float, theirs)))).max()))
    yield "CRM, skeletons by indifference interval", f"largest difference {furthest:.1e}"
    for model, method in ((m, k) for m in MODELS for k in METHODS):
        lines = [line[2:] for line in said_of(said, "crm") if line[:2] == [model, method]]
        theirs = np.array([[np.nan if x == "NA" else float(x) for x in line] for line in lines])
        design = Crm(
            levels=LEVELS,
            target=0.25,
            skeleton=SKELETON,
            model=MODELS[model],
            method=METHODS[method],
            cohort=3,
            max_n=90,
        )
        gap = np.abs(design.estimates(data) - theirs).max(axis=1)
        known = ~np.isnan(gap)
        yield (
            f"CRM, {MODELS[model]}, {METHODS[method]}, plug-in estimates",
            f"largest difference {gap[known].max():.1e} over {known.sum()} data sets",
        )
    skeleton = skeleton_from_indifference(
        Indifference(target=0.25, halfwidth=0.05, prior_mtd=3), LEVELS
    )
    design = Crm(
        levels=LEVELS, target=0.25, skeleton=skeleton, cohort=3, max_n=30, coherence="rate_at_level"
    )
    exact = operating_characteristics(compile_design(design), (0.05, 0.10, 0.25, 0.40, 0.55))
    found = np.array([float(one) for one in said_of(said, "oc")[0]])
    yield (
        "CRM, selection, exact against 2,000 trials of theirs",
        within(exact.selection[1:], found[:5], 2_000),
    )


def within(exact: np.ndarray, simulated: np.ndarray, runs: int) -> str:
    """The largest difference, in Monte Carlo standard errors of the simulation."""
    error = np.sqrt(exact * (1 - exact) / runs)
    return f"largest difference {np.max(np.abs(exact - simulated) / error):.1f} standard errors"


if __name__ == "__main__":
    main()
