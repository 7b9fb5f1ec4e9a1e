"""Write what is generated: the reference of the command line, and the list of public names.

``python scripts/document.py`` writes docs/reference/cli.md from the commands
themselves. ``python scripts/document.py names`` writes the pinned list of what
each room offers; look at the change before you commit it. The architecture
tests fail while either is not current.
"""

from __future__ import annotations

import importlib
import sys
import textwrap
from pathlib import Path
from types import ModuleType

import click

from dosepath.cli import VERBS, group

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dosepath"
COMMANDS = ROOT / "docs" / "reference" / "cli.md"
NAMES = ROOT / "tests" / "architecture" / "public_names.txt"

_OPENING = """\
# Command line

*Generated from the commands by `make docs`; do not edit.*

Run `dosepath VERB --help` for the same text in the terminal. Exit codes are the same for every
verb: 0 done, 1 faults in the input, 2 wrong usage, 3 refused by a rule of the trial, 4 the event
log does not verify, 5 a law was not checked to the end, 70 an error of DosePath's own, 130 stopped
with Ctrl-C, 141 the reader of its output left early. Verbs that show facts
take `--json`: keys are sorted, dates are ISO 8601, decimals are text.
"""


def command_reference() -> str:
    """The whole page, verbs under their headings in the order of a trial."""
    parts = [_OPENING]
    heading = ""
    for name, verb in VERBS.items():
        if verb.heading != heading:
            heading = verb.heading
            parts.append(f"## {heading}\n")
        parts.append(f"### {name}\n\n{verb.summary}.\n\n{_help(name)}")
    return "\n".join(parts)


def _help(name: str) -> str:
    command = group.get_command(click.Context(group), name)
    if command is None:
        raise LookupError(name)
    return "\n".join(_pages(command, f"dosepath {name}"))


def _pages(command: click.Command, called: str) -> list[str]:
    context = click.Context(command, info_name=called, terminal_width=80, max_content_width=80)
    pages = [f"```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                pages += _pages(inner, f"{called} {name}")
    return pages


def public_names() -> dict[str, list[str]]:
    """What each room offers: its ``__all__``."""
    rooms = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
    return {room: _offered(importlib.import_module(f"dosepath.{room}")) for room in rooms}


def _offered(module: ModuleType) -> list[str]:
    return sorted(getattr(module, "__all__", ()))


def names_text() -> str:
    """The pinned list: a line with the room, then its names, wrapped."""
    parts = ["What each room offers. Changed by: python scripts/document.py names", ""]
    for room, names in public_names().items():
        body = textwrap.fill(" ".join(names) or "(nothing)", 96, break_long_words=False)
        parts += [f"{room}:", textwrap.indent(body, "    "), ""]
    return "\n".join(parts)


def main(what: list[str]) -> None:
    """Write the pages; ``names`` writes the pinned names instead."""
    path, text = (NAMES, names_text()) if what == ["names"] else (COMMANDS, command_reference())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"Wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
