"""What every form shares: its errors as links for the summary at the top of the page."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms


class PlainForm(forms.Form):
    """A form drawn field by field with ``ui/field.html``; browsers do not check it first.

    The server's words are the ones people get, in their language, so the template
    writes ``novalidate`` and no ``required`` attribute is sent.
    """

    use_required_attribute = False

    @property
    def wrong(self) -> Iterator[tuple[str, str]]:
        """``(anchor, message)`` of each error, in the fields' order; the form has no anchor."""
        for message in self.non_field_errors():
            yield "", str(message)
        for bound in self.visible_fields():
            for message in bound.errors:
                yield bound.auto_id, str(message)
