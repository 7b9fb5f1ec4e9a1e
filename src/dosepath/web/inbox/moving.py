"""Writing to an enquiry, once however often the button is pressed."""

from __future__ import annotations

from django.db import transaction

from dosepath import store, wording
from dosepath.conduct import Refused
from dosepath.web.access import Seat
from dosepath.web.inbox.forms import MoveForm, NoteForm

PERMISSION = "enquiry.answer"


def move(seat: Seat, reference: str, form: MoveForm) -> bool:
    """Make the move of a valid form; False when it was refused, with the form saying why.

    The story is read in the transaction that writes, so that of two people who press at
    once the second is told, and of two presses of one person the second does nothing.
    """
    by, why, stage = seat.acting_for(PERMISSION), form.given("reason"), form.cleaned_data["stage"]
    try:
        with transaction.atomic():
            story = store.moves_of(reference)
            if len(story) != stage:
                last = story[-1]
                made = (last.actor, last.after, last.reason_code)
                if len(story) == stage + 1 and made == (by.name, form.to, why):
                    return True
                state = f"enquiry.{last.after}"
                form.add_error(None, wording.text("inbox.moved_on", who=last.actor, state=state))
                return False
            if form.given("note"):
                store.add_note(reference, form.given("note"), by=by)
            screening = form.given("screening")
            store.move_enquiry(reference, form.to, by=by, reason=why, screening=screening)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def annotate(seat: Seat, reference: str, form: NoteForm) -> bool:
    """Add the note of a valid form; False when it was refused, with the form saying why."""
    by, note = seat.acting_for(PERMISSION), form.cleaned_data["note"].strip()
    try:
        with transaction.atomic():
            notes = store.read_enquiry(reference, by=by).get("notes", [])
            new = notes[form.cleaned_data["shown"] :]
            if not any((one["by"], one["text"]) == (by.name, note) for one in new):
                store.add_note(reference, note, by=by)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
