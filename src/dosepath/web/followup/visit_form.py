"""Entering and correcting one form of one visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from dosepath.schedule import Form, read_form
from dosepath.web.access.acting import ActForm
from dosepath.web.access.moments import SiteMoment
from dosepath.web.record.items import (
    VALUE,
    asked,
    fields_of,
    label_of,
    read_answers,
    rows_of,
    said,
    typed,
)


class VisitForm(ActForm):
    """The items of a study's form, and when the visit was.

    Faults stand beside their item. Unusual values are asked about once: the form is shown
    again with one tick for each, and is stored when every one of them is ticked.
    """

    words = "followup"

    on = SiteMoment()
    usual_after_all = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        study_form: Form,
        was: Mapping[str, object] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.study_form = study_form
        self.was = typed(study_form, was or {})
        self.answers: dict[str, str] = {}
        if "on" in self.fields:
            self.fields["on"].zone = self.seat.zone  # type: ignore[attr-defined]
        self.fields.update(fields_of(study_form, was=self.was))
        ticks = self.fields["usual_after_all"]
        # Whatever was ticked is read here and compared with what is unusual now.
        ticks.valid_value = lambda _: True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read every item; refuse faults, and unusual values that nobody has confirmed."""
        cleaned = super().clean() or self.cleaned_data
        self.answers = read_answers(self.study_form, cleaned)
        reading = read_form(self.study_form, self.answers, partial=True, today=self._day(cleaned))
        for fault in reading.faults:
            name = VALUE + (fault.place.path or "")
            item = self.study_form.item(fault.place.path or "")
            if name in self.fields and item:
                self.add_error(name, f"{label_of(item)}: {said(fault)}")
        questions = {
            f"{query.item}={query.found}": asked(self.study_form, query)
            for query in reading.queries
            if self.answers.get(query.item) != self._before(query.item)
        }
        ticks = [(name, right) for name, (_, right) in questions.items()]
        self.fields["usual_after_all"].choices = ticks  # type: ignore[attr-defined]
        for name in set(questions) - set(cleaned.get("usual_after_all") or ()):
            self.add_error("usual_after_all", questions[name][0])
        return cleaned

    def _before(self, item: str) -> str:
        return str(self.was.get(item, ""))

    def _day(self, cleaned: Mapping[str, Any]) -> date:
        on = cleaned.get("on")
        return self.seat.state.local_date(on or self.seat.at)

    @property
    def rows(self) -> list[Any]:
        """The items to draw."""
        return list(rows_of(self.study_form, self))

    @property
    def has_questions(self) -> bool:
        """Whether unusual values wait for a tick."""
        return bool(self.fields["usual_after_all"].choices)  # type: ignore[attr-defined]


class CorrectionForm(VisitForm):
    """The values in force, to be changed with a reason; when the visit was stays as it is."""

    on = None  # type: ignore[assignment]
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def changes(self) -> dict[str, str]:
        """The items whose text differs from before; an emptied one as an empty text."""
        names = (item.id for item in self.study_form.items)
        found = {name: self.answers.get(name, "") for name in names}
        return {name: text for name, text in found.items() if text != self._before(name)}
