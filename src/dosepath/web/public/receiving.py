"""An enquiry on its way into the store, which keeps it and queues the copy in one transaction."""

from __future__ import annotations

from datetime import datetime

from dosepath import store
from dosepath.study import Study
from dosepath.web.public.contact_form import ContactForm


def receive(study: Study, form: ContactForm, *, site: str, at: datetime) -> str:
    """Store a checked form; returns its reference. ``site`` is the name for the copy."""
    reference = store.receive_enquiry(study.id, form.enquiry(), form.consents(), at=at, site=site)
    return str(reference)
