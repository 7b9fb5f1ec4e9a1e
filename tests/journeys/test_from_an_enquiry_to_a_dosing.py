"""A relative writes on a phone, in Chinese; in the end somebody is dosed at level 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from tests.journeys.members import Member
from tests.journeys.person import PHONE, Person
from tests.journeys.serving import Place
from tests.journeys.visitors import Visitor

pytestmark = pytest.mark.slow
SiteAt = Callable[..., Place]
People = Callable[..., Person]

CHART: Mapping[str, str] = {
    "Cirrhosis (diagnosis and its basis recorded)": "yes",
    "Decompensated liver disease": "yes",
    "Body weight": "66",
    "Unit of Body weight": "kg",
    "Poor clotting has another cause than the liver": "no",
    "Hepatic encephalopathy (West Haven grade 0 to 4)": "1",
    "Active bleeding": "no",
    "Infection present": "no",
    "Spontaneous bacterial peritonitis": "no",
    "Drug abuse at any time": "no",
    "Sex": "male",
    "Brain herniation": "no",
    "Brain oedema": "no",
    "Bleeding inside the skull": "no",
    "Primary or metastatic liver cancer": "no",
}
LABORATORY: Mapping[str, str] = {
    "Serum total bilirubin": "148",
    "Serum total bilirubin: upper limit of normal": "21",
    "International normalised ratio (INR)": "1.82",
    "Oxygenation index PaO2/FiO2 (arterial)": "419",
    "Unit of Oxygenation index PaO2/FiO2 (arterial)": "mmHg",
    "Platelet count": "78",
    "Unit of Platelet count": "10⁹/L",
    "HIV test": "negative",
    "Test for a current SARS-CoV-2 infection": "negative",
}
JUDGEMENTS: Mapping[str, tuple[str, str]] = {
    "A8": ("Yes, the statement is true", "bilirubin and INR unchanged over twelve days"),
    "E4": ("No", "no sign of disseminated clotting; fibrinogen normal"),
    "E10": ("No", "mean arterial pressure above 75 mmHg without drugs"),
    "E12": ("No", "no other reason found"),
}
DOSING_DAY: Mapping[str, Mapping[str, str]] = {
    "Product": {
        "Lot": "SYN-L1-01",
        "Living cells at release": "91",
        "Cells per volume": "3500000",
        "Lot within specification": "Yes",
    },
    "Giving the cells": {
        "Volume given": "43",
        "Cells given": "0.15",
        "Given as planned": "Yes",
        "Complication of the procedure": "None",
    },
    "Vital signs": {
        "Temperature": "36.9",
        "Systolic blood pressure": "114",
        "Diastolic blood pressure": "70",
        "Heart rate": "86",
    },
    "Adverse events": {"Anything new or worse since the last visit": "No"},
}


class Journey:
    """The trial is open, nobody was dosed yet."""

    def __init__(self, place: Place, people: People) -> None:
        self.place, self.people = place, people
        self.team: dict[str, Member] = {}

    # The relative.

    def given_a_relative_who_reads_the_page_on_a_small_phone(self) -> None:
        self.relative = self.people(self.place, screen=PHONE)
        visitor = Visitor(self.relative, "zh-hans")
        visitor.has_time(self.place.secret)
        visitor.reads_about_the_study()
        self.relative.sees("正在招募")
        self.visitor = visitor

    def when_the_relative_sends_the_form_without_saying_how_to_be_reached(self) -> None:
        self.relative.follows("联系研究团队")
        self.relative.writes("您的姓名", "虚构的家属")
        self.relative.writes("您想问什么（可以不填）", "（合成数据）家人肝硬化，想了解这项研究。")
        self.relative.presses("发送")

    def then_the_form_says_so_in_chinese_and_keeps_what_was_written(self) -> None:
        self.relative.sees("请修改以下内容")
        self.relative.keeps("您的姓名", "虚构的家属")

    def when_the_relative_completes_it(self) -> None:
        self.relative.writes("电话", "+86 21 5555 0100")
        self.relative.answers("您是谁？", "我代家人或朋友咨询")
        self.relative.ticks("我同意研究团队保存我的姓名和联系方式")
        self.relative.ticks("我同意研究团队阅读我写的健康情况")
        self.relative.presses("发送")

    def then_the_relative_has_a_reference(self) -> None:
        self.reference = self.visitor.reference
        assert self.reference.startswith("ENQ-")

    # The coordinator.

    def when_the_coordinator_takes_the_enquiry_and_answers_it(self) -> None:
        coordinator = self.member("coordinator")
        coordinator.person.sees("1 new enquiry")
        coordinator.goes_to("Inbox")
        coordinator.person.follows(self.reference)
        coordinator.person.sees("（合成数据）家人肝硬化，想了解这项研究。")
        coordinator.person.presses("Assign to me")
        self.moves("Record a contact")
        self.moves("Pre-screened", "seems to fit, nothing speaks against it")
        self.moves("Invite to the clinic")

    def moves(self, step: str, reason: str = "") -> None:
        person = self.member("coordinator").person
        person.follows(step)
        if reason:
            person.answers("Reason", reason)
        person.presses(step)

    def when_the_person_comes_and_signs_the_consent_form(self) -> None:
        person = self.member("coordinator").person
        person.follows("Open a screening")
        person.presses("Open")
        person.sees_heading("Screening S-001")
        person.follows("Record consent")
        person.writes("Version on the signed form", "0.1")
        person.answers("Language of the form", "简体中文")
        person.writes("Signed on, at", self.now())
        person.presses("Record consent")

    def then_nobody_is_eligible_yet_and_the_worklist_says_what_is_missing(self) -> None:
        person = self.member("coordinator").person
        person.sees("Undetermined")
        person.sees_in_row("Platelet count", "laboratory")

    def when_the_coordinator_forgets_a_unit(self) -> None:
        person = self.member("coordinator").person
        person.follows("Enter values")
        self.member("coordinator").fills_in({**CHART, **LABORATORY, **self.dates()})
        person.presses("Record")

    def then_the_form_asks_for_the_unit_and_never_guesses_it(self) -> None:
        person = self.member("coordinator").person
        person.sees("Please mend the following")
        person.sees("unit")

    def when_the_unit_is_given(self) -> None:
        self.member("coordinator").fills_in({"Unit of Serum total bilirubin": "µmol/L"})
        self.member("coordinator").person.presses("Record")

    # The investigator.

    def when_the_investigator_judges_what_only_a_person_can_judge(self) -> None:
        investigator = self.member("investigator")
        for criterion, (answer, reason) in JUDGEMENTS.items():
            investigator.at("screening/S-001/")
            investigator.person.follows(f"{criterion}:")
            investigator.person.page.get_by_label(answer, exact=True).check()
            investigator.person.writes("Why", reason)
            investigator.person.presses("Record the judgement")

    def then_the_person_is_eligible_in_one_group(self) -> None:
        self.member("investigator").person.sees("Eligible")

    def when_the_investigator_signs_and_enrols(self) -> None:
        investigator = self.member("investigator")
        investigator.person.follows("Sign eligibility")
        investigator.person.answers("Group", "CLF: Chronic liver failure")
        investigator.gives_the_password_again()
        investigator.person.follows("Enrol")
        investigator.person.presses("Enrol")

    # The dosing.

    def when_a_place_is_reserved(self) -> None:
        coordinator = self.member("coordinator")
        coordinator.at("dosing/P-001/")
        coordinator.person.follows("Reserve a place")
        coordinator.person.presses("Reserve a place")

    def then_the_gate_is_closed_and_says_why(self) -> None:
        person = self.member("coordinator").person
        person.sees("P-001 may not be dosed")

    def when_two_people_confirm_the_product_and_two_the_identity(self) -> None:
        for check, accounts in (
            ("product", ("cell_laboratory", "coordinator")),
            ("identity", ("coordinator", "investigator")),
        ):
            for account in accounts:
                member = self.member(account)
                member.at(f"dosing/P-001/{check}/")
                member.person.page.get_by_role("checkbox").check()
                member.person.presses("Confirm")

    def when_the_investigator_gives_the_dose(self) -> None:
        investigator = self.member("investigator")
        investigator.at("dosing/P-001/")
        investigator.person.sees("P-001 may be dosed now")
        investigator.person.follows("Record the dose")
        investigator.person.presses("Record the dose")
        investigator.person.sees_heading("P-001")

    def then_the_participant_is_under_observation(self) -> None:
        coordinator = self.member("coordinator")
        coordinator.goes_to("Board")
        coordinator.person.sees_in_row("1", "P-001")
        coordinator.person.sees("under observation")

    def when_the_forms_of_the_day_are_entered(self) -> None:
        ward = self.member("coordinator")
        ward.at("participants/P-001/visits/dosing/product/")
        for form, answers in DOSING_DAY.items():
            ward.enters(form, answers)

    def then_the_next_visit_is_known(self) -> None:
        self.member("coordinator").at("participants/P-001/")
        self.member("coordinator").person.sees("Day 1")

    # Who they are.

    def member(self, account: str) -> Member:
        if account not in self.team:
            self.team[account] = Member(self.people(self.place), account)
        return self.team[account]

    def now(self) -> str:
        """The minute at the site, as the site itself shows it."""
        return self.place.minute()

    def dates(self) -> Mapping[str, str]:
        today = date.fromisoformat(self.now()[:10])
        return {
            "Date of birth": str(today - timedelta(days=18_650)),
            "Start of regular treatment": f"{today - timedelta(days=12)}T09:00",
            "End of regular treatment or time of assessment if it goes on": (
                f"{today - timedelta(days=1)}T09:00"
            ),
        }


def test_from_an_enquiry_on_a_phone_to_a_dosing(site_at: SiteAt, people: People) -> None:
    journey = Journey(site_at("opened"), people)
    journey.given_a_relative_who_reads_the_page_on_a_small_phone()
    journey.when_the_relative_sends_the_form_without_saying_how_to_be_reached()
    journey.then_the_form_says_so_in_chinese_and_keeps_what_was_written()
    journey.when_the_relative_completes_it()
    journey.then_the_relative_has_a_reference()
    journey.when_the_coordinator_takes_the_enquiry_and_answers_it()
    journey.when_the_person_comes_and_signs_the_consent_form()
    journey.then_nobody_is_eligible_yet_and_the_worklist_says_what_is_missing()
    journey.when_the_coordinator_forgets_a_unit()
    journey.then_the_form_asks_for_the_unit_and_never_guesses_it()
    journey.when_the_unit_is_given()
    journey.when_the_investigator_judges_what_only_a_person_can_judge()
    journey.then_the_person_is_eligible_in_one_group()
    journey.when_the_investigator_signs_and_enrols()
    journey.when_a_place_is_reserved()
    journey.then_the_gate_is_closed_and_says_why()
    journey.when_two_people_confirm_the_product_and_two_the_identity()
    journey.when_the_investigator_gives_the_dose()
    journey.then_the_participant_is_under_observation()
    journey.when_the_forms_of_the_day_are_entered()
    journey.then_the_next_visit_is_known()
