"""What a response is: a visit of the calendar, and a rule that one of its forms answers."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.quantity import Fault
from dosepath.schedule import Form, forms_answering
from dosepath.study.checks.draft import Draft
from dosepath.study.escalation import Response

_PATH = ("escalation", "response")


def check_response(draft: Draft) -> Iterator[Fault]:
    """The visit exists, and exactly one of its forms has the items of the rule."""
    asked = draft.escalation.response if draft.escalation is not None else None
    if asked is None:
        return
    if (asked.item is None) == (asked.rule is None):
        message = "a response is either an `item` answered yes, or a `rule` over items"
        yield draft.fault(_PATH, "response.rule", message, allowed="one of the two")
        return
    visits = draft.names("visits")
    if asked.visit not in visits:
        message = f"there is no visit `{asked.visit}`"
        path = (*_PATH, "visit")
        yield draft.fault(path, "visit.unknown", message, allowed=", ".join(visits))
        return
    yield from _form_faults(draft, asked)


def _form_faults(draft: Draft, asked: Response) -> Iterator[Fault]:
    forms = _forms_of(draft, asked.visit)
    found = forms_answering(forms, asked.predicate)
    if len(found) == 1:
        return
    key = "item" if asked.rule is None else "rule"
    if found:
        names = " and ".join(form.id for form in found)
        message = f"{names} both answer this; one form of the visit must"
    else:
        message = f"no form of visit `{asked.visit}` answers this"
    kinds = "a yes_no item" if key == "item" else "a rule over the items"
    allowed = f"{kinds} of one of: {', '.join(form.id for form in forms) or 'no form'}"
    yield draft.fault((*_PATH, key), "response.form", message, allowed=allowed)


def _forms_of(draft: Draft, visit: str) -> tuple[Form, ...]:
    specs = draft.file.forms or {}
    spec = (draft.file.visits or {}).get(visit)
    names = spec.forms if spec is not None else ()
    return tuple(specs[name].form(name) for name in names if name in specs)
