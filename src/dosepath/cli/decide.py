"""``dosepath decide``: put a dose decision to the committee, or vote on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Acting, as_account
from dosepath.cli.deciding import in_words
from dosepath.cli.parts import about_part, in_part, part_option

if TYPE_CHECKING:
    from dosepath.conduct import Choice


@click.group()
def decide() -> None:
    """Dose decisions: propose one, vote on it. Signing is a verb of its own."""


@decide.command()
@click.option("--treat", type=(int, int), metavar="N LEVEL", help="More cautious: treat N there.")
@click.option(
    "--backfill",
    type=(int, int),
    metavar="N LEVEL",
    multiple=True,
    help="With --treat: up to N to be filled at LEVEL meanwhile. Default: nobody.",
)
@click.option("--stop", metavar="MTD", help="More cautious: end with this MTD level, or none.")
@click.option("--hold", is_flag=True, help="More cautious: dose nobody for now.")
@click.option("--minutes", default="", help="Why, if it is not what is recommended.")
@part_option
@as_account
def propose(
    *,
    treat: tuple[int, int] | None,
    backfill: tuple[tuple[int, int], ...],
    stop: str | None,
    hold: bool,
    minutes: str,
    part: str,
    acting: Acting,
) -> None:
    r"""Put a decision to the committee on the present data.

    Without an option it is what is recommended. The committee may be more cautious, with
    minutes that say why; less cautious takes an amendment of the protocol.

    \b
      dosepath decide propose --as statistician
    """
    from dosepath.conduct import propose_decision

    if backfill and treat is None:
        raise click.UsageError("--backfill goes with --treat; what is recommended names its own")
    choice = _choice(treat, stop, hold=hold, backfill=backfill)
    about = about_part(in_part(acting.begin(), part), part)
    what = in_words(choice) if choice else "what is recommended"
    acting.carry_out(
        lambda state, by, at: propose_decision(
            in_part(state, part), by=by, at=at, choice=choice, minutes=minutes
        ),
        confirm=f"The data are frozen as they are, and the committee is asked to decide{about}: "
        f"{what}.",
    )


def _choice(
    treat: tuple[int, int] | None,
    stop: str | None,
    *,
    hold: bool,
    backfill: tuple[tuple[int, int], ...] = (),
) -> Choice | None:
    from dosepath.conduct import Choice, Filling

    if sum((treat is not None, stop is not None, hold)) > 1:
        raise click.UsageError("give one of --treat, --stop, --hold, or none of them")
    if treat is not None:
        filled = tuple(sorted(Filling(level, n) for n, level in backfill))
        return Choice("treat", level=treat[1], n=treat[0], backfill=filled)
    if stop is not None:
        if stop != "none" and not stop.isdecimal():
            raise click.BadParameter(f"{stop!r}; allowed: a level, or none", param_hint="--stop")
        return Choice("stop", mtd=None if stop == "none" else int(stop))
    return Choice("hold") if hold else None


@decide.command()
@click.argument("decision")
@click.argument("answer", type=click.Choice(["for", "against", "abstain"]))
@click.option("--reason", default="", help="Needed for a vote against; it stays visible.")
@as_account
def vote(decision: str, answer: str, *, reason: str, acting: Acting) -> None:
    r"""Vote on DECISION as a member of the committee.

    A vote may be changed until you sign.

    \b
      dosepath decide vote D-002 for --as independent_physician
    """
    from dosepath.conduct import vote as give_vote

    acting.carry_out(
        lambda state, by, at: give_vote(state, decision, answer=answer, by=by, at=at, reason=reason)
    )
