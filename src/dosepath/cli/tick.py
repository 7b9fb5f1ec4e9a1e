"""``dosepath tick``: what the passing of time decides."""

from __future__ import annotations

import click

from dosepath.cli.acting import Looking, of_trial
from dosepath.cli.output import emit_json, paragraph


@click.command()
@of_trial
def tick(*, looking: Looking) -> None:
    """Close holds that ran out, list what is due, send letters, anchor the log.

    Run it every few minutes, by hand or from a timer; it does nothing twice. It acts as
    the software itself and decides nothing.
    """
    from dosepath.cli.today import agenda, show_agenda
    from dosepath.conduct import event_reason
    from dosepath.conduct import tick as let_time_pass
    from dosepath.ledger import Actor
    from dosepath.wording import say

    state = looking.begin()
    at = looking.moment(state)
    from dosepath.store import anchor_head, deliver, perform

    by = Actor("dosepath", "system")
    done = perform(
        looking.trial,
        lambda state: let_time_pass(state, by=by, at=at),
        by=by,
        at=at if looking.at else None,
    )
    anchor_head(looking.trial)
    sent = deliver()
    said = [say(event_reason(event, zone=state.zone)) for event in done.events]
    if looking.as_json:
        emit_json({"expired": said, "letters": sent, **agenda(done.state, at)})
        return
    for sentence in said or ["No hold has run out."]:
        paragraph(sentence)
    paragraph(f"Letters: {sent.sent} sent, {sent.failed} failed, {sent.given_up} given up.")
    click.echo()
    show_agenda(done.state, at)
