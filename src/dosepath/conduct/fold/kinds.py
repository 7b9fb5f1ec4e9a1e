"""The event kinds: one line each. A payload is checked when proposed and when replayed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from dosepath.quantity import DosePathError

Check = Callable[[object], bool]


class UnreadableEvent(DosePathError):
    """A stored event does not have the payload that its kind and schema promise."""


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _any_text(value: object) -> bool:
    return isinstance(value, str)


def _maybe_text(value: object) -> bool:
    return value is None or _text(value)


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _maybe_count(value: object) -> bool:
    return value is None or _count(value)


def _yes_no(value: object) -> bool:
    return isinstance(value, bool)


def _moment(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


def _maybe_moment(value: object) -> bool:
    return value is None or _moment(value)


def _mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _mappings(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value)


def _texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


NAMES: dict[Check, str] = {
    _text: "text, not empty",
    _any_text: "text",
    _maybe_text: "text or null",
    _count: "a whole number, 0 or more",
    _maybe_count: "a whole number or null",
    _yes_no: "true or false",
    _moment: "a time with offset (ISO 8601)",
    _maybe_moment: "a time with offset or null",
    _mapping: "an object",
    _mappings: "a list of objects",
    _texts: "a list of texts",
}
"""What each check allows, in words: for messages and the reference manual."""

_REPORT: dict[str, Check] = {
    "term": _text,
    "grade": _count,
    "attribution": _text,
    "onset": _moment,
    "baseline_grade": _count,
    "verbatim": _any_text,
    "serious": _yes_no,
    "aware_at": _maybe_moment,
    "outcome": _text,
    "resolved": _maybe_moment,
    "other_causes": _texts,
    "details": _mapping,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """An event kind: its present schema version, its payload, and a sentence for the manual.

    ``may_have`` are fields that are left out where they would say nothing.
    """

    name: str
    schema: int
    payload: Mapping[str, Check]
    meaning: str
    may_have: Mapping[str, Check] = field(default_factory=dict)

    def check_of(self, name: str) -> Check:
        """What a field must be; KeyError for a field that the kind does not have."""
        return self.payload[name] if name in self.payload else self.may_have[name]


def _kind(name: str, meaning: str, /, **payload: Check) -> tuple[str, Kind]:
    return name, Kind(name, 1, payload, meaning)


def _of_a_part(named: tuple[str, Kind]) -> tuple[str, Kind]:
    """A kind that names the part of the trial when it is not the main one."""
    name, kind = named
    return name, replace(kind, may_have={"part": _text})


def _may_fill(named: tuple[str, Kind]) -> tuple[str, Kind]:
    """A kind that says so when it is about a place for backfilling, outside the cohort."""
    name, kind = named
    return name, replace(kind, may_have={"backfill": _yes_no})


KINDS: dict[str, Kind] = dict(
    (
        _kind(
            "trial_opened",
            "The trial was opened at the site; level 1 is open by the protocol.",
            study_id=_text,
            version=_text,
            synthetic=_yes_no,
            zone=_text,
            consent_version=_text,
        ),
        _kind(
            "part_opened",
            "A further part of the trial was opened; its first cohort is open by the protocol.",
            part=_text,
            cohort=_count,
        ),
        _kind(
            "screening_opened",
            "A person is being considered.",
            screening=_text,
            enquiry=_maybe_text,
        ),
        _kind(
            "consent_recorded",
            "A consent form was signed.",
            screening=_text,
            version=_text,
            language=_text,
            signed_at=_moment,
        ),
        _kind(
            "facts_recorded",
            "Observations were entered.",
            screening=_text,
            facts=_mappings,
            source=_any_text,
        ),
        _kind(
            "judgement_recorded",
            "A person answered a criterion that no value decides.",
            screening=_text,
            criterion=_text,
            answer=_text,
        ),
        _kind(
            "reading_pinned",
            "The investigator chose one reading of an ambiguous criterion.",
            criterion=_text,
            reading=_text,
        ),
        _kind(
            "eligibility_signed",
            "The investigator signed that the person is eligible.",
            screening=_text,
            group=_text,
            verdict=_text,
            evidence_hash=_text,
            meaning=_text,
        ),
        _kind(
            "screening_ended",
            "The screening ended without enrolment.",
            screening=_text,
            outcome=_text,
            on=_moment,
        ),
        _of_a_part(
            _kind(
                "enrolled",
                "The person became a participant.",
                screening=_text,
                participant=_text,
                group=_text,
                consent_version=_text,
            )
        ),
        _may_fill(
            _kind(
                "slot_reserved",
                "A place in the open cohort, or one to be backfilled, is held until it expires.",
                participant=_text,
                slot=_text,
                cohort=_count,
                level=_count,
                expires=_moment,
            )
        ),
        _kind("slot_released", "A held place was given back.", participant=_text, slot=_text),
        _kind(
            "reservation_expired",
            "A held place was not used in time.",
            participant=_text,
            slot=_text,
        ),
        _kind(
            "check_confirmed",
            "A person confirmed a condition of dosing at the bedside or on paper.",
            participant=_text,
            slot=_text,
            check=_text,
            note=_any_text,
        ),
        _may_fill(
            _kind(
                "dosed",
                "The dose was given.",
                participant=_text,
                slot=_text,
                cohort=_count,
                level=_count,
                dose=_text,
                given_at=_moment,
                outside_gate=_texts,
            )
        ),
        _kind(
            "form_recorded",
            "A visit form was entered.",
            participant=_text,
            visit=_text,
            form=_text,
            on=_moment,
            items=_mapping,
        ),
        _kind(
            "form_corrected",
            "Values of a form were corrected; the old values stay.",
            participant=_text,
            visit=_text,
            form=_text,
            of_seq=_count,
            items=_mapping,
        ),
        _kind(
            "adverse_event_recorded",
            "An adverse event was reported.",
            participant=_text,
            adverse_event=_text,
            **_REPORT,
        ),
        _kind(
            "adverse_event_updated",
            "The report of an adverse event was replaced; the old report stays.",
            participant=_text,
            adverse_event=_text,
            **_REPORT,
        ),
        _kind(
            "report_sent",
            "A report of a serious event went out to whoever must receive it.",
            participant=_text,
            adverse_event=_text,
            clock=_text,
            to=_text,
            sent_at=_moment,
        ),
        _kind(
            "value_judged",
            "A person stated why a worsened laboratory value is no adverse event.",
            participant=_text,
            item=_text,
            term=_text,
            of_seq=_count,
        ),
        _kind(
            "dlt_adjudicated",
            "One person judged a candidate for a DLT.",
            participant=_text,
            candidate=_text,
            verdict=_text,
            of_seq=_count,
        ),
        _kind(
            "transplanted",
            "The participant received a liver transplant (allowed care).",
            participant=_text,
            on=_moment,
        ),
        _kind("died", "The participant died.", participant=_text, on=_moment, cause=_any_text),
        _kind("withdrawn", "The participant left the study.", participant=_text, on=_moment),
        _kind(
            "milestone_corrected",
            "A death, transplantation or withdrawal has another date, or did not happen.",
            participant=_text,
            what=_text,
            of_seq=_count,
            on=_maybe_moment,
        ),
        _kind(
            "window_assessed",
            "The DLT window is over and what happened in it is entered in full.",
            participant=_text,
        ),
        _of_a_part(
            _kind(
                "decision_proposed",
                "A dose decision was put to the committee on a frozen data cut.",
                decision=_text,
                data_cut_seq=_count,
                head_hash=_any_text,
                study_hash=_text,
                engine=_text,
                recommendation=_mapping,
                choice=_mapping,
                minutes=_any_text,
            )
        ),
        _kind("decision_voted", "A committee member voted.", decision=_text, answer=_text),
        _kind(
            "decision_signed",
            "A committee member signed.",
            decision=_text,
            name=_text,
            meaning=_text,
            role=_text,
        ),
        _kind(
            "decision_effective",
            "Quorum and required roles have signed: the decision is in force.",
            decision=_text,
            cohort=_count,
        ),
        _kind(
            "amendment_recorded",
            "An approved amendment changed a rule of the trial.",
            what=_text,
            value=_text,
            reference=_text,
        ),
        _kind("dosing_halted", "A person halted dosing.", scope=_text),
    )
)
"""Every event kind by name. A new kind is one entry here and one handler beside it."""


def check_payload(kind: str, payload: Mapping[str, object], *, schema: int = 1) -> None:
    """Raise :class:`UnreadableEvent` unless the payload is what ``kind`` promises."""
    known = KINDS.get(kind)
    if known is None or schema != known.schema:
        raise UnreadableEvent(f"no event kind {kind!r} with schema {schema} is known")
    missing = sorted(known.payload.keys() - payload.keys())
    surplus = sorted(payload.keys() - known.payload.keys() - known.may_have.keys())
    if missing or surplus:
        raise UnreadableEvent(f"{kind}: missing {missing}, not known {surplus}")
    for name, value in payload.items():
        allows = known.check_of(name)
        if not allows(value):
            raise UnreadableEvent(f"{kind}.{name}: found {value!r}, want {NAMES[allows]}")
