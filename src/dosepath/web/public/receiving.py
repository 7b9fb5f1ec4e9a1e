"""An enquiry on its way into the store, which keeps it and queues the copy in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from dosepath import store
from dosepath.quantity import DosePathError
from dosepath.study import Study
from dosepath.web.public.contact_form import ContactForm

MOST_PER_HOUR = 60
"""More enquiries than this in an hour about one study are a flood, and none of it is kept."""


class TooManyEnquiries(DosePathError):
    """So many enquiries came within the hour that no more are stored for now."""


def receive(study: Study, form: ContactForm, *, site: str, at: datetime) -> str:
    """Store a checked form; returns its reference. ``site`` is the name for the copy.

    Raises :class:`TooManyEnquiries`, and stores nothing, during a flood.
    """
    since = at - timedelta(hours=1)
    waiting = store.list_enquiries(study.id, states=("new",))
    if sum(enquiry.received_at > since for enquiry in waiting) >= MOST_PER_HOUR:
        raise TooManyEnquiries(f"over {MOST_PER_HOUR} enquiries about {study.id} in an hour")
    reference = store.receive_enquiry(
        study.id, form.enquiry(), consents=form.consents(), at=at, site=site
    )
    return str(reference)
