"""The form for values, made from the study's variables; nothing typed, nothing recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from dosepath import wording
from dosepath.conduct import TrialState
from dosepath.eligibility import SOURCES, Population, Variable, variable_label
from dosepath.quantity import UNITS
from dosepath.web.access import ActForm
from dosepath.web.access.moments import SiteMoment, shown
from dosepath.web.screening.facts import Reading, read_rows, split_table

VALUE, UNIT, ULN = "value-", "unit-", "uln-"
NOT_KNOWN = "unknown"


@dataclass(frozen=True)
class Item:
    """One variable as it is drawn: its value, and its unit and limit of normal if it has them."""

    value: forms.BoundField
    unit: forms.BoundField | None
    fixed_unit: str
    uln: forms.BoundField | None


@dataclass(frozen=True)
class Section:
    """Variables under one title; ``is_open`` when it is wanted now or holds an error."""

    title: str
    items: tuple[Item, ...]
    is_open: bool


class CommonForm(ActForm):
    """What every entry of values says: when, from where, and whether it corrects."""

    words = "facts"

    at = SiteMoment()
    source = forms.CharField(required=False, max_length=120)
    corrects = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].zone = self.seat.zone  # type: ignore[attr-defined]
        self.fields["at"].initial = shown(self.seat.at, self.seat.zone)
        self.reading = Reading()

    def clean(self) -> dict[str, Any]:
        """A correction needs its reason; the old values stay readable."""
        given = super().clean() or self.cleaned_data
        if given.get("corrects") and not given.get("reason", "").strip():
            self.add_error("reason", wording.text("facts.reason_missing"))
        return given

    def shared(self, given: Mapping[str, Any]) -> dict[str, str]:
        """What each row of this entry has in common."""
        status = "corrected" if given.get("corrects") else ""
        source = str(given.get("source", "")).strip()
        return {"at": given["at"].isoformat(), "source": source, "status": status}


class ValueForm(CommonForm):
    """A value for each variable, with its unit; the site's usual unit is filled in."""

    def __init__(self, *args: Any, wanted: Sequence[str], with_uln: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.population: Population = self.seat.state.protocol.population
        self.wanted = [name for name in wanted if name in self.population.variables]
        usual = usual_units(self.seat.state)
        for name, variable in self.population.variables.items():
            label = variable_label(name, self.population)
            self.fields[VALUE + name] = _value_field(variable, label)
            units = units_of(variable)
            if len(units) > 1:
                self.fields[UNIT + name] = _unit_field(label, units, usual.get(name, ""))
            if name in with_uln:
                uln = forms.CharField(required=False, max_length=20)
                uln.label = wording.text("facts.uln_of", variable=label)
                self.fields[ULN + name] = uln

    def clean(self) -> dict[str, Any]:
        """Read every value that was typed; a fault stands beside its field."""
        given = super().clean()
        names = [n for n in self.population.variables if str(given.get(VALUE + n, "")).strip()]
        if not names:
            self.add_error(None, wording.text("facts.nothing"))
        if not names or given.get("at") is None:
            return given
        rows = [self._row(name, given) for name in names]
        self.reading = read_rows(rows, self.population, zone=self.seat.zone)
        for wrong in self.reading.wrong:
            self._place(names, wrong.row, wrong.column, wrong.text)
        return given

    def _row(self, name: str, given: Mapping[str, Any]) -> dict[str, str]:
        variable = self.population.variables[name]
        unit = given.get(UNIT + name) if UNIT + name in self.fields else units_of(variable)[0]
        row = {"variable": name, "value": str(given[VALUE + name]).strip(), "unit": unit or ""}
        if variable.kind == "number" and UNIT + name in self.fields and not unit:
            self.add_error(UNIT + name, wording.text("facts.unit_missing", variable=self._of(name)))
        return row | {"uln": str(given.get(ULN + name) or "").strip()} | self.shared(given)

    def _of(self, name: str) -> str:
        return variable_label(name, self.population)

    def _place(self, names: Sequence[str], row: int, column: str, text: str) -> None:
        if not 0 <= row < len(names):
            self.add_error(None, text)
            return
        prefix = {"unit": UNIT, "uln": ULN}.get(column, VALUE)
        field = prefix + names[row] if prefix + names[row] in self.fields else VALUE + names[row]
        self.add_error(field, wording.text("facts.of", what=self._of(names[row]), problem=text))

    @property
    def sections(self) -> Iterator[Section]:
        """What is missing first, then the rest by where it is found."""
        if self.wanted:
            yield self._section("facts.wanted", self.wanted, is_open=True)
        for source in SOURCES:
            names = [
                name
                for name, variable in self.population.variables.items()
                if variable.found_in == source and name not in self.wanted
            ]
            if names:
                yield self._section(f"facts.from_{source}", names, is_open=not self.wanted)

    def _section(self, code: str, names: Sequence[str], *, is_open: bool) -> Section:
        wrong = any(name in self.errors for n in names for name in (VALUE + n, UNIT + n, ULN + n))
        items = tuple(self._item(name) for name in names)
        return Section(wording.label(code), items, is_open or wrong)

    def _item(self, name: str) -> Item:
        variable = self.population.variables[name]
        fixed = "" if UNIT + name in self.fields else wording.unit_text(units_of(variable)[0])
        return Item(
            self[VALUE + name],
            self[UNIT + name] if UNIT + name in self.fields else None,
            fixed if variable.kind == "number" and variable.unit != "1" else "",
            self[ULN + name] if ULN + name in self.fields else None,
        )


class PasteForm(CommonForm):
    """A table of rows; a row without a time or a source takes those of the form."""

    table = forms.CharField(max_length=60_000, strip=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["table", "at", "source", "corrects", "reason"])
        self.fields["table"].widget.attrs.update(spellcheck="false", wrap="off")

    def clean(self) -> dict[str, Any]:
        """Read every row; each fault names its line."""
        given = super().clean()
        if given.get("at") is None or "table" not in given:
            return given
        population = self.seat.state.protocol.population
        pasted = split_table(given["table"], population)
        for text in pasted.wrong:
            self.add_error("table", text)
        if pasted.wrong:
            return given
        if not pasted.rows:
            self.add_error("table", wording.text("facts.nothing"))
            return given
        common = self.shared(given)
        rows = [common | {k: v for k, v in row.items() if v} for row in pasted.rows]
        self.reading = read_rows(rows, population, zone=self.seat.zone)
        for wrong in self.reading.wrong:
            where = pasted.lines[wrong.row] if wrong.row >= 0 else 1
            said = wording.text("facts.line", line=where, problem=wrong.text)
            self.add_error("table", said)
        return given


def _value_field(variable: Variable, label: str) -> forms.Field:
    if variable.kind == "choice":
        choices = [
            (word, wording.label(f"answer.{word}") if wording.has_label(f"answer.{word}") else word)
            for word in (*variable.choices, NOT_KNOWN)
        ]
        field: forms.Field = forms.ChoiceField(choices=[("", ""), *choices], required=False)
    else:
        field = forms.CharField(required=False, max_length=40)
        attrs = {"class": "short", "autocomplete": "off"}
        if variable.kind == "number":
            attrs["inputmode"] = "decimal"
        field.widget.attrs.update(attrs)
    field.label = label
    hints = [variable.note.get("en", "")]
    if variable.kind == "date":
        hints.append(wording.label("facts.date_hint"))
    if variable.derived is not None:
        hints.append(wording.label("facts.derived_hint"))
    field.help_text = " ".join(filter(None, hints))
    return field


def _unit_field(label: str, units: Sequence[str], usual: str) -> forms.ChoiceField:
    choices = [("", wording.label("facts.unit")), *((u, wording.unit_text(u)) for u in units)]
    field = forms.ChoiceField(choices=choices, required=False)
    field.label = wording.text("facts.unit_of", variable=label)
    field.initial = usual if usual in units else ""
    return field


def units_of(variable: Variable) -> tuple[str, ...]:
    """The units a value may be given in: its own, the declared ones, those of near size."""
    if variable.kind != "number":
        return ("",)
    own = UNITS.get(variable.unit)
    if own is None or variable.unit == "1":
        return (variable.unit,)
    near = [
        unit.code
        for unit in UNITS.values()
        if unit.dimension == own.dimension and own.factor / 1000 <= unit.factor <= own.factor * 1000
    ]
    return tuple(dict.fromkeys([variable.unit, *(f.unit for f in variable.factors), *near]))


def usual_units(state: TrialState) -> dict[str, str]:
    """The unit of each variable that was always recorded in one and the same unit here.

    Where reports differ nothing is offered: a unit that is filled in and wrong harms people.
    """
    seen: dict[str, set[str]] = {}
    for person in state.screenings.values():
        for fact in person.facts:
            seen.setdefault(str(fact["variable"]), set()).add(str(fact.get("unit", "")))
    return {name: units.copy().pop() for name, units in seen.items() if len(units) == 1}
