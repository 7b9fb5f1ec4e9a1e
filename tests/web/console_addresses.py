"""Every address of the console: the permission that opens it, and an example of what it takes."""

from __future__ import annotations

FORM = {"participant": "P-001", "visit": "d1", "form": "labs"}
EVENT = {"participant": "P-001", "event": "AE-001"}
WHO = {"participant": "P-001"}
PERSON = {"username": "stranger-1"}
NEXT = {"participant": "P-002"}
SCREENING = {"screening": "S-002"}
DECISION = {"decision": "D-001"}

CONSOLE: dict[str, tuple[str, dict[str, str]]] = {
    "today:today": ("trial.read", {}),
    "board:board": ("clinical.read", {}),
    "followup:participants": ("clinical.read", {}),
    "followup:participant": ("clinical.read", WHO),
    "followup:form": ("form.record", {**FORM, "form": "vitals"}),
    "followup:entry": ("clinical.read", FORM),
    "followup:correct": ("form.correct", FORM),
    "followup:report_event": ("adverse_event.record", WHO),
    "followup:event": ("clinical.read", EVENT),
    "followup:update_event": ("adverse_event.update", EVENT),
    "followup:report_sent": ("adverse_event.update", {**EVENT, "clock": "serious_to_sponsor"}),
    "followup:value": ("clinical.read", {**WHO, "item": "bilirubin"}),
    "followup:judge_value": ("value.judge", {**WHO, "item": "bilirubin"}),
    "followup:transplantation": ("course.record", WHO),
    "followup:death": ("course.record", WHO),
    "followup:withdrawal": ("course.record", WHO),
    "followup:window": ("window.assess", WHO),
    "safety:list": ("clinical.read", {}),
    "safety:halt": ("dosing.halt", {}),
    "safety:candidate": ("clinical.read", {"candidate": "AE-001"}),
    "safety:judge": ("candidate.adjudicate", {"candidate": "AE-001"}),
    "audit:log": ("audit.read", {}),
    "audit:verify": ("audit.read", {}),
    "screening:list": ("clinical.read", {}),
    "screening:open": ("screening.open", {}),
    "screening:pin": ("reading.pin", {"criterion": "A5"}),
    "screening:screening": ("clinical.read", SCREENING),
    "screening:consent": ("consent.record", SCREENING),
    "screening:values": ("facts.record", SCREENING),
    "screening:paste": ("facts.record", SCREENING),
    "screening:judge": ("criterion.judge", {**SCREENING, "criterion": "E12"}),
    "screening:sign": ("eligibility.sign", SCREENING),
    "screening:enrol": ("participant.enrol", SCREENING),
    "dosing:list": ("product.confirm", {}),
    "dosing:gate": ("clinical.read", NEXT),
    "dosing:sheet": ("clinical.read", NEXT),
    "dosing:reserve": ("slot.reserve", NEXT),
    "dosing:release": ("slot.release", NEXT),
    "dosing:identity": ("identity.confirm", NEXT),
    "dosing:product": ("product.confirm", NEXT),
    "dosing:give": ("dose.give", NEXT),
    "dosing:report": ("dosing.report", NEXT),
    "decision:list": ("clinical.read", {}),
    "decision:next": ("clinical.read", {}),
    "decision:propose": ("decision.propose", {}),
    "decision:decision": ("clinical.read", DECISION),
    "decision:vote": ("decision.vote", DECISION),
    "decision:sign": ("decision.sign", DECISION),
    "inbox:list": ("enquiry.answer", {}),
    "inbox:enquiry": ("enquiry.answer", {"reference": "E-0000"}),
    "inbox:note": ("enquiry.answer", {"reference": "E-0000"}),
    "inbox:move": ("enquiry.answer", {"reference": "E-0000", "to": "contacted"}),
    "people:list": ("accounts.manage", {}),
    "people:create": ("accounts.manage", {}),
    "people:person": ("accounts.manage", PERSON),
    "people:grant": ("accounts.manage", PERSON),
    "people:end_role": ("accounts.manage", {**PERSON, "grant": "0"}),
    "people:password": ("accounts.manage", PERSON),
    "people:unlock": ("accounts.manage", PERSON),
    "people:close": ("accounts.manage", PERSON),
}
