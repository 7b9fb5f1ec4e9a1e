"""The command line: one file per verb, each loaded only when it is asked for.

``dosepath --help`` reads :data:`VERBS` and imports none of the verbs, so it
answers at once. A new verb is one file and one line here. Exit codes are in
:mod:`dosepath.cli.failure`.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import NamedTuple

import click

from dosepath import __version__
from dosepath.cli.failure import explain

__all__ = ["VERBS", "LazyGroup", "Verb", "group", "main"]


class Verb(NamedTuple):
    """Where a verb is (``module:command``), what it does in one line, and its heading in help."""

    target: str
    summary: str
    heading: str


_BEFORE, _CONDUCT, _AFTER = "Before the trial", "While it runs", "Looking after it"

VERBS: dict[str, Verb] = {
    "check": Verb("dosepath.cli.check:check", "Validate a study file, all faults at once", _BEFORE),
    "oc": Verb("dosepath.cli.oc:oc", "Exact operating characteristics of a design", _BEFORE),
    "table": Verb("dosepath.cli.table:table", "Decision table of a design", _BEFORE),
    "paths": Verb("dosepath.cli.paths:paths", "Every course the trial can take", _BEFORE),
    "prove": Verb("dosepath.cli.prove:prove", "Prove the safety laws by exhaustion", _BEFORE),
    "screen": Verb("dosepath.cli.screen:screen", "Eligibility of one participant", _CONDUCT),
    "enquire": Verb("dosepath.cli.enquire:enquire", "Store or list enquiries", _CONDUCT),
    "consent": Verb("dosepath.cli.consent:consent", "Record a signed consent", _CONDUCT),
    "enrol": Verb("dosepath.cli.enrol:enrol", "Enrol an eligible participant", _CONDUCT),
    "reserve": Verb("dosepath.cli.reserve:reserve", "Reserve a slot on a dose level", _CONDUCT),
    "dose": Verb("dosepath.cli.dose:dose", "Check the dosing gate and record dosing", _CONDUCT),
    "record": Verb("dosepath.cli.record:record", "Record a form or an adverse event", _CONDUCT),
    "adjudicate": Verb("dosepath.cli.adjudicate:adjudicate", "Judge a DLT candidate", _CONDUCT),
    "recommend": Verb("dosepath.cli.recommend:recommend", "Next dose, and why", _CONDUCT),
    "decide": Verb("dosepath.cli.decide:decide", "Propose or vote a dose decision", _CONDUCT),
    "sign": Verb("dosepath.cli.sign:sign", "Sign eligibility or a dose decision", _CONDUCT),
    "tick": Verb("dosepath.cli.tick:tick", "Let time pass: expire, remind, complete", _CONDUCT),
    "report": Verb("dosepath.cli.report:report", "Render the committee's report", _CONDUCT),
    "verify": Verb("dosepath.cli.verify:verify", "Verify the event log's chain", _AFTER),
    "backup": Verb("dosepath.cli.backup:backup", "Copy the database while it is in use", _AFTER),
    "restore": Verb("dosepath.cli.restore:restore", "Restore a backup and verify it", _AFTER),
    "serve": Verb("dosepath.cli.serve:serve", "Serve the site on this computer", _AFTER),
    "demo": Verb("dosepath.cli.demo:demo", "Play a synthetic course of a study", _AFTER),
}


class LazyGroup(click.Group):
    """A click group whose verbs come from a mapping and are imported when called."""

    def __init__(self, *args: object, verbs: dict[str, Verb], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of the mapping, which is the order of a trial."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb."""
        verb = self.verbs.get(cmd_name)
        if verb is None:
            return None
        module, _, attribute = verb.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        command.short_help = verb.summary
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs under their headings without importing any of them."""
        for heading in dict.fromkeys(verb.heading for verb in self.verbs.values()):
            rows = [(name, v.summary) for name, v in self.verbs.items() if v.heading == heading]
            with formatter.section(heading):
                formatter.write_dl(rows)


@click.group(
    name="dosepath",
    cls=LazyGroup,
    verbs=VERBS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Every verb that shows facts has --json. Exit codes: 0 done, 1 faults in the input, "
    "2 wrong usage, 3 refused by a rule of the trial, 4 the event log does not verify, "
    "70 an error of DosePath's own, 130 stopped with Ctrl-C.",
)
@click.version_option(__version__, prog_name="dosepath")
def group() -> None:
    """Conduct a phase 1 dose-escalation trial from its protocol to its recommended dose."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the codes of :mod:`dosepath.cli.failure`.

    A verb that returns a whole number chooses the exit code itself.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result = group.main(args=given, prog_name="dosepath", standalone_mode=False)
    except BaseException as error:  # noqa: BLE001  # no traceback reaches a user
        sys.exit(explain(error, verb=next((word for word in given if word in VERBS), "")))
    sys.exit(result if isinstance(result, int) else 0)
