"""The last day of a DLT window is over: visit forms, assessment, decision, the next level open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.journeys.members import Member
from tests.journeys.person import Person
from tests.journeys.serving import Place

pytestmark = pytest.mark.slow
SiteAt = Callable[..., Place]
People = Callable[..., Person]

PROBLEM = "Please mend the following"
NOTHING = "No"
DAY_28: Mapping[str, Mapping[str, str]] = {
    "Belly": {"Ascites": "None", "Abdominal pain": "None", "Signs of peritonitis": NOTHING},
    "Encephalopathy": {"West Haven grade": "0: none"},
    "Organ support": {
        "Vasopressors": NOTHING,
        "Mechanical ventilation": NOTHING,
        "Dialysis twice or more in the past week, or continuous for 24 h": NOTHING,
    },
    "Adverse events": {"Anything new or worse since the last visit": NOTHING},
    "Other treatment": {
        "Albumin infusion": "Yes",
        "Plasma exchange or artificial liver support": NOTHING,
        "Antibiotics": NOTHING,
        "Immunosuppression": NOTHING,
        "Blood products": NOTHING,
    },
    "Day 28 assessment": {
        "All adverse events up to day 28 have been recorded": "Yes",
        "An event that may be dose-limiting": NOTHING,
        "Course of the liver failure": "Improved",
    },
}
VITALS = {
    "Temperature": "36.8",
    "Systolic blood pressure": "116",
    "Diastolic blood pressure": "71",
    "Heart rate": "78",
}
LABORATORY = {
    "Total bilirubin": "112",
    "INR": "1.55",
    "Albumin": "31",
    "Creatinine": "80",
    "Sodium": "136",
    "Platelets": "86",
    "ALT": "49",
    "AST": "60",
}


class Journey:
    """One participant of level 1 was dosed 29 days ago; the committee must decide what is next."""

    def __init__(self, place: Place, people: People) -> None:
        self.place, self.people = place, people
        self.committee: dict[str, Member] = {}

    def given_a_coordinator_who_opens_the_site_in_the_morning(self) -> None:
        self.coordinator = Member(self.people(self.place), "coordinator")
        self.person = self.coordinator.person
        self.person.sees_heading("What needs you now")
        self.person.sees_in_row("P-001", "9 forms to enter")
        self.person.sees("Why no dose decision is due")

    def when_they_mistype_a_value_of_the_day_28_visit(self) -> None:
        self.person.follows("9 forms to enter")
        self.coordinator.enters("Vital signs", {**VITALS, "Temperature": "36,8", "Heart rate": ""})

    def then_the_form_says_what_is_wrong_and_keeps_what_was_typed(self) -> None:
        self.person.sees(PROBLEM)
        self.person.keeps("Temperature", "36,8")
        self.person.keeps("Systolic blood pressure", VITALS["Systolic blood pressure"])

    def when_they_enter_all_forms_of_the_visit(self) -> None:
        day = self.coordinator.day
        self.coordinator.enters("Vital signs", VITALS)
        self.coordinator.enters("Laboratory", {"Sampled on": day, **LABORATORY})
        for form, answers in DAY_28.items():
            self.coordinator.enters(form, answers)
        last = {"Last contact": day, "Alive": "Yes", "Liver transplantation": NOTHING}
        self.coordinator.enters("Survival and transplantation", last)

    def then_the_visit_is_done_and_only_the_window_is_open(self) -> None:
        self.person.sees_heading("P-001")
        self.person.sees("The DLT window is over and must be assessed")

    def when_the_investigator_states_that_the_window_is_complete(self) -> None:
        investigator = self.member("investigator")
        investigator.person.follows("P-001: assess the DLT window.")
        investigator.person.follows("The DLT window is over and must be assessed")
        investigator.person.sees("Adverse events recorded so far: AE-001")
        investigator.person.presses("The window of P-001 is complete")

    def then_a_decision_is_due_for_everybody_on_the_team(self) -> None:
        self.coordinator.goes_to("Today")
        self.person.sees("A dose decision is due")
        self.coordinator.goes_to("Board")
        self.person.sees("treat 3 participants at level 2")

    def when_the_statistician_looks_at_the_evidence_and_puts_it_to_the_committee(self) -> None:
        statistician = self.member("statistician")
        statistician.goes_to("Decisions")
        statistician.person.follows("Look at the evidence and decide")
        statistician.person.sees("1 of 1 dosed participants")
        statistician.person.sees("The scenarios are assumed")
        statistician.person.answers("Who is present", "statistician (statistician)")
        statistician.person.writes("Minutes", "No dose-limiting toxicity at level 1.")
        statistician.person.presses("Put it to the committee")
        statistician.person.sees_heading("Decision D-001")

    def when_each_member_votes_and_signs_with_the_password_again(self) -> None:
        for account in ("statistician", "independent_physician", "investigator"):
            member = self.member(account)
            member.at("decisions/D-001/")
            member.votes("For")
            member.signs("D-001")

    def when_a_member_mistypes_the_password(self) -> None:
        member = self.member("independent_physician")
        member.at("decisions/D-001/")
        member.signs("D-001", password="not-this-one")

    def then_nothing_is_signed(self) -> None:
        member = self.member("independent_physician")
        member.person.sees(PROBLEM)
        member.at("decisions/D-001/")
        member.person.sees("Nobody has signed yet")

    def then_the_decision_is_in_force_and_level_2_is_open(self) -> None:
        investigator = self.member("investigator").person
        investigator.sees("In force since")
        for name in ("statistician", "independent physician", "investigator"):
            investigator.sees_in_row(name, "I have reviewed the data")
        self.coordinator.goes_to("Board")
        self.person.sees("Level 2: 3 places are free")

    def then_the_auditor_reads_every_step_and_may_change_nothing(self) -> None:
        auditor = self.member("auditor").person
        self.member("auditor").goes_to("Audit")
        for words in ("D-001", "P-001"):
            auditor.sees(words)
        self.member("auditor").at("decisions/D-001/")
        auditor.does_not_see("Go on to sign")

    def member(self, account: str) -> Member:
        if account not in self.committee:
            self.committee[account] = Member(self.people(self.place), account)
        return self.committee[account]


def test_from_a_closed_window_to_a_signed_decision_and_the_next_level(
    site_at: SiteAt, people: People
) -> None:
    journey = Journey(site_at("day_29"), people)
    journey.given_a_coordinator_who_opens_the_site_in_the_morning()
    journey.when_they_mistype_a_value_of_the_day_28_visit()
    journey.then_the_form_says_what_is_wrong_and_keeps_what_was_typed()
    journey.when_they_enter_all_forms_of_the_visit()
    journey.then_the_visit_is_done_and_only_the_window_is_open()
    journey.when_the_investigator_states_that_the_window_is_complete()
    journey.then_a_decision_is_due_for_everybody_on_the_team()
    journey.when_the_statistician_looks_at_the_evidence_and_puts_it_to_the_committee()
    journey.when_a_member_mistypes_the_password()
    journey.then_nothing_is_signed()
    journey.when_each_member_votes_and_signs_with_the_password_again()
    journey.then_the_decision_is_in_force_and_level_2_is_open()
    journey.then_the_auditor_reads_every_step_and_may_change_nothing()
