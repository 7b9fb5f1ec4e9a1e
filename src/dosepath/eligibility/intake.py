"""Facts from rows, each with its place: everything wrong is reported, nothing is half read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from difflib import get_close_matches

from dosepath.eligibility.population import Population
from dosepath.eligibility.read import NOT_KNOWN, answer
from dosepath.eligibility.record import Judgement, Record
from dosepath.eligibility.variable import ANCHORS, Variable
from dosepath.quantity import (
    STATUSES,
    DosePathError,
    Fault,
    FaultsFound,
    Moment,
    MomentRefused,
    NumberRefused,
    Observation,
    Place,
    find_unit,
    parse_number,
)

COLUMNS = (
    *("variable", "value", "unit", "at", "uln", "lln"),
    *("source", "status", "range_unit", "reason"),
)
"""What a row may hold. ``variable`` is a variable, an anchor such as ``consent`` (its date is
the value) or a criterion with a judgement (yes or no; ``source`` names the person and
``reason`` says why)."""

Row = Mapping[str, str]
PlaceIn = Callable[[str], Place]


@dataclass
class Intake:
    """Takes rows one by one and gives a record, or every fault of all rows."""

    population: Population
    zone: tzinfo
    faults: list[Fault] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    anchors: dict[str, Moment] = field(default_factory=dict)
    seen: dict[tuple[str, ...], Place] = field(default_factory=dict)

    def record(self) -> Record:
        """Everything taken; raises :class:`FaultsFound` if anything was wrong."""
        if self.faults:
            raise FaultsFound(self.faults)
        return Record(
            tuple(self.observations), tuple(self.judgements), dict(self.anchors), self.zone
        )

    def take(self, row: Row, place: PlaceIn) -> None:
        """One row; ``place`` gives where a column of it stands."""
        name = row.get("variable", "").strip()
        if not name or not row.get("value", "").strip():
            empty = "variable" if not name else "value"
            self.faults.append(
                Fault(place(empty), "fact.empty", f"{empty} is empty", allowed="a value")
            )
            return
        if self._is_repeated(row, place("variable")):
            return
        at = self._moment(row, "at", place)
        if name in self.population.variables:
            self._observe(self.population.variables[name], row, place, at)
        elif name in ANCHORS:
            self._anchor(name, row, place)
        elif any(c.id == name and c.judgement for c in self.population.criteria):
            self._judge(name, row, place, at)
        else:
            self._unknown(name, place("variable"))

    def _is_repeated(self, row: Row, place: Place) -> bool:
        key = tuple(row.get(name, "").strip() for name in COLUMNS)
        first = self.seen.setdefault(key, place)
        if first is place:
            return False
        where = f"line {first.line}" if first.line else str(first)
        message = f"the same fact stands already in {where}"
        self.faults.append(
            Fault(place, "fact.duplicate", message, found=key[0], allowed="each fact once")
        )
        return True

    def _unknown(self, name: str, place: Place) -> None:
        known = [*self.population.variables, *ANCHORS]
        near = get_close_matches(name, known, n=3)
        allowed = ", ".join(near or known)
        message = "there is no variable, date or judgement of this name"
        self.faults.append(
            Fault(place, "fact.unknown_variable", message, found=name, allowed=allowed)
        )

    def _moment(self, row: Row, column: str, place: PlaceIn) -> Moment | None:
        text = row.get(column, "").strip()
        if not text:
            return None
        try:
            return Moment.parse(text, self.zone)
        except MomentRefused as error:
            message = "not a date or time that can be used"
            self.faults.append(
                Fault(place(column), error.code, message, found=text, allowed=error.allowed)
            )
            return None

    def _anchor(self, name: str, row: Row, place: PlaceIn) -> None:
        moment = self._moment(row, "value", place)
        if name in self.anchors:
            message = f"{name} has one date only"
            self.faults.append(Fault(place("value"), "fact.duplicate", message, found=row["value"]))
        elif moment is not None:
            self.anchors[name] = moment

    def _judge(self, name: str, row: Row, place: PlaceIn, at: Moment | None) -> None:
        by, why = row.get("source", "").strip(), row.get("reason", "").strip()
        for column, text in (("source", by), ("reason", why)):
            if not text:
                message = "a judgement needs who judged (source) and why (reason)"
                self.faults.append(
                    Fault(place(column), "judgement.incomplete", message, found="nothing")
                )
        try:
            judged = Judgement(name, row["value"].strip().casefold(), by or "-", why or "-", at)
        except DosePathError:
            message = "a judgement is answered with yes or no"
            self.faults.append(
                Fault(
                    place("value"),
                    "judgement.answer",
                    message,
                    found=row["value"],
                    allowed="yes, no",
                )
            )
            return
        self.judgements.append(judged)

    def _observe(self, variable: Variable, row: Row, place: PlaceIn, at: Moment | None) -> None:
        status = row.get("status", "").strip() or "final"
        if status not in STATUSES:
            allowed = ", ".join(STATUSES)
            message = "unknown status"
            self.faults.append(
                Fault(place("status"), "fact.status", message, found=status, allowed=allowed)
            )
            return
        self._check_value(variable, row, place)
        given = {name: row.get(name, "").strip() for name in COLUMNS}
        self.observations.append(
            Observation(
                variable=variable.name,
                value=given["value"],
                unit=given["unit"],
                at=at,
                uln=given["uln"] or None,
                lln=given["lln"] or None,
                source=given["source"],
                status=status,
                range_unit=given["range_unit"],
            )
        )

    def _check_value(self, variable: Variable, row: Row, place: PlaceIn) -> None:
        """A slip of the pen is a fault; a report without a result is not (it stays unknown)."""
        text = row["value"].strip()
        if variable.kind == "number":
            self._check_number(variable, text, place("value"))
            for column in ("uln", "lln"):
                if row.get(column, "").strip():
                    self._check_number(variable, row[column].strip(), place(column))
            self._check_unit(variable, row, place)
        elif variable.kind == "date" and text.casefold() not in NOT_KNOWN:
            self._moment(row, "value", place)
        elif text.casefold() not in NOT_KNOWN and answer(variable, text) is None:
            allowed = ", ".join([*variable.choices, "unknown"])
            message = f"{variable.name} has no such answer"
            self.faults.append(
                Fault(place("value"), "fact.answer", message, found=text, allowed=allowed)
            )

    def _check_number(self, variable: Variable, text: str, place: Place) -> None:
        if text.casefold() in NOT_KNOWN:
            return
        try:
            parse_number(text)
        except NumberRefused as error:
            if error.is_result:
                message = f"{variable.name} is not plainly a number"
                self.faults.append(
                    Fault(place, error.code, message, found=text, allowed=error.allowed)
                )

    def _check_unit(self, variable: Variable, row: Row, place: PlaceIn) -> None:
        for column in ("unit", "range_unit"):
            text = row.get(column, "").strip()
            if text and text not in variable.spellings and find_unit(text) is None:
                units = [variable.unit, *(factor.unit for factor in variable.factors)]
                allowed = " or ".join(units) if variable.unit != "1" else "no unit"
                message = "unknown unit"
                self.faults.append(
                    Fault(place(column), "fact.unit", message, found=text, allowed=allowed)
                )
