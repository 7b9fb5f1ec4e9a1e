"""The ladder with everyone on it, and what may come next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from dosepath import store, wording
from dosepath.analysis import ladder, next_step, trial_data
from dosepath.conduct import backfill_notes, recommend, stand
from dosepath.report import ladder_svg
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.board.presenter import (
    ladder_table,
    next_slot_text,
    rule_table,
    slots_table,
    tree_table,
)
from dosepath.web.ui.computed import computed


@require_safe
@console_page("clinical.read")
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The ladder as a figure and as a table, the recommendation, slots, and the tree."""
    study = store.study_of(store.events(seat.trial))
    study = study.part(seat.part) if seat.part else study
    rows = ladder(trial_data(seat.state, study, at=seat.at))
    advice = recommend(seat.state, at=seat.at)
    standing = stand(seat.state, seat.at)
    page = framed(
        seat,
        "board",
        heading=wording.label("board.heading"),
        # The figure is our own markup; every text in it was escaped where it was drawn.
        figure=mark_safe(ladder_svg(rows)),  # noqa: S308
        ladder=ladder_table(rows),
        step=seat.say(next_step(advice)),
        because=[seat.say(reason) for reason in advice.because],
        missing=[seat.say(reason) for reason in advice.missing],
        is_due=advice.is_decision_due,
        slots=slots_table(seat.state, seat.trial, seat.at),
        next_slot=next_slot_text(seat.state, seat.at),
        filled=[seat.say(reason) for reason in backfill_notes(seat.state, seat.at)],
        rule=computed(lambda: rule_table(seat.state, standing)),
        tree=computed(lambda: tree_table(standing, study)),
        engine=seat.state.protocol.engine,
    )
    return render(request, "board/board.html", page)
