"""The report of an adverse event as a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from dosepath import wording
from dosepath.clinical import EVENT_TERMS, lab_terms
from dosepath.conduct import ATTRIBUTIONS, EventReport, TrialState, Worsened
from dosepath.quantity import NumberRefused, parse_number
from dosepath.web.access.acting import ActForm
from dosepath.web.access.moments import SiteMoment, shown

OUTCOMES = (
    "ongoing",
    "recovered",
    "recovered_with_sequelae",
    "not_recovered",
    "fatal",
    "unknown",
)
RATIOS, AMOUNTS = ("times_baseline", "times_uln"), ("rise", "value")
DETAILS = (*RATIOS, *AMOUNTS, "accompanied_by")


def terms(state: TrialState) -> tuple[str, ...]:
    """Terms to choose from: those with a rule of their own here first, then those of CTCAE."""
    own = [override.term for override in state.protocol.dlt.overrides.values()]
    own += [name.capitalize() for name in state.protocol.dlt.excluded]
    general = sorted(
        [term.name for term in EVENT_TERMS]
        + [term.name for term in lab_terms(state.protocol.ctcae).values()]
    )
    return tuple({name.casefold(): name for name in (*own, *general)}.values())


def _choices(codes: tuple[str, ...], prefix: str = "") -> list[tuple[str, str]]:
    words = [(code, wording.label(prefix + code)) for code in codes]
    return [("", wording.label("followup.choose")), *words]


def _grades(lowest: int) -> list[tuple[str, str]]:
    found = [(str(grade), wording.label(f"grade.{grade}")) for grade in range(lowest, 6)]
    return [("", wording.label("followup.choose")), *found]


class EventForm(ActForm):
    """One report; what a study's own DLT rule may ask about is optional and unknown if empty."""

    words = "report_event"

    term = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"list": "terms"}))
    verbatim = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    onset = SiteMoment()
    grade = forms.ChoiceField()
    baseline_grade = forms.ChoiceField(initial="0")
    attribution = forms.ChoiceField()
    serious = forms.ChoiceField()
    aware_at = SiteMoment(required=False)
    outcome = forms.ChoiceField(initial="ongoing")
    resolved = SiteMoment(required=False)
    other_causes = forms.CharField(required=False, max_length=500)
    times_baseline = forms.CharField(required=False, max_length=20)
    times_uln = forms.CharField(required=False, max_length=20)
    rise = forms.CharField(required=False, max_length=40)
    value = forms.CharField(required=False, max_length=40)
    accompanied_by = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {
            "grade": _grades(1),
            "baseline_grade": _grades(0),
            "attribution": _choices(ATTRIBUTIONS),
            "serious": _choices(("no", "yes"), "schedule.answer."),
            "outcome": _choices(OUTCOMES, "outcome."),
        }
        for name, choices in known.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, SiteMoment):
                field.zone = self.seat.zone
        for name in DETAILS:
            self.fields[name].widget.attrs["class"] = "short"

    def clean(self) -> dict[str, Any]:
        """Check the details' shape and what depends on another answer."""
        cleaned = super().clean() or self.cleaned_data
        for name in (*RATIOS, *AMOUNTS):
            self._check_number(name, str(cleaned.get(name) or "").strip())
        is_unaware = not cleaned.get("aware_at") and "aware_at" not in self.errors
        if cleaned.get("serious") == "yes" and is_unaware:
            self.add_error("aware_at", wording.text("report_event.aware_missing"))
        return cleaned

    def _check_number(self, name: str, text: str) -> None:
        if not text:
            return
        number, _, unit = text.partition(" ")
        try:
            is_number = isinstance(parse_number(number), Decimal)
        except NumberRefused:
            is_number = False
        if not is_number or bool(unit.strip()) is (name in RATIOS):
            code = "ratio" if name in RATIOS else "amount"
            label = str(self.fields[name].label)
            wrong = wording.text(f"report_event.{code}_wrong", field=label)
            self.add_error(name, ValidationError(wrong))

    @property
    def report(self) -> EventReport:
        """The report as conduct takes it."""
        given = self.cleaned_data
        details: dict[str, object] = {name: given[name].strip() for name in DETAILS if given[name]}
        if "accompanied_by" in details:
            details["accompanied_by"] = _listed(given["accompanied_by"])
        return EventReport(
            term=given["term"].strip(),
            grade=int(given["grade"]),
            attribution=given["attribution"],
            onset=given["onset"],
            baseline_grade=int(given["baseline_grade"]),
            verbatim=given["verbatim"].strip(),
            serious=given["serious"] == "yes",
            aware_at=given["aware_at"],
            outcome=given["outcome"],
            resolved=given["resolved"],
            other_causes=tuple(_listed(given["other_causes"])),
            details=details,
        )

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that every report has."""
        return [one for one in self.visible_fields() if one.name not in (*DETAILS, "reason")]

    @property
    def special(self) -> list[forms.BoundField]:
        """The fields that only a term's own DLT rule asks about."""
        return [self[name] for name in DETAILS]


class UpdateForm(EventForm):
    """The whole report again, with the reason why it is replaced."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def initial_of(report: EventReport, state: TrialState) -> dict[str, object]:
    """A report as the form shows it."""
    zone = ZoneInfo(state.zone)
    details = {name: report.details.get(name, "") for name in DETAILS}
    if isinstance(details["accompanied_by"], list | tuple):
        details["accompanied_by"] = ", ".join(map(str, details["accompanied_by"]))
    moments = {name: getattr(report, name) for name in ("onset", "aware_at", "resolved")}
    return {
        **report.to_json(),
        **{name: shown(moment, zone) for name, moment in moments.items()},
        "serious": "yes" if report.serious else "no",
        "other_causes": ", ".join(report.other_causes),
        **details,
    }


def initial_from_lab(worse: Worsened, state: TrialState) -> dict[str, object]:
    """What a worsened laboratory value says already; the rest is for a clinician."""
    return {
        "term": worse.term,
        "grade": str(worse.grade),
        # A baseline that is not known is left for a clinician to say.
        "baseline_grade": "" if worse.baseline_grade is None else str(worse.baseline_grade),
        "onset": shown(worse.on, ZoneInfo(state.zone)),
        "value": f"{worse.value} {worse.unit}",
        "verbatim": wording.quantity_text(worse.value, worse.unit),
    }
