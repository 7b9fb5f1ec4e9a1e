"""Adverse events, candidates for a DLT and the two-person verdict on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from types import MappingProxyType

from dosepath.conduct.record.stamp import Stamp

ATTRIBUTIONS = ("unrelated", "unlikely", "possible", "probable", "definite")
"""Relation to the product, weakest first; ``possible`` and stronger count as related."""

VERDICTS = ("dlt", "not_dlt", "not_evaluable")


@dataclass(frozen=True, slots=True)
class EventReport:
    """What is said about an adverse event; an update is a whole new report.

    ``term`` is the CTCAE term, ``verbatim`` the investigator's own words. ``grade`` is 1-5;
    ``baseline_grade`` is 0-5, the grade of the same term before dosing. ``attribution`` is
    one of :data:`ATTRIBUTIONS` and concerns the product. ``onset`` and ``resolved`` have an
    offset. ``aware_at`` is when the site learned of it: required when ``serious``, because
    clocks start there. ``details`` holds JSON-safe values that a study's own DLT rule asks
    about (a ratio to baseline, a duration).
    """

    term: str
    grade: int
    attribution: str
    onset: datetime
    baseline_grade: int = 0
    verbatim: str = ""
    serious: bool = False
    aware_at: datetime | None = None
    outcome: str = "ongoing"
    resolved: datetime | None = None
    other_causes: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_related(self) -> bool:
        """Whether the product is at least a possible cause."""
        return ATTRIBUTIONS.index(self.attribution) >= ATTRIBUTIONS.index("possible")

    def to_json(self) -> dict[str, object]:
        """A JSON-safe payload; times as ISO 8601 with offset."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> EventReport:
        """The inverse of :meth:`to_json`; keys that are not part of a report are ignored."""
        values = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        for name in ("onset", "aware_at", "resolved"):
            if values.get(name) is not None:
                values[name] = datetime.fromisoformat(str(values[name]))
        if "other_causes" in values:
            values["other_causes"] = tuple(values["other_causes"])  # type: ignore[arg-type]
        if "details" in values:
            values["details"] = MappingProxyType(dict(values["details"]))  # type: ignore[call-overload]
        return cls(**values)  # type: ignore[arg-type]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Version:
    """One report of an adverse event as it was entered."""

    report: EventReport
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class ReportSent:
    """That a report of a serious event was sent: which one (the clock's name), and when."""

    clock: str
    at: datetime
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """An adverse event (``AE-001``) with every version of its report, oldest first.

    ``sent`` says which reports went out, oldest entry first; a later entry about the same
    report replaces an earlier one.
    """

    number: str
    participant: str
    versions: tuple[Version, ...]
    sent: tuple[ReportSent, ...] = ()

    @property
    def report(self) -> EventReport:
        """What is said now."""
        return self.versions[-1].report

    @property
    def recorded(self) -> Stamp:
        """When and by whom it was first entered."""
        return self.versions[0].stamp

    @property
    def changed(self) -> Stamp:
        """When and by whom it was last entered or updated."""
        return self.versions[-1].stamp

    def sending_of(self, clock: str) -> ReportSent | None:
        """What was recorded last of the sending of a report; ``None`` if nothing was."""
        return next((one for one in reversed(self.sent) if one.clock == clock), None)


@dataclass(frozen=True, slots=True)
class Adjudication:
    """One person's verdict on a candidate: ``dlt``, ``not_dlt`` or ``not_evaluable``.

    ``of_seq`` is the version judged (the ``seq`` of the report). A verdict on an earlier
    version stays readable and no longer counts.
    """

    candidate: str
    verdict: str
    of_seq: int
    stamp: Stamp
