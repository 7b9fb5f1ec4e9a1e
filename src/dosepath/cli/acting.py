"""Acting in a trial from the command line: who, in which trial, when, and what came of it.

Every verb that writes takes the same options (``as_account``) and goes through
:meth:`Acting.carry_out`; every verb that only reads takes ``of_trial``. The rules are those of
``conduct`` and the store, as on the site.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, tzinfo
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dosepath.cli.output import emit_json, paragraph

if TYPE_CHECKING:
    from dosepath.conduct import TrialState
    from dosepath.ledger import Actor, Draft, Event
    from dosepath.store import Performed

Verb = TypeVar("Verb", bound=Callable[..., Any])
Command = Callable[["TrialState", "Actor", datetime], "tuple[Draft, ...]"]
PASSWORD = "DOSEPATH_PASSWORD"  # noqa: S105 (the name of a variable)


@dataclass
class Looking:
    """Which trial is looked at, as of when, and how the answer is shown."""

    trial: str = ""
    at: str = ""
    as_json: bool = False

    def begin(self) -> TrialState:
        """The state of the trial; sets the database up."""
        set_up()
        from dosepath.store import trial_state

        self.trial = self.trial or only_trial()
        return trial_state(self.trial)

    def moment(self, state: TrialState) -> datetime:
        """``--at`` or now, at the site; another time than now is for synthetic trials only."""
        return moment_of(self.at, state)


@dataclass
class Acting(Looking):
    """Who acts in which trial, with the options that every writing verb takes."""

    account: str = ""
    role: str = ""
    key: str = ""
    password_stdin: bool = False
    yes: bool = False
    _password: str = field(default="", repr=False)

    def confirm(self, what: str) -> None:
        """Ask before what cannot be taken back; ``--yes`` has answered already."""
        if self.yes:
            return
        paragraph(what, err=True)
        if not sys.stdin.isatty():
            raise click.UsageError("nobody is here to confirm: add --yes if this is meant")
        click.confirm("This cannot be taken back. Go on?", abort=True, err=True)

    def actor(self, *, at: datetime, signature: str = "") -> Actor:
        """The account in its role.

        ``signature`` (what it means) asks for the password and for training and delegation.
        In a database that is not marked synthetic every act asks for the password.
        """
        from dosepath.conduct import Refused
        from dosepath.rule import Reason
        from dosepath.store import account_of, actor_of, authenticate_signature, log_in

        account = account_of(self.account)
        if signature:
            return authenticate_signature(
                account,
                self.password(),
                role=self.role,
                trial=self.trial,
                at=at,
                reason=signature,
            )
        if not _is_synthetic() and log_in(self.account, self.password()) is None:
            raise Refused(Reason.of("accounts.not_signed_in"))
        return actor_of(account, role=self.role, trial=self.trial, on=at.date())

    def password(self) -> str:
        """The password: from standard input, from the environment, or asked for, hidden."""
        if not self._password:
            if self.password_stdin:
                self._password = sys.stdin.readline().rstrip("\n")
            else:
                asked = f"Password of {self.account}"
                self._password = os.environ.get(PASSWORD, "") or click.prompt(
                    asked, hide_input=True, err=True
                )
        return self._password

    def carry_out(self, command: Command, *, signature: str = "", confirm: str = "") -> Performed:
        """Carry ``command`` out in one transaction; say what was recorded and what follows."""
        state = self.begin()
        from dosepath.store import perform

        at = self.moment(state)
        if confirm:
            self.confirm(confirm)
        by = self.actor(at=at, signature=signature)
        if not self.at:
            # A prompt may have stood open for hours: what is done is done now.
            at = self.moment(state)
        done = perform(
            self.trial,
            lambda state: command(state, by, at),
            by=by,
            at=at if self.at else None,
            key=self.key,
        )
        self.tell(done.events, done, at=at)
        return done

    def tell(self, events: Iterable[Event], done: Performed, *, at: datetime) -> None:
        """What was recorded, each in a sentence, and what follows from it."""
        from dosepath.cli.following import follows
        from dosepath.conduct import event_reason
        from dosepath.wording import say

        shown = list(events)
        said = [say(event_reason(event, zone=done.state.zone)) for event in shown]
        after = follows(shown, done.state, at=at)
        if self.as_json:
            recorded = [event_json(event) for event in shown]
            emit_json(
                {"events": recorded, "is_repeat": done.is_repeat, "next": after, "said": said}
            )
            return
        if done.is_repeat:
            click.echo("This key was used before; nothing new is recorded. It recorded:")
        for sentence in said:
            paragraph(sentence)
        for line in after:
            paragraph(line, indent="  next: ")


def event_json(event: Event) -> dict[str, object]:
    """An event as JSON shows it: what it says, who recorded it and when, and its number."""
    return {
        "seq": event.seq,
        "kind": event.kind,
        "subject": event.subject,
        "payload": event.payload,
        "actor": event.actor,
        "role": event.role,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
        "reason": event.reason,
    }


_LOOKING = (
    click.option(
        "--trial", default="", metavar="STUDY-ID", help="Which trial, if there are several."
    ),
    click.option(
        "--at",
        default="",
        metavar="TIME",
        help="As if it were this time; for synthetic trials only.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
)
_ACTING = (
    click.option(
        "--as",
        "account",
        required=True,
        envvar="DOSEPATH_ACCOUNT",
        show_envvar=True,
        metavar="ACCOUNT",
        help="Who does this.",
    ),
    click.option("--role", default="", help="In which role, if the account has several."),
    click.option("--yes", is_flag=True, help="Do not ask before what cannot be taken back."),
    click.option(
        "--password-stdin",
        is_flag=True,
        help="Read the password from standard input; else DOSEPATH_PASSWORD, else it is asked for.",
    ),
    click.option(
        "--key", default="", help="Carried out once only, however often this key is sent."
    ),
)


def of_trial(verb: Verb) -> Verb:
    """Give a reading verb its trial, time and ``--json`` as one ``looking`` argument."""
    return _gathered(verb, Looking, "looking", _LOOKING)


def as_account(verb: Verb) -> Verb:
    """Give a writing verb who, trial, time and the rest as one ``acting`` argument."""
    return _gathered(verb, Acting, "acting", (*_ACTING, *_LOOKING))


def _gathered(verb: Verb, kind: type[Looking], name: str, options: tuple[Any, ...]) -> Verb:
    names = [one.name for one in fields(kind) if one.init and not one.name.startswith("_")]

    @wraps(verb)
    def called(*args: Any, **given: Any) -> Any:
        made = kind(**{one: given.pop(one) for one in names})
        return verb(*args, **given, **{name: made})

    for option in reversed(options):
        called = option(called)
    return called  # type: ignore[return-value]


def set_up() -> None:
    """Make the database ready; a missing or outdated one is explained."""
    from dosepath import web
    from dosepath.store import database_path

    file = database_path()
    if not file.is_file():
        raise click.ClickException(
            f"there is no database {file}\n"
            "Name one in DOSEPATH_DATABASE. `dosepath demo` makes a synthetic one,\n"
            "`dosepath account create` begins a new one."
        )
    web.start()
    if web.pending_migrations():
        raise click.ClickException(
            f"{file} was made by another version: run `dosepath serve --upgrade` once"
        )


def only_trial() -> str:
    """The trial of this database if there is exactly one."""
    from dosepath.store import list_trials

    there = [trial.study_id for trial in list_trials()]
    if len(there) == 1:
        return there[0]
    if not there:
        raise click.UsageError("no trial is open in this database: run `dosepath open STUDY`")
    raise click.UsageError(f"say which trial with --trial: {', '.join(there)}")


def moment_of(text: str, state: TrialState) -> datetime:
    """A time written for ``--at``, read in the site's zone, or now at the site."""
    from dosepath.conduct import Refused
    from dosepath.rule import Reason
    from dosepath.store import now

    if not text:
        return time_of("now", state)
    at = time_of(text, state, option="--at")
    if not state.synthetic and abs((now() - at).total_seconds()) > 120:
        raise Refused(Reason.of("store.not_now", at=at.isoformat(timespec="minutes")))
    return at


def time_of(text: str, state: TrialState, *, option: str = "--on") -> datetime:
    """A time (``2026-11-20 09:30``; ``now``) in the site's zone."""
    from zoneinfo import ZoneInfo

    return written_time(text, ZoneInfo(state.zone), option=option)


def written_time(text: str, zone: tzinfo, *, option: str) -> datetime:
    """A time as people write it, or ``now``, in ``zone``; a day without a time is refused."""
    from dosepath.quantity import Moment, MomentRefused
    from dosepath.store import now

    if text == "now":
        return now().astimezone(zone)
    try:
        moment = Moment.parse(text, zone)
    except MomentRefused as refused:
        message = f"{text!r}; allowed: {refused.allowed}"
        raise click.BadParameter(message, param_hint=option) from None
    if not moment.is_instant:
        message = f"{text!r} has no time of day; allowed: 2026-11-20T08:30, now"
        raise click.BadParameter(message, param_hint=option)
    return moment.start.astimezone(zone)


def _is_synthetic() -> bool:
    from dosepath.store import database_is_synthetic, database_path

    return database_is_synthetic(database_path()) is True
