"""Mutation testing of the designs: ``make mutate``.

One decision of a file at a time is changed (a comparison, an operator, a number, a condition) in
a copy of the project, and the tests of that file are run. A change that no test notices has
survived: a hole in the tests, or a change that changes nothing. Sentences, faults and docstrings
are left alone: they are tested elsewhere, and changing them says nothing about decisions.

    python scripts/mutate.py --sample 15 --seed 1 boin behaviour/cap
    python scripts/mutate.py --again boin               only what survived the last time

What was run is kept in benchmarks/mutation.json and shown in benchmarks/mutation.md. A survivor
that changes nothing anybody can see is named in benchmarks/same/FILE.yaml by its line of source,
the change, and why. It is counted apart.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.mutation_record import read_record, write_record
from scripts.mutations import Mutation, mutations_of

ROOT = Path(__file__).resolve().parents[1]
DESIGNS = Path("src/dosepath/designs")
WARM_ALREADY = "pytest.PytestAssertRewriteWarning"
COPIED = ("src", "tests", "studies", "scripts", "docs", "benchmarks", "pyproject.toml")

_CELLS_OWN = "tests/unit/designs/test_survivors_cells.py"
_STEPPING = (
    _CELLS_OWN,
    "tests/unit/designs/test_survivors_intervals.py",
    "tests/unit/designs/test_survivors.py",
    "tests/unit/designs/test_stepping.py",
    "tests/unit/designs/test_interval_designs.py",
    "tests/unit/designs/test_isotonic.py",
    "tests/published/test_boin_published.py",
    "tests/published/test_mtpi_published.py",
    "tests/published/test_boin_against_r.py",
)
_MACHINE = (
    "tests/unit/designs/test_boin_titration.py",
    "tests/unit/designs/test_decision_table.py",
    *_STEPPING,
    "tests/properties/test_stepping_laws.py",
)
_RULES_OWN = "tests/unit/designs/test_survivors_rules.py"
_PARTS_OWN = "tests/unit/designs/test_survivors_parts.py"
_RULE = (
    _RULES_OWN,
    _CELLS_OWN,
    "tests/unit/designs/test_three_plus_three.py",
    "tests/unit/designs/test_titration.py",
    "tests/unit/designs/test_simon.py",
    "tests/published/test_path_counts_published.py",
)
_MODELS_OWN = "tests/unit/designs/test_survivors_models.py"
_MODEL = (
    _MODELS_OWN,
    _CELLS_OWN,
    "tests/unit/designs/test_model_parameters.py",
    "tests/published/test_crm_published.py",
    "tests/published/test_blrm_published.py",
    "tests/unit/designs/test_model_designs.py",
)
_NODES = (
    "tests/unit/designs/test_quadrature.py",
    "tests/unit/designs/test_model_nodes.py",
    "tests/unit/designs/test_model_posteriors.py",
)


# The answers of the designs that a file takes part in, asked first: they notice most.
RECORDED = "tests/spec/test_recorded_decisions.py"
_INTERVALS = ("boin", "i3plus3", "keyboard", "mtpi", "mtpi_2", "tpi", "decision_table")
_UTILITIES = ("boin12", "u_boin")
_MODELS = ("blrm", "crm", "ewoc", "tite_crm")
_PLAIN = ("three_plus_three", "accelerated_titration")
_STEPS = (*_INTERVALS, *_UTILITIES, "bf_boin", "boin_titration", "tite_boin", "two_agent_boin")
RECORDS = {
    "interval": _INTERVALS,
    "keys": ("keyboard", "mtpi_2"),
    "stepping": _STEPS,
    "isotonic": ("boin", "boin_titration", "two_agent_boin", "bf_boin"),
    "table_cells": ("decision_table",),
    "table_file": ("decision_table",),
    "utility": _UTILITIES,
    "lattice": ("two_agent_boin",),
    **dict.fromkeys(("cells", "climb"), _PLAIN),
    "decision": ("accelerated_titration", "tite_boin", "boin12"),
    "observed": ("rolling_six", "tite_boin", "boin12"),
    "stage": ("cap_on_n", "stop_at_recommended"),
    "batch": ("boin", "tite_boin", "boin12", "three_plus_three", "rolling_six"),
    **dict.fromkeys(("grid", "model_based"), _MODELS),
    "working_model": ("crm", "tite_crm"),
    "likelihood": ("crm",),
    "quadrature": ("tite_crm", "ewoc"),
    "skeleton": ("crm", "tite_crm"),
    "dosages": ("blrm", "ewoc"),
    "behaviour/at_mtd": ("demand_at_mtd", "expansion"),
    "behaviour/cap": ("cap_on_n",),
    "behaviour/conditional": ("conditional_levels",),
    "behaviour/recommended": ("stop_at_recommended",),
    "behaviour/toxic": ("too_toxic",),
    "behaviour/no_skipping": ("no_skipping",),
    "behaviour/around": ("cap_on_n", "demand_at_mtd", "no_skipping", "too_toxic"),
}


def _own(*names: str) -> tuple[str, ...]:
    own = tuple(f"tests/{name}.py" for name in names)
    return ("tests/unit/designs/test_survivors.py", _CELLS_OWN, *own)


def _valued(*names: str) -> tuple[str, ...]:
    return (_MODELS_OWN, *_own(*names))


# Which tests are asked about a file; files not named here are asked with all of the designs'.
TESTS = {
    **dict.fromkeys(("stepping", "boin_titration"), _MACHINE),
    **dict.fromkeys(("boin", "interval", "isotonic"), _STEPPING),
    **dict.fromkeys(("i3plus3", "mtpi", "mtpi_2", "keyboard", "keys", "tpi"), _STEPPING),
    **dict.fromkeys(
        ("decision_table", "table_cells", "table_file"),
        _own("unit/designs/test_survivors_tables", "unit/designs/test_decision_table"),
    ),
    "batch": _own("unit/designs/test_batch", "unit/designs/test_stepping"),
    **dict.fromkeys(("three_plus_three", "climb", "cells", "simon"), _RULE),
    "accelerated_titration": _RULE,
    **dict.fromkeys(("crm", "tite_crm", "ewoc", "blrm", "model_based", "working_model"), _MODEL),
    **dict.fromkeys(("grid", "likelihood", "quadrature"), _NODES),
    "skeleton": ("tests/unit/designs/test_skeleton.py", *_MODEL),
    "dosages": _MODEL,
    "rolling_six": _own("unit/designs/test_rolling_six"),
    "tite_boin": _valued("published/test_tite_boin_published", "unit/designs/test_tite_boin"),
    "boin12": _valued("published/test_boin12_published", "unit/designs/test_boin12"),
    "u_boin": _valued("unit/designs/test_u_boin"),
    "utility": _valued("published/test_boin12_published", "unit/designs/test_boin12",
                       "unit/designs/test_u_boin"),
    **dict.fromkeys(("bf_boin", "backfilling"), _valued("unit/designs/test_bf_boin")),
    "two_agent_boin": _valued("unit/designs/test_two_agent_boin"),
    "lattice": _valued("unit/designs/test_two_agent_boin"),
    "stagger": (_PARTS_OWN, "tests/unit/designs/test_stagger.py"),
    "notation": (_PARTS_OWN, "tests/unit/designs/test_notation.py"),
    "parts": (_PARTS_OWN, "tests/unit/designs/test_parts_of_a_design.py"),
    "catalogue": (
        _PARTS_OWN,
        "tests/unit/designs/test_catalogue.py",
        "tests/unit/designs/test_boin_titration.py",
        "tests/unit/designs/test_faults_at_once.py",
    ),
    **dict.fromkeys(("decision", "observed"), (_PARTS_OWN,)),
    "options": (
        _PARTS_OWN,
        "tests/unit/designs/test_survivors_intervals.py",
        "tests/unit/designs/test_faults_at_once.py",
        _MODELS_OWN,
    ),
    "stage": (_RULES_OWN, _CELLS_OWN, "tests/unit/designs/test_titration.py"),
}  # fmt: skip
# Those of its tests that walk every state are slow, and notice nothing more.
_BEHAVIOURS = "tests/unit/designs/test_behaviours.py"
BEHAVIOUR = (
    "tests/unit/designs/test_survivors_behaviours.py",
    "tests/unit/designs/test_survivors_waiting.py",
    _RULES_OWN,
    f"{_BEHAVIOURS}::test_what_is_next",
    f"{_BEHAVIOURS}::test_no_untried_level_is_skipped",
    f"{_BEHAVIOURS}::test_behaviours_are_wrapped_in_their_order",
    f"{_BEHAVIOURS}::test_faults_name_the_place_and_what_is_allowed",
    f"{_BEHAVIOURS}::test_what_cannot_be_combined",
)
EVERY = ("tests/unit/designs", "tests/published", "tests/properties/test_every_design.py")


def tests_of(name: str) -> tuple[str, ...]:
    """The tests that are asked about a file."""
    asked = BEHAVIOUR if name.startswith("behaviour/") else TESTS.get(name, EVERY)
    own = (name,) if (ROOT / "tests/spec/decisions" / f"{name}.txt").exists() else ()
    kept = [
        f"{RECORDED}::{test}[{one}]"
        for one in RECORDS.get(name, own)
        for test in ("test_decisions_are_as_recorded", "test_arrays_answer_as_recorded")
    ]
    return (*kept, *(test for test in asked if (ROOT / test.partition("::")[0]).exists()))


def copied_project() -> Path:
    """A copy of the working tree in a temporary folder, compiled once by content."""
    tree = Path(tempfile.mkdtemp(prefix="dosepath-mutate-"))
    unwanted = shutil.ignore_patterns("__pycache__", "*.sqlite3", "node_modules")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=unwanted)
        else:
            shutil.copy2(ROOT / name, tree / name)
    # By content: a changed file is never mistaken for the one that was compiled.
    compiling = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash"]
    subprocess.run([*compiling, str(tree / "src")], check=True)
    return tree


def warm() -> None:
    """Import what every run needs and no change touches."""
    for name in ("hypothesis", "pydantic", "pytest", "ruamel.yaml", "scipy.special", "scipy.stats"):
        importlib.import_module(name)


def asked(tree: Path, tests: tuple[str, ...], limit: float) -> str:
    """``passed``, ``failed`` or ``late``: what the tests say of the tree as it now is."""
    child = os.fork()
    if child == 0:
        _run_and_leave(tree, tests)
    end, done, status = time.monotonic() + limit, 0, 0
    try:
        while not done and time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            time.sleep(0.02)
    finally:
        if not done:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if not done:
        return "late"
    return "failed" if status else "passed"


def _run_and_leave(tree: Path, tests: tuple[str, ...]) -> None:
    import pytest  # noqa: PLC0415

    code = 70
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        os.chdir(tree)
        sys.dont_write_bytecode = True
        sys.path[:] = [
            str(tree / "src"),
            *(p for p in sys.path if not p.startswith(str(ROOT)) or ".venv" in p),
        ]
        said = os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        quiet = ["-x", "-q", "-p", "no:cacheprovider", "-W", f"ignore::{WARM_ALREADY}"]
        code = int(pytest.main([*quiet, *tests]))
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        os._exit(code)


@dataclass(frozen=True)
class Draw:
    """Which changes are tried: a sample of all, or only those that survived in ``last``.

    Of a file that has changed since, a sample of all is tried again.
    """

    sample: int
    seed: int
    last: dict[str, Any] | None = None

    def of(self, possible: list[Mutation]) -> tuple[list[Mutation], int]:
        """Those of ``possible``, in the order of the file; and how many are tried in all."""
        if self.last is not None and self.last["possible"] == len(possible):
            again = {*self.last["survivors"], *self.last["same"]}
            found = [one for one in possible if one.told() in again]
            if {one.told() for one in found} == again:
                return found, self.last["tried"]
        size = min(self.sample, len(possible))
        return sorted(random.Random(self.seed).sample(possible, size)), size  # noqa: S311


def examined(name: str, tree: Path, draw: Draw) -> dict[str, Any] | None:
    """One file's record; ``None`` if its tests fail without any change."""
    file = tree / DESIGNS / f"{name}.py"
    source = file.read_text(encoding="utf-8")
    possible = mutations_of(source)
    tests, started = tests_of(name), time.monotonic()
    if asked(tree, tests, 1800) != "passed":
        said = (tree / "said").read_text(encoding="utf-8").splitlines()[-30:]
        print(f"{name}: its tests fail as it is; left out", *said, sep="\n", flush=True)
        return None
    limit = 60 + 4 * (time.monotonic() - started)
    chosen, tried = draw.of(possible)
    same_as_before = said_to_be_same(name)
    survivors, same, late = [], {}, 0
    try:
        for mutation in chosen:
            file.write_text(mutation.source, encoding="utf-8")
            answer = asked(tree, tests, limit)
            late += answer == "late"
            line = source.splitlines()[mutation.line - 1].strip()
            why = same_as_before.get((line, f"{mutation.before} -> {mutation.after}"))
            if answer == "passed" and why:
                same[mutation.told()] = why
            elif answer == "passed":
                survivors.append(mutation.told())
            _tell(name, mutation, answer)
    finally:
        file.write_text(source, encoding="utf-8")
    return {
        "possible": len(possible),
        "tried": tried,
        "seed": draw.seed,
        "late": late,
        "same": same,
        "survivors": survivors,
    }


def said_to_be_same(name: str) -> dict[tuple[str, str], str]:
    """Changes of a file that change nothing that can be seen: (source line, change) -> why."""
    from ruamel.yaml import YAML  # noqa: PLC0415

    kept = ROOT / "benchmarks" / "same" / f"{name.replace('/', '_')}.yaml"
    if not kept.exists():
        return {}
    rows = YAML(typ="safe").load(kept.read_text(encoding="utf-8"))
    return {(row["line"], row["change"]): row["why"] for row in rows}


def _tell(name: str, mutation: Mutation, answer: str) -> None:
    word = {"passed": "SURVIVED", "failed": "killed", "late": "killed (no end)"}[answer]
    print(f"{name}: {word}: {mutation.told()}", flush=True)


def files() -> Iterator[str]:
    """Every file of the designs, as it is named here."""
    for path in sorted((ROOT / DESIGNS).rglob("*.py")):
        if path.name != "__init__.py":
            yield str(path.relative_to(ROOT / DESIGNS).with_suffix(""))


def main() -> None:
    """Examine the files named, or all, and write the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sample", type=int, default=15, help="changes tried per file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="only the last run's survivors")
    parser.add_argument("--record", type=Path, default=ROOT / "benchmarks")
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"of {DESIGNS}, without .py")
    given = parser.parse_args()
    if unknown := set(given.files) - set(files()):
        parser.error(f"no such file of the designs: {', '.join(sorted(unknown))}")
    # Ended from outside, it still takes its child and its copy with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    tree = copied_project()
    try:
        warm()
        for name in given.files or files():
            last = read_record(given.record).get(name) if given.again else None
            seed = last["seed"] if last else given.seed
            found = examined(name, tree, Draw(given.sample, seed, last))
            if found is not None:
                write_record(given.record, name, found)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


if __name__ == "__main__":
    main()
