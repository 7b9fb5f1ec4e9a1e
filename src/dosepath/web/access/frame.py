"""What stands around every console page: the trial's sentence, the screens, the person."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse

from dosepath import store, wording
from dosepath.conduct import TrialState, due, reports_due, standing_sentences, tasks
from dosepath.web.access.seat import Seat, part_name
from dosepath.web.ui.table import Link

SCREENS: tuple[tuple[str, str, str], ...] = (
    ("today", "today:today", "trial.read"),
    ("board", "board:board", "clinical.read"),
    ("participants", "followup:participants", "clinical.read"),
    ("screening", "screening:list", "clinical.read"),
    ("dosing", "dosing:list", "product.confirm"),
    ("decision", "decision:list", "clinical.read"),
    ("safety", "safety:list", "clinical.read"),
    ("inbox", "inbox:list", "enquiry.answer"),
    ("audit", "audit:log", "audit.read"),
    ("people", "people:list", "accounts.manage"),
)
"""The screens in the order of the day: label code, address, permission. One line each."""


OF_A_PART = ("today", "board", "decision")
"""The screens that show one part of the trial at a time."""


def framed(seat: Seat, screen: str, *, heading: str, **context: Any) -> dict[str, Any]:
    """The context of a console page: the frame of ``ui/console.html`` and the page's own."""
    may_read = seat.may("clinical.read")
    return {
        "heading": heading,
        "lang": "en",
        "seat": seat,
        "trial": seat.trial,
        "synthetic": seat.state.synthetic,
        "trial_line": _trial_line(seat) if may_read else "",
        "parts": _parts(seat) if may_read else (),
        "navigation": _navigation(seat, screen),
        "home": reverse("today:today", args=[seat.trial]),
        "person": f"{seat.actor.name} ({wording.label(f'role.{seat.actor.role}')})",
        "zone": seat.state.zone,
        "as_of": wording.moment_text(seat.at.astimezone(ZoneInfo(seat.state.zone))),
        **context,
    }


def _trial_line(seat: Seat) -> str:
    """Where the trial stands, and which part of it is meant where it has several."""
    return _where_it_stands(seat, seat.state)


def _where_it_stands(seat: Seat, state: TrialState) -> str:
    said = " ".join(map(seat.say, standing_sentences(state, seat.at)))
    return ": ".join(filter(None, (part_name(state), said)))


def _parts(seat: Seat) -> tuple[Link, ...]:
    """The other parts, each with where it stands and its board: a halt there must be seen here."""
    board = _address("board:board", seat.trial)
    return tuple(
        Link(
            _where_it_stands(seat, seat.state.of_part(name)),
            f"{board}?{urlencode({'part': name})}" if name else board,
        )
        for name in seat.state.protocol.parts
        if name != seat.part
    )


def _navigation(seat: Seat, screen: str) -> tuple[Link, ...]:
    counts = _counts(seat)
    return tuple(
        Link(
            wording.label(f"screen.{name}"),
            url + (seat.query if name in OF_A_PART else ""),
            name == screen,
            counts.get(name, 0),
        )
        for name, address, permission in SCREENS
        if seat.may(permission) and (url := _address(address, seat.trial))
    )


def _address(name: str, trial: str) -> str:
    try:
        return reverse(name, args=[trial])
    except NoReverseMatch:  # a site may leave a screen out
        return ""


def _counts(seat: Seat) -> dict[str, int]:
    counts = {}
    if seat.may("clinical.read"):
        waiting = [task for task in tasks(seat.state, seat.at) if seat.may(task.permission)]
        reports = reports_due(seat.state)
        counts["today"] = len(due(seat.state, seat.at)) + len(waiting) + len(reports)
    if seat.may("enquiry.answer"):
        counts["inbox"] = len(store.list_enquiries(seat.trial, states=("new",)))
    return counts
