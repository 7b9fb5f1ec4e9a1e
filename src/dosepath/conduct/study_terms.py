"""The study file's words turned into the protocol that conduct applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from dosepath import __version__
from dosepath.conduct.dlt_condition import condition_holds
from dosepath.conduct.record.adverse_event import EventReport
from dosepath.conduct.record.protocol import (
    DltRule,
    Override,
    PartRules,
    Protocol,
    ReportClock,
    ResponseRule,
)
from dosepath.conduct.refusal import Refused
from dosepath.designs import needs
from dosepath.rule import Reason, Truth, some
from dosepath.schedule import forms_answering, read_predicate
from dosepath.study import Study


def protocol_of(study: Study) -> Protocol:
    """What conduct needs of ``study``.

    Raises :class:`Refused` when the file is only a design: a trial cannot be conducted
    without a DLT definition, a stagger, a committee and visits, and without the definition of
    a response if its design weighs one.
    """
    missing = tuple(_missing(study))
    if missing:
        raise Refused(Reason.of("refused.study_incomplete", missing=missing))
    escalation = study.escalation
    dlt, stagger, committee = escalation.dlt, escalation.stagger, escalation.committee
    if dlt is None or stagger is None or committee is None:
        raise AssertionError("a missing section was not named")
    sentinel = stagger.sentinel
    closing = escalation.evaluable.after_visit if escalation.evaluable else None
    return Protocol(
        study_id=study.id,
        version=study.identity.version.number,
        study_hash=study.hash,
        design=study.design,
        doses=tuple(dose.label for dose in study.doses),
        planned=study.identity.planned_participants,
        dlt=dlt_rule(study),
        engine=f"dosepath {__version__}",
        stagger_hours=stagger.within_cohort_hours,
        quorum=committee.quorum,
        required_roles=tuple(committee.roles),
        eligibility_hours=escalation.slots.eligibility_hours,
        reservation_hours=escalation.slots.reserved_hours,
        consent_version=study.identity.version.number,
        adjudicators=dlt.adjudicators,
        population=study.population,
        zone=study.identity.zone,
        ctcae=study.safety.ctcae if study.safety else "5.0",
        death=dlt.death_in_window,
        transplantation=dlt.transplantation_before_complete or "as_any_event",
        replacements=1 if dlt.repeated_replacement == "committee" else None,
        candidate_pauses=stagger.candidate_dlt == "pauses_dosing",
        sentinel=sentinel.size if sentinel else 0,
        sentinel_hours=sentinel.wait_hours if sentinel else 0,
        visits=study.visits,
        forms=study.forms,
        closing_visit=closing or _visit_at(study, dlt.window.days),
        response=response_rule(study),
        mtd_at_top=escalation.mtd_at_top,
        clocks=_clocks(study),
        parts=MappingProxyType(_parts(study)),
    )


def _clocks(study: Study) -> tuple[ReportClock, ...]:
    """The reports that every serious event starts."""
    clocks = study.safety.clocks if study.safety else ()
    return tuple(
        ReportClock(one.id, one.within, one.to, bool(one.assumed))
        for one in clocks
        if one.event == "serious"
    )


def _parts(study: Study) -> dict[str, PartRules]:
    """The parts by name, the main one under an empty name; nothing for a study without parts."""
    if not study.parts:
        return {}
    found = {"": PartRules("", study.design, tuple(dose.label for dose in study.doses))}
    for name, branch in study.parts.items():
        spec = branch.spec
        title = (spec.title or {}).get("en", "") if spec else ""
        doses = tuple(dose.label for dose in branch.doses)
        after = (spec.after or "") if spec else ""
        found[name] = PartRules(name, branch.design, doses, title, after)
    return found


def _missing(study: Study) -> Iterator[str]:
    escalation = study.escalation
    sections: dict[str, object] = {
        "study": study.file.study,
        "escalation.dlt": escalation.dlt,
        "escalation.stagger": escalation.stagger,
        "escalation.committee": escalation.committee,
        "population": study.population,
        "visits": study.visits,
    }
    designs = (study.design, *(branch.design for branch in study.parts.values()))
    if any("responses" in needs(design) for design in designs):
        sections["escalation.response"] = escalation.response
    yield from (name for name, section in sections.items() if not section)


def _visit_at(study: Study, day: int) -> str | None:
    return next((visit.id for visit in study.visits if visit.day == day), None)


def dlt_rule(study: Study) -> DltRule:
    """The study's DLT definition; terms that are never dose-limiting alone are ``excluded``."""
    dlt = study.escalation.dlt
    if dlt is None:
        raise Refused(Reason.of("refused.study_incomplete", missing=("escalation.dlt",)))
    overrides, excluded = {}, []
    for spec in dlt.overrides.values():
        for term in spec.terms:
            if spec.never:
                excluded.append(term.casefold())
                continue
            holds = _any_of(spec.any)
            overrides[term.casefold()] = Override(term, spec.text["en"], holds)
    return DltRule(
        window_days=dlt.window.days,
        grade=dlt.is_.grade_at_least or 1,
        worsening=dlt.is_.worse_by_grades or 0,
        attribution=dlt.is_.attribution or "any",
        excluded=tuple(excluded),
        overrides=MappingProxyType(overrides),
    )


def response_rule(study: Study) -> ResponseRule | None:
    """What a response is, if the study says so: which form of which visit answers it, and how."""
    asked = study.escalation.response
    visit = study.visit(asked.visit) if asked is not None else None
    if asked is None or visit is None:
        return None
    forms = [study.forms[name] for name in visit.forms]
    (form,) = forms_answering(forms, asked.predicate)
    return ResponseRule(
        visit=asked.visit,
        form=form.id,
        text=asked.text["en"],
        holds=read_predicate(form, asked.predicate),
        window_days=asked.window_days,
        not_assessed=asked.not_assessed,
    )


def _any_of(conditions: tuple[object, ...]) -> Callable[[EventReport], Truth]:
    def holds(report: EventReport) -> Truth:
        return some(condition_holds(condition, report) for condition in conditions)

    return holds
