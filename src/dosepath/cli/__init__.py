"""The command line: one file per verb, each loaded only when it is asked for.

``dosepath --help`` reads :data:`VERBS` and imports none of the verbs, so it
answers at once. A new verb is one file and one line here. Exit codes are in
:mod:`dosepath.cli.failure`.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from dosepath import __version__
from dosepath.cli.failure import ExitCode, explain, finish_output, reading_on

__all__ = ["VERBS", "LazyGroup", "Verb", "group", "main"]


class Verb(NamedTuple):
    """Where a verb is (``module:command``), what it does in one line, and its heading in help."""

    target: str
    summary: str
    heading: str


_BEFORE, _SCREENING = "Before the trial", "Screening and enrolment"
_DOSING, _FOLLOWING = "Dosing", "Following participants"
_DECIDING, _AFTER = "Deciding the next dose", "Looking after it"


def _verb(name: str, summary: str, heading: str) -> tuple[str, Verb]:
    return name, Verb(f"dosepath.cli.{name}:{name}", summary, heading)


VERBS: dict[str, Verb] = dict(
    (
        _verb("check", "Validate a study file, all faults at once", _BEFORE),
        _verb("oc", "Exact operating characteristics of a design", _BEFORE),
        _verb("table", "Decision table of a design", _BEFORE),
        _verb("paths", "Every course the trial can take", _BEFORE),
        _verb("prove", "Prove the safety laws by exhaustion", _BEFORE),
        _verb("compare", "Designs side by side over scenarios", _BEFORE),
        _verb("calibrate", "Parameters of a design, found instead of guessed", _BEFORE),
        _verb("text", "The statistical section of a protocol", _BEFORE),
        _verb("simulate", "Simulate trials as they pass in time", _BEFORE),
        _verb("screen", "Eligibility of one person from a file; nothing is stored", _BEFORE),
        (
            "open",
            Verb("dosepath.cli.open:open_trial", "Open the trial of a study file", _SCREENING),
        ),
        _verb("part", "Parts of the trial: list them, open one", _SCREENING),
        _verb("enquire", "Enquiries from the public: list, read, move on", _SCREENING),
        _verb("screening", "Open a screening, list them, show one", _SCREENING),
        _verb("consent", "Record a signed consent", _SCREENING),
        _verb("facts", "Record facts about a person in screening", _SCREENING),
        _verb("judge", "Answer a criterion that a person must judge", _SCREENING),
        _verb("pin", "Choose one reading of an ambiguous criterion", _SCREENING),
        _verb("sign", "Sign eligibility or a dose decision", _SCREENING),
        _verb("enrol", "Enrol an eligible participant", _SCREENING),
        _verb("reserve", "Reserve a slot in the open cohort", _DOSING),
        _verb("release", "Give a held slot back", _DOSING),
        _verb("confirm", "Confirm identity or product before dosing", _DOSING),
        _verb("dose", "Check the dosing gate and record the dose", _DOSING),
        _verb("halt", "Halt dosing at once", _DOSING),
        _verb("today", "What is due and what waits for whom", _FOLLOWING),
        _verb("record", "Record a form, an adverse event, a transplantation", _FOLLOWING),
        _verb("adjudicate", "Judge a candidate for a DLT", _FOLLOWING),
        _verb("assess", "Assess a DLT window that is over", _FOLLOWING),
        _verb("recommend", "Next dose, why, and what is missing", _DECIDING),
        (
            "next",
            Verb("dosepath.cli.next:look", "What may come next, and how much remains", _DECIDING),
        ),
        _verb("decide", "Propose a dose decision, or vote on it", _DECIDING),
        _verb("amend", "Record an approved amendment", _DECIDING),
        _verb("report", "Render the committee's report", _DECIDING),
        _verb("tick", "Let time pass: holds run out, letters are sent", _AFTER),
        _verb("account", "Accounts and the roles granted to them", _AFTER),
        _verb("verify", "Verify the event log's chain", _AFTER),
        _verb("backup", "Copy the database while it is in use", _AFTER),
        _verb("restore", "Restore a backup and verify it", _AFTER),
        _verb("serve", "Serve the site on this computer", _AFTER),
        _verb("demo", "Play a synthetic course of a study", _AFTER),
    )
)


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
        _keep_examples(command)
        return command

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        """Read the arguments; help may be printed here."""
        with reading_on():
            return super().make_context(*given, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        with reading_on():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs under their headings without importing any of them."""
        for heading in dict.fromkeys(verb.heading for verb in self.verbs.values()):
            rows = [(name, v.summary) for name, v in self.verbs.items() if v.heading == heading]
            with formatter.section(heading):
                formatter.write_dl(rows)


def _keep_examples(command: click.Command) -> None:
    """Click keeps the lines of a paragraph after the character that raw docstrings write as two."""
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    for inner in getattr(command, "commands", {}).values():
        _keep_examples(inner)


@click.group(
    name="dosepath",
    cls=LazyGroup,
    verbs=VERBS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Every verb that shows facts has --json. Exit codes: 0 done, 1 faults in the input, "
    "2 wrong usage, 3 refused by a rule of the trial, 4 the event log does not verify, "
    "5 a law was not checked to the end, "
    "70 an error of DosePath's own, 130 stopped with Ctrl-C, 141 the reader of a pipe left.",
)
@click.version_option(__version__, prog_name="dosepath")
def group() -> None:
    """Conduct a phase 1 dose-escalation trial from its protocol to its recommended dose."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the codes of :mod:`dosepath.cli.failure`.

    A verb that returns a whole number chooses the exit code itself.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = _run(given)
    finish_output()
    sys.exit(code)


def _run(given: list[str]) -> int:
    try:
        result = group.main(args=given, prog_name="dosepath", standalone_mode=False)
    except BaseException as error:  # noqa: BLE001  # no traceback reaches a user
        # Not the built-in `next`: here that name is the verb's module once it was called.
        words = [word for word in given if word in VERBS]
        try:
            return explain(error, verb=words[0] if words else "")
        except BrokenPipeError:  # nobody reads the words either
            return ExitCode.READER_LEFT
    return result if isinstance(result, int) else 0
