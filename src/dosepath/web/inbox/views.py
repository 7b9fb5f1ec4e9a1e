"""The inbox: the list, one enquiry, its moves and notes."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dosepath import store, wording
from dosepath.conduct import Refused
from dosepath.rule import Reason
from dosepath.web.access import Seat, console_page, framed
from dosepath.web.inbox import presenter
from dosepath.web.inbox.forms import MoveForm, NoteForm
from dosepath.web.inbox.moving import PERMISSION, annotate, move
from dosepath.web.inbox.waiting import CLOSED, LATE_AFTER, OPEN, OVERDUE_AFTER

PER_PAGE = 50


@require_safe
@console_page(PERMISSION)
def show_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every enquiry of the wanted states, without anything that a person wrote."""
    wanted = request.GET.get("state", "open")
    found = presenter.find(seat, presenter.states_of(wanted))
    part = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    empty = "inbox.none_open" if presenter.states_of(wanted) == OPEN else "inbox.none_so"
    page = framed(
        seat,
        "inbox",
        heading=wording.label("inbox.heading"),
        table=presenter.list_table(seat, part, empty=empty),
        choices=presenter.choices(),
        wanted=wanted,
        n=len(found),
        part=part,
        amber=LATE_AFTER,
        red=OVERDUE_AFTER,
    )
    return render(request, "inbox/list.html", page)


@require_safe
@console_page(PERMISSION)
def enquiry(request: HttpRequest, seat: Seat, *, reference: str) -> HttpResponse:
    """What the person wrote, what happened since, and what may be done next."""
    return _enquiry_page(request, seat, _found(seat, reference), form=None)


@require_POST
@console_page(PERMISSION)
def note(request: HttpRequest, seat: Seat, *, reference: str) -> HttpResponse:
    """Add a note of the team."""
    found = _found(seat, reference)
    form = NoteForm(request.POST, seat=seat)
    if form.is_valid() and annotate(seat, found.reference, form):
        messages.success(request, wording.text("inbox.note_saved"))
        return redirect("inbox:enquiry", seat.trial, found.reference)
    return _enquiry_page(request, seat, found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(PERMISSION)
def move_on(request: HttpRequest, seat: Seat, *, reference: str, to: str) -> HttpResponse:
    """Move an enquiry to another state: what follows is said first."""
    found = _found(seat, reference)
    if to not in store.MOVES or to == "new":
        raise Http404
    posted = request.POST if request.method == "POST" else None
    if posted is None and to not in found.may_become:
        raise Refused(_no_such_move(found, to))
    stage = len(store.moves_of(found.reference))
    form = MoveForm(posted, seat=seat, to=to, stage=stage)
    if form.is_valid() and move(seat, found.reference, form):
        told = wording.text("inbox.moved", reference=found.reference, state=f"enquiry.{to}")
        messages.success(request, told)
        return redirect("inbox:enquiry", seat.trial, found.reference)
    page = framed(
        seat,
        "inbox",
        heading=wording.text("move.title", move=f"move.{to}", reference=found.reference),
        lead=_lead(found, to),
        follows=_follows(found, to),
        form=form,
        button=wording.label(f"move.{to}"),
        danger=to == "erased",
        back=reverse("inbox:enquiry", args=[seat.trial, found.reference]),
    )
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def _found(seat: Seat, reference: str) -> store.EnquirySummary:
    """An enquiry about this trial; another trial's does not exist here."""
    wanted = reference.strip().upper()
    for one in store.list_enquiries(seat.trial):
        if one.reference == wanted:
            return one
    raise Http404


def _no_such_move(found: store.EnquirySummary, to: str) -> Reason:
    return Reason.of(
        "store.enquiry_move",
        reference=found.reference,
        before=f"enquiry.{found.state}",
        after=f"enquiry.{to}",
        allowed=tuple(f"enquiry.{state}" for state in found.may_become),
    )


def _lead(found: store.EnquirySummary, to: str) -> str:
    before, after = f"enquiry.{found.state}", f"enquiry.{to}"
    return wording.text("move.lead", reference=found.reference, before=before, after=after)


def _follows(found: store.EnquirySummary, to: str) -> tuple[str, ...]:
    """What a move does, before it is made."""
    if to == "erased":
        return tuple(wording.text(f"move.erased_{what}") for what in ("words", "mail", "story"))
    lines = []
    if to == "assigned":
        lines.append(wording.text("move.assigned_follows"))
    if to == "contacted":
        lines.append(wording.text("move.contacted_follows", n=found.attempts + 1))
    if to in CLOSED:
        lines.append(wording.text("move.again" if "contacted" in store.MOVES[to] else "move.final"))
    return (*lines, wording.text("move.kept"))


def _enquiry_page(
    request: HttpRequest, seat: Seat, found: store.EnquirySummary, *, form: NoteForm | None
) -> HttpResponse:
    is_erased = found.state == "erased"
    by = seat.acting_for(PERMISSION)
    content = {} if is_erased else store.read_enquiry(found.reference, by=by)
    story = store.moves_of(found.reference)
    taken = found.assigned_to == seat.actor.name and found.state == "assigned"
    steps, take = presenter.steps(seat, found), None
    if "assigned" in found.may_become and not taken:
        take = MoveForm(seat=seat, to="assigned", stage=len(story), auto_id="take_%s")
    page = framed(
        seat,
        "inbox",
        heading=wording.text("inbox.title", reference=found.reference),
        found=found,
        is_erased=is_erased,
        stands=presenter.stands(found),
        facts=presenter.facts(seat, found),
        written=presenter.written(content.get("fields", {})),
        read_at=seat.at.astimezone(seat.zone).isoformat(),
        consents=presenter.consents(story),
        notes=presenter.notes(content.get("notes", ()), seat.zone),
        form=form or NoteForm(seat=seat, shown=len(content.get("notes", ()))),
        take=take,
        onward=[step for step in steps if step.is_onward],
        closing=[step for step in steps if not step.is_onward],
        may_erase="erased" in found.may_become,
        may_screen=_may_screen(seat, found),
        story=presenter.story_table(story, seat.zone),
    )
    status = 422 if form is not None and form.errors else 200
    return render(request, "inbox/enquiry.html", page, status=status)


def _may_screen(seat: Seat, found: store.EnquirySummary) -> bool:
    """Whether a screening may be opened for it: somebody has answered, and none is open."""
    if not seat.may("screening.open") or found.state in (*CLOSED, "new"):
        return False
    return all(one.enquiry != found.reference for one in seat.state.screenings.values())
