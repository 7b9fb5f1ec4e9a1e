"""The list of participants, and one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from dosepath import store, wording
from dosepath.conduct import Participant
from dosepath.ledger import Event
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.followup.figure import course_svg, labs_table
from dosepath.web.followup.presenter import (
    Case,
    facts,
    open_items,
    participants_table,
    window_is_over,
)
from dosepath.web.followup.visits import visit_rows
from dosepath.web.record.events import events_table
from dosepath.web.record.judging import Reader, hidden_entries
from dosepath.web.record.log import LogRow, log_row


@require_safe
@console_page("clinical.read")
def participants(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everyone who was enrolled."""
    table = participants_table(seat.state, seat.trial, seat.at)
    heading = wording.label("screen.participants")
    page = framed(seat, "participants", heading=heading, table=table)
    return render(request, "followup/participants.html", page)


@require_safe
@console_page("clinical.read")
def participant(request: HttpRequest, seat: Seat, *, participant: str) -> HttpResponse:
    """How is this person: facts, what is open, one axis of time, visits, harms, history."""
    who = known(seat, participant)
    case = Case(seat.state, who, seat.trial, seat.at)
    page = framed(
        seat,
        "participants",
        heading=participant,
        who=who,
        facts=facts(case),
        open_items=open_items(case),
        # The figure is our own markup; every text in it was escaped where it was drawn.
        figure=mark_safe(course_svg(seat.state, who, seat.at)),  # noqa: S308
        labs=labs_table(seat.state, who),
        visits=visit_rows(case, may_record=seat.may("form.record")),
        events=events_table(seat.state, seat.trial, only=participant),
        history=_history(seat, who),
        may_report=seat.may("adverse_event.record"),
        may_follow=seat.may("course.record"),
        may_assess=seat.may("window.assess") and window_is_over(case),
    )
    return render(request, "followup/participant.html", page)


def known(seat: Seat, participant: str) -> Participant:
    """The participant, else 404."""
    who = seat.state.participants.get(participant)
    if who is None:
        raise Http404
    return who


def _history(seat: Seat, who: Participant) -> tuple[LogRow, ...]:
    """Every entry about the participant, also from the screening; the newest first."""
    mine = [event for event in store.events(seat.trial) if concerns(event, who)]
    hidden = hidden_entries(seat.state, Reader(seat.actor.name, seat.roles))
    return tuple(log_row(event, seat.state, hidden=hidden) for event in reversed(mine))


def concerns(event: Event, who: Participant) -> bool:
    """Whether an event is about a participant, or about them while they were screened."""
    named = {event.subject, event.payload.get("participant"), event.payload.get("screening")}
    return bool(named & {who.number, who.screening})
