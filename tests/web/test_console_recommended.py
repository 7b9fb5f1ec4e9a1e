"""What the rule recommends is never shown as what the committee decided, and who waits is seen."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from django.urls import reverse

from dosepath import conduct, store
from dosepath.study import Study
from dosepath.web.record.items import with_unit
from dosepath.web.today.presenter import the_day
from dosepath.web.ui.table import Cell, Column, Table
from tests.unit.conduct.playing import COORDINATOR, HERE, INVESTIGATOR, SECOND, Play
from tests.unit.conduct.test_worked_study import completed, dosed, enrolled
from tests.web.console_trial import PASSWORD, TRIAL, Console, hidden, page

COMMITTEE = ("investigator", "statistician", "independent_physician")
ONLY_RULE = "This is what the rule says, not a decision"


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def url(name: str, *more: str) -> str:
    return reverse(f"decision:{name}", args=[TRIAL, *more])


def put(console: Console) -> None:
    """The second verdict makes AE-001 a DLT, and a decision is put to the committee."""
    console.trial.now = store.now().astimezone(HERE)
    console.trial.do(conduct.adjudicate, "AE-001", verdict="dlt", by=INVESTIGATOR, reason="as seen")
    client = console.client("statistician")
    client.post(url("propose"), {**hidden(client, url("next")), "which": "recommended"})


def test_until_it_is_signed_a_decision_is_put_to_the_committee_and_not_decided(
    console: Console,
) -> None:
    put(console)
    client = console.client("monitor")
    shown = page(client, url("decision", "D-001"))
    labels = [label.text for label in shown.all("dt")]
    assert "Put to the committee" in labels
    assert "Decided" not in labels
    assert ONLY_RULE not in shown.text  # the page is of a choice, not of advice
    today = page(client, reverse("today:today", args=[TRIAL]))
    assert "Decision D-001 is with the committee" in today.text
    assert ONLY_RULE in today.text


def test_a_decision_in_force_shows_what_was_recommended_at_its_cut(console: Console) -> None:
    put(console)
    for role in COMMITTEE:
        client = console.client(role)
        sent = {**hidden(client, url("sign", "D-001")), "password": PASSWORD}
        assert client.post(url("sign", "D-001"), sent).status_code == 302
    shown = page(console.client("monitor"), url("decision", "D-001"))
    assert "Decided" in [label.text for label in shown.all("dt")]
    assert "What the rule recommended" in [heading.text for heading in shown.all("h2")]
    assert "the committee has to decide" not in shown.text


def test_the_recommendation_has_not_the_colour_of_a_decision_in_force(console: Console) -> None:
    console.trial.now = store.now().astimezone(HERE)
    console.trial.do(conduct.adjudicate, "AE-001", verdict="dlt", by=INVESTIGATOR, reason="as seen")
    for address in (url("list"), url("next"), reverse("today:today", args=[TRIAL])):
        shown = page(console.client("statistician"), address)
        assert ONLY_RULE in shown.text, address
        assert not shown.marked("panel--good"), address


def test_every_console_page_says_which_trial_and_as_of_when(console: Console) -> None:
    foot = page(console.client("monitor"), url("list")).marked("foot")[0].text
    assert f"{TRIAL} as of " in foot
    assert "(UTC+8)" in foot


def test_today_says_who_waits_for_a_dose_and_what_stands_in_the_way(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    enrolled(trial, study)
    (row,) = rows(the_day(trial.state, TRIAL, at=trial.now, may_record=True).undosed)
    assert row[:3] == ["P-001", "blocked", "No slot is held."]
    assert row[3].endswith("2026, 09:00 (UTC+8)")
    trial.do(conduct.reserve_slot, "P-001", by=COORDINATOR)
    (row,) = rows(the_day(trial.state, TRIAL, at=trial.now, may_record=True).undosed)
    assert row[1:3] == ["to be confirmed", "–"]
    trial.check("P-001")
    found = the_day(trial.state, TRIAL, at=trial.now, may_record=True)
    assert rows(found.undosed)[0][1] == "may be dosed now"
    assert not found.is_calm


def test_nobody_who_was_dosed_waits_for_a_dose(begin: Callable[[], Play], study: Study) -> None:
    trial = begin()
    completed(trial, study, dosed(trial, study))
    assert not the_day(trial.state, TRIAL, at=trial.now, may_record=True).undosed.rows


def test_a_condition_that_could_not_be_established_stands_in_the_way(
    begin: Callable[[], Play], study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = begin()
    number = enrolled(trial, study)
    trial.do(conduct.reserve_slot, number, by=COORDINATOR)
    timing = import_module("dosepath.conduct.view.gate")
    monkeypatch.setattr(timing, "next_dosing_from", lambda *_, **__: 1 / 0)
    (row,) = rows(the_day(trial.state, TRIAL, at=trial.now, may_record=True).undosed)
    assert row[1] == "blocked"
    assert "ZeroDivisionError" in row[2]


def test_today_lists_the_screenings_that_are_not_finished(begin: Callable[[], Play]) -> None:
    trial = begin()
    trial.do(conduct.open_screening, by=SECOND)
    (row,) = rows(the_day(trial.state, TRIAL, at=trial.now, may_record=True).screenings)
    assert row == ["S-001", "consent not recorded", "–", "2 Mar 2026"]


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        ("108", "10^9/L", "108 × 10⁹/L"),
        ("159", "umol/L", "159 µmol/L"),
        ("49", "%", "49%"),
        ("1.68", "1", "1.68"),
        ("<0.2", "mg/dL", "<0.2 mg/dL"),
    ],
)
def test_a_number_and_the_power_of_ten_in_its_unit_cannot_be_read_as_one(
    number: str, unit: str, shown: str
) -> None:
    assert with_unit(number, unit) == shown


def test_only_a_table_of_many_columns_becomes_a_list_on_a_phone() -> None:
    columns = tuple(Column(str(place)) for place in range(4))
    assert Table("wide", columns, ()).stacks
    assert not Table("narrow", columns[:3], ()).stacks


def test_a_row_that_lacks_a_cell_is_not_drawn_short() -> None:
    table = Table("torn", (Column("a"), Column("b")), ((Cell("1"),),))
    with pytest.raises(ValueError, match="zip"):
        _ = table.titled
