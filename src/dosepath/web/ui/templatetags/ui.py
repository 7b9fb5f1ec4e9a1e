"""``{% load ui %}``: sentences by code, in the page's language.

``{% words "public.contact" %}`` prints the sentence or label for a code; values
are given by name, as in ``{% words "public.checked" on=status.checked %}``. The
language is the context's ``lang`` (English when there is none).
"""

from __future__ import annotations

from typing import Any

from django import template

from dosepath import wording
from dosepath.rule import Reason
from dosepath.web.ui.demonstration import is_demonstration

register = template.Library()


def _language(context: template.Context) -> str:
    return str(context.get("lang") or "en")


@register.simple_tag(takes_context=True)
def words(context: template.Context, code: str, **values: Any) -> str:
    """The sentence for ``code`` filled with ``values``, or the label when it has no sentence."""
    lang = _language(context)
    if wording.has_sentence(code):
        plain = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return wording.text(code, lang, **plain)
    return wording.label(code, lang)


@register.simple_tag(takes_context=True)
def say(context: template.Context, reason: Reason) -> str:
    """The sentence for a reason."""
    return wording.say(reason, _language(context))


@register.simple_tag(takes_context=True)
def gap(context: template.Context) -> str:
    """What stands between two sentences: a space, or nothing in Chinese."""
    return "" if _language(context) == "zh-Hans" else " "


@register.simple_tag
def demonstration() -> bool:
    """Whether the page must say that everything here is made up."""
    return is_demonstration()


@register.filter
def control(field: Any) -> str:
    """How a form's field is drawn: ``line``, ``area``, ``select``, ``radios`` or ``tick``."""
    drawn = {
        "Textarea": "area",
        "Select": "select",
        "RadioSelect": "radios",
        "CheckboxSelectMultiple": "radios",
        "CheckboxInput": "tick",
    }
    kinds = (kind.__name__ for kind in type(field.field.widget).__mro__)
    return next((drawn[kind] for kind in kinds if kind in drawn), "line")
