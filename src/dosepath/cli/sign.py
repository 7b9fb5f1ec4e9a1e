"""``dosepath sign``: sign eligibility or a dose decision, with the password."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import click

from dosepath.cli.acting import Acting, as_account

if TYPE_CHECKING:
    from dosepath.conduct import TrialState
    from dosepath.ledger import Actor, Draft

_AGREED = "I have reviewed the data and agree with this decision"
_ELIGIBLE = "I have reviewed the evidence: this person is eligible"


@click.command()
@click.argument("subject")
@click.option("--group", default="", help="With a screening: the disease group signed for.")
@click.option("--meaning", default="", help="What the signature says. Default: that you agree.")
@click.option(
    "--dissent", default="", help="With votes against a decision: why you sign all the same."
)
@click.option(
    "--since",
    default="",
    help="After something grave that came after the data cut, or a halt: why you sign.",
)
@click.option("--name", default="", help="The printed name. Default: that of the account.")
@as_account
def sign(
    subject: str, *, group: str, meaning: str, dissent: str, since: str, name: str, acting: Acting
) -> None:
    r"""Sign SUBJECT: the eligibility of a screening (S-001) or a decision (D-001).

    Asks for the password again, hidden; --password-stdin or DOSEPATH_PASSWORD give it to a
    script. A decision takes effect with the signature that completes quorum and roles.

    \b
      dosepath sign D-002 --as statistician
    """
    state = acting.begin()
    if subject in state.screenings:
        if not group:
            groups = ", ".join(one.id for one in state.protocol.population.groups)
            raise click.UsageError(f"say for which group with --group: {groups}")
        _sign_eligibility(subject, group, acting, meaning or _ELIGIBLE)
    else:
        _sign_decision(state, subject, acting, _Words(name, meaning or _AGREED, dissent, since))


def _sign_eligibility(screening: str, group: str, acting: Acting, meaning: str) -> None:
    from dosepath.conduct import sign_eligibility

    acting.carry_out(
        lambda state, by, at: sign_eligibility(
            state, screening, group=group, meaning=meaning, by=by, at=at
        ),
        signature=meaning,
        confirm=f"You sign for {screening} in group {group}: “{meaning}”.",
    )


class _Words(NamedTuple):
    name: str
    meaning: str
    dissent: str
    since: str


def _sign_decision(state: TrialState, number: str, acting: Acting, words: _Words) -> None:
    from dosepath.conduct import Refused, grave_since, sign_decision
    from dosepath.rule import Reason
    from dosepath.store import account_of
    from dosepath.wording import say_all

    decision = state.decisions.get(number)
    if decision is None:
        raise Refused(Reason.of("refused.unknown_decision", decision=number))
    name, meaning = words.name or str(account_of(acting.account)), words.meaning
    against = "; ".join(f"{one.stamp.actor}: “{one.stamp.reason}”" for one in decision.dissent)
    if against and not words.dissent.strip():
        raise click.UsageError(
            f"voted against {number}: {against}. Say with --dissent why you sign all the same"
        )
    happened = say_all(grave_since(state, decision))
    if happened and not words.since.strip():
        raise click.UsageError(
            f"since {number} was put to the committee: {' '.join(happened)} Say with --since why "
            "you sign all the same"
        )
    answers = (words.dissent if against else "", words.since if happened else "")
    reason = "; ".join(filter(None, answers))

    def command(state: TrialState, by: Actor, at: datetime) -> tuple[Draft, ...]:
        return sign_decision(state, number, name=name, meaning=meaning, by=by, at=at, reason=reason)

    from dosepath.cli.deciding import in_words
    from dosepath.cli.parts import about_part

    about = about_part(state, decision.part)
    acting.carry_out(
        command,
        signature=meaning,
        confirm=f"{number}{about}: {in_words(decision.choice)}, on the data up to entry "
        f"{decision.cut.seq}. You sign: “{meaning}”.",
    )
