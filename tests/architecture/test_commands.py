"""Every verb exists, explains itself, is documented as it is, and costs nothing until called."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from dosepath.cli import VERBS, group
from scripts.document import COMMANDS, command_reference
from tests.architecture.reading import SOURCE

# Files of the room that are not verbs.
MACHINERY = {
    "__init__",
    "acting",
    "answers",
    "characteristics",
    "cluster",
    "contenders",
    "deciding",
    "design_file",
    "failure",
    "following",
    "output",
    "parts",
    "side_by_side",
    "spreading",
    "stopping",
    "summary",
    "table_forms",
    "time_course",
}
# Verbs that do something and show no facts.
SILENT = {"demo", "serve"}
HEAVY = ("django", "distributed", "numpy", "pydantic", "rich", "ruamel", "scipy", "statsmodels")


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def leaves(found: click.Command) -> list[click.Command]:
    """The verb itself, or its parts if it has any."""
    if isinstance(found, click.Group):
        return [part for inner in found.commands.values() for part in leaves(inner)]
    return [found]


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_help_for_itself_and_each_option(name: str) -> None:
    for part in leaves(command(name)):
        assert part.help, f"{part.name} has no docstring"
        silent = [
            p.name for p in part.params if isinstance(p, click.Option) and not (p.help or p.hidden)
        ]
        assert silent == [], f"{part.name}: options without help"


@pytest.mark.parametrize("name", sorted(set(VERBS) - SILENT))
def test_every_verb_that_shows_facts_offers_json(name: str) -> None:
    for part in leaves(command(name)):
        options = [option for p in part.params for option in p.opts]
        assert "--json" in options, f"{part.name} has no --json"


@pytest.mark.parametrize("name", VERBS)
def test_a_summary_fits_one_line_of_80_columns(name: str) -> None:
    assert len(VERBS[name].summary) <= 60
    assert not VERBS[name].summary.endswith(".")


def test_one_file_per_verb_and_one_verb_per_file() -> None:
    files = {path.stem for path in (SOURCE / "cli").glob("*.py")} - MACHINERY
    assert files == {verb.target.partition(":")[0].rpartition(".")[2] for verb in VERBS.values()}


def test_the_reference_is_current() -> None:
    assert COMMANDS.read_text(encoding="utf-8") == command_reference(), "run: make docs"


def test_help_loads_nothing_heavy() -> None:
    code = f"""
import sys
from dosepath.cli import main
try:
    main(["--help"])
except SystemExit:
    loaded = [name for name in {HEAVY} if name in sys.modules]
    sys.exit(f"loaded: {{loaded}}" if loaded else 0)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "check" in ran.stdout


def test_importing_dosepath_loads_no_room() -> None:
    code = "import sys, dosepath; sys.exit(str([m for m in sys.modules if 'dosepath.' in m]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr.strip() == "[]"
