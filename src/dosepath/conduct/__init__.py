"""Conduct of a trial: events to state, commands that refuse, gate, counts and recommendation.

``replay`` turns a log into a :class:`TrialState`. Commands are pure functions of a state;
each returns the drafts to append or raises :class:`Refused` with reasons. Views
(``dosing_gate``, ``recommend``, ``due`` ...) say what follows from a state.
See docs/explanation/conduct.md and docs/reference/events.md.
"""

from dosepath.conduct.command.decide import (
    halt_dosing,
    less_cautious,
    propose_decision,
    record_amendment,
    rests_on,
    sign_decision,
    still_needed,
    vote,
)
from dosepath.conduct.command.dose import (
    confirm_check,
    give_dose,
    release_slot,
    report_dose,
    reserve_slot,
    tick,
)
from dosepath.conduct.command.ending import record_screening_end
from dosepath.conduct.command.forms import FormKey, correct_form, record_form
from dosepath.conduct.command.milestone import correct_milestone
from dosepath.conduct.command.part import open_part
from dosepath.conduct.command.reporting import record_report_sent
from dosepath.conduct.command.safety import (
    adjudicate,
    assess_window,
    record_adverse_event,
    record_death,
    record_transplantation,
    record_withdrawal,
    update_adverse_event,
)
from dosepath.conduct.command.screen import (
    ConsentForm,
    enrol,
    judge_criterion,
    open_screening,
    open_trial,
    pin_reading,
    record_consent,
    record_facts,
    sign_eligibility,
)
from dosepath.conduct.command.value import judge_value
from dosepath.conduct.fold.kinds import KINDS, Kind, UnreadableEvent, check_payload
from dosepath.conduct.fold.replay import replay
from dosepath.conduct.record.adverse_event import (
    ATTRIBUTIONS,
    VERDICTS,
    Adjudication,
    AdverseEvent,
    EventReport,
    ReportSent,
    Version,
)
from dosepath.conduct.record.decision import (
    Amendment,
    Choice,
    Cohort,
    DataCut,
    DoseDecision,
    Filling,
    Halt,
    Signature,
    Vote,
)
from dosepath.conduct.record.form import Correction, FormEntry, ValueJudgement
from dosepath.conduct.record.participant import (
    MILESTONES,
    Check,
    Dosing,
    Milestone,
    MilestoneCorrection,
    Participant,
    Slot,
)
from dosepath.conduct.record.protocol import (
    DltRule,
    Override,
    PartRules,
    Protocol,
    ReportClock,
    ResponseRule,
)
from dosepath.conduct.record.screening import (
    Consent,
    EligibilitySignature,
    FactSet,
    Judgement,
    Pin,
    Screening,
    ScreeningEnd,
)
from dosepath.conduct.record.stamp import Stamp
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused
from dosepath.conduct.roles import ROLES, Role, permits, roles_with
from dosepath.conduct.study_terms import protocol_of
from dosepath.conduct.view.agenda import Task, VisitDue, due, tasks, visits_of
from dosepath.conduct.view.backfill import (
    BackfillPlaces,
    backfill_at,
    backfill_notes,
    backfill_places,
)
from dosepath.conduct.view.candidates import Candidate, candidate, candidates
from dosepath.conduct.view.eligible import evaluate_screening, screening_record
from dosepath.conduct.view.gate import CONDITIONS, Condition, Gate, dosing_gate
from dosepath.conduct.view.laboratory import Worsened, worsened_labs
from dosepath.conduct.view.outcome import Followed, Outcome, counts, outcome, outcomes, window_ends
from dosepath.conduct.view.recommendation import MTD_NOT_REACHED, Recommendation, recommend
from dosepath.conduct.view.reporting import ReportDue, reports_due, reports_of
from dosepath.conduct.view.sentence import is_top_tolerated, standing_sentences, trial_sentence
from dosepath.conduct.view.since import grave_since, signed_unaware
from dosepath.conduct.view.standing import Standing, active_halts, stand
from dosepath.conduct.view.timing import NextSlot, free_places, next_dosing_from, next_slot_opens
from dosepath.conduct.view.told import event_reason
from dosepath.conduct.view.unjudged import reported_as, unjudged_labs

__all__ = [
    "ATTRIBUTIONS",
    "CONDITIONS",
    "KINDS",
    "MILESTONES",
    "MTD_NOT_REACHED",
    "ROLES",
    "VERDICTS",
    "Adjudication",
    "AdverseEvent",
    "Amendment",
    "BackfillPlaces",
    "Candidate",
    "Check",
    "Choice",
    "Cohort",
    "Condition",
    "Consent",
    "ConsentForm",
    "Correction",
    "DataCut",
    "DltRule",
    "DoseDecision",
    "Dosing",
    "EligibilitySignature",
    "EventReport",
    "FactSet",
    "Filling",
    "Followed",
    "FormEntry",
    "FormKey",
    "Gate",
    "Halt",
    "Judgement",
    "Kind",
    "Milestone",
    "MilestoneCorrection",
    "NextSlot",
    "Outcome",
    "Override",
    "PartRules",
    "Participant",
    "Pin",
    "Protocol",
    "Recommendation",
    "Refused",
    "ReportClock",
    "ReportDue",
    "ReportSent",
    "ResponseRule",
    "Role",
    "Screening",
    "ScreeningEnd",
    "Signature",
    "Slot",
    "Stamp",
    "Standing",
    "Task",
    "TrialState",
    "UnreadableEvent",
    "ValueJudgement",
    "Version",
    "VisitDue",
    "Vote",
    "Worsened",
    "active_halts",
    "adjudicate",
    "assess_window",
    "backfill_at",
    "backfill_notes",
    "backfill_places",
    "candidate",
    "candidates",
    "check_payload",
    "confirm_check",
    "correct_form",
    "correct_milestone",
    "counts",
    "dosing_gate",
    "due",
    "enrol",
    "evaluate_screening",
    "event_reason",
    "free_places",
    "give_dose",
    "grave_since",
    "halt_dosing",
    "is_top_tolerated",
    "judge_criterion",
    "judge_value",
    "less_cautious",
    "next_dosing_from",
    "next_slot_opens",
    "open_part",
    "open_screening",
    "open_trial",
    "outcome",
    "outcomes",
    "permits",
    "pin_reading",
    "propose_decision",
    "protocol_of",
    "recommend",
    "record_adverse_event",
    "record_amendment",
    "record_consent",
    "record_death",
    "record_facts",
    "record_form",
    "record_report_sent",
    "record_screening_end",
    "record_transplantation",
    "record_withdrawal",
    "release_slot",
    "replay",
    "report_dose",
    "reported_as",
    "reports_due",
    "reports_of",
    "reserve_slot",
    "rests_on",
    "roles_with",
    "screening_record",
    "sign_decision",
    "sign_eligibility",
    "signed_unaware",
    "stand",
    "standing_sentences",
    "still_needed",
    "tasks",
    "tick",
    "trial_sentence",
    "unjudged_labs",
    "update_adverse_event",
    "visits_of",
    "vote",
    "window_ends",
    "worsened_labs",
]
