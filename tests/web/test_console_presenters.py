"""What Today, the board, a participant's page and the log show: plain values from a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from dosepath import conduct, wording
from dosepath.conduct import Choice, reports_of
from dosepath.designs import Counts
from dosepath.ledger import Finding, Verification
from dosepath.report import participant_svg
from dosepath.store import Inspection
from dosepath.study import Study
from dosepath.web.audit.verifying import verdict
from dosepath.web.board.presenter import rule_table, slots_table, tree_table
from dosepath.web.followup.figure import course_of, labs_table
from dosepath.web.followup.presenter import Case, facts, open_items, participants_table
from dosepath.web.followup.visits import visit_rows
from dosepath.web.record.judging import Reader, hidden_entries, may_judge
from dosepath.web.record.log import changes, flat, log_row
from dosepath.web.record.reports import reports_table
from dosepath.web.today.presenter import the_day
from dosepath.web.ui.table import Cell, Table
from tests.unit.conduct.playing import COORDINATOR, INVESTIGATOR, PHYSICIAN, SECOND, Play
from tests.unit.conduct.test_worked_study import completed, dosed, enrolled
from tests.web.console_trial import FILE, LABS, START, TRIAL


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_trial_that_has_just_begun_says_how_to_begin(begin: Callable[[], Play]) -> None:
    found = the_day(begin().state, TRIAL, at=START, may_record=True)
    assert found.is_new
    assert found.is_calm


def test_visits_come_with_the_days_left_the_most_urgent_first(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    dosed(trial, study)
    trial.wait(days=3)
    found = the_day(trial.state, TRIAL, at=trial.now, may_record=True)
    rows = texts(found.visits)
    assert [row[1] for row in rows] == ["Before the cells", "Day of the cells", "Day 1", "Day 3"]
    assert rows[0][2] == "overdue by 4 days"
    assert rows[3][2] == "1 day left"
    assert rows[3][4] == "4 Mar to 6 Mar 2026"
    assert [row[2].tone for row in found.visits.rows] == ["stop", "stop", "stop", "info"]
    assert found.visits.rows[3][3].href.endswith("/participants/P-001/visits/d3/vitals/")


def test_why_no_decision_is_due_names_who_and_until_when(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    dosed(trial, study)
    found = the_day(trial.state, TRIAL, at=trial.now, may_record=True)
    assert not found.is_due
    assert any("P-001" in line and "30 Mar 2026" in line for line in found.missing)
    completed(trial, study, "P-001")
    assert the_day(trial.state, TRIAL, at=trial.now, may_record=True).is_due


def test_what_waits_says_for_whom(begin: Callable[[], Play], study: Study) -> None:
    trial = begin()
    trial.harm(dosed(trial, study))
    trial.wait(days=29)
    waiting = the_day(trial.state, TRIAL, at=trial.now, may_record=True).waiting
    assert waiting[0].whom == "investigator and independent physician"
    assert waiting[0].url.endswith("/safety/AE-001/")


def lab(trial: Play, visit: str, bilirubin: str, at: datetime | None = None) -> None:
    key = ("P-001", visit, "labs")
    items = {**LABS, "sampled_on": trial.now.date().isoformat(), "bilirubin": bilirubin}
    trial.do(conduct.record_form, key, on=at or trial.now, items=items, by=COORDINATOR)


def worsened(begin: Callable[[], Play], study: Study) -> Play:
    """P-001 with bilirubin 120 before dosing and 300 on day 1."""
    trial = begin()
    enrolled(trial, study)
    trial.wait(hours=1)
    lab(trial, "baseline", "120 umol/L")
    trial.wait(days=1)
    trial.do(conduct.reserve_slot, "P-001", by=COORDINATOR)
    trial.check("P-001")
    trial.do(conduct.give_dose, "P-001", given_at=trial.now)
    trial.wait(days=1)
    lab(trial, "d1", "300 umol/L")
    return trial


def test_a_worsened_value_stands_on_today_for_a_week_with_its_grades(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = worsened(begin, study)
    (row,) = texts(the_day(trial.state, TRIAL, at=trial.now, may_record=True).labs)
    assert row[1] == "Blood bilirubin increased: 300\N{NO-BREAK SPACE}µmol/L"
    assert row[2] == "0 to 2"
    assert row[4] == "4 Mar 2026, day 1"
    assert row[5] == "Record an adverse event"
    reader = the_day(trial.state, TRIAL, at=trial.now, may_record=False).labs.rows[0][5]
    assert not reader.href
    later = trial.now + timedelta(days=7, minutes=1)
    assert not the_day(trial.state, TRIAL, at=later, may_record=True).labs.rows


def test_a_reported_value_names_its_event(begin: Callable[[], Play], study: Study) -> None:
    trial = worsened(begin, study)
    trial.harm("P-001", 2, term="blood bilirubin increased", attribution="unlikely")
    (row,) = texts(the_day(trial.state, TRIAL, at=trial.now, may_record=True).labs)
    assert row[5] == "recorded as AE-001"


def test_the_rule_marks_where_we_are_and_says_every_alternative(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    assert rule_table(trial.state, conduct.stand(trial.state)) is None
    completed(trial, study, dosed(trial, study))
    table = rule_table(trial.state, conduct.stand(trial.state))
    assert table is not None
    assert [(row[0], row[2]) for row in texts(table)] == [("0/1", "we are here"), ("1/1", "")]
    said = trial.state.protocol.design.decide(Counts.none(4).add(1, n=1)).because
    assert texts(table)[0][1] == wording.say(said)


def test_the_tree_has_one_column_for_each_scenario_and_its_chances_add_up(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    dosed(trial, study)
    table = tree_table(conduct.stand(trial.state), study)
    assert len(table.columns) == len(study.scenarios) + 2
    assert all(column.assumed for column in table.columns[1:-1])
    for place in range(1, len(study.scenarios) + 1):
        shares = [float(row[place].strip("<>%")) for row in texts(table)]
        assert sum(shares) == pytest.approx(100, abs=0.3)


def test_the_tree_without_scenarios_still_says_what_follows(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    dosed(trial, study)
    without = SimpleNamespace(design=study.design, scenarios={})
    table = tree_table(conduct.stand(trial.state), without)  # type: ignore[arg-type]
    assert len(table.columns) == 2
    assert table.rows


def test_after_the_end_nothing_comes_next(begin: Callable[[], Play], study: Study) -> None:
    trial = begin()
    first = dosed(trial, study)
    completed(trial, study, first)
    trial.decide(Choice("stop", mtd=None), minutes="the sponsor ends the study")
    assert trial.recommend().status == "ended"
    slots = slots_table(trial.state, TRIAL, trial.now)
    assert slots.empty


def test_a_participants_page_before_dosing_offers_the_forms_before_dosing_only(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    number = enrolled(trial, study)
    who = trial.state.participants[number]
    case = Case(trial.state, who, TRIAL, trial.now)
    assert [row.title for row in visit_rows(case, may_record=True)] == ["Before the cells"]
    assert [fact.values for fact in facts(case)][1] == ("not dosed",)
    assert open_items(case) == ()
    reader = visit_rows(case, may_record=False)[0]
    assert {form.url for form in reader.forms} == {""}


def test_the_list_of_participants_counts_what_is_open(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    assert participants_table(trial.state, TRIAL, trial.now).empty
    trial.harm(dosed(trial, study))
    (row,) = texts(participants_table(trial.state, TRIAL, trial.now))
    assert row[:4] == ["P-001", "Chronic liver failure (CLF)", "1", "day 0"]
    assert row[6] == "3 open"


def test_the_figure_has_the_same_numbers_as_the_table(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = worsened(begin, study)
    trial.harm("P-001", 2, term="<b>Fever</b>")
    trial.wait(days=2)
    trial.do(conduct.record_transplantation, "P-001", on=trial.now)
    who = trial.state.participants["P-001"]
    course = course_of(trial.state, who, trial.now)
    bilirubin = course.tracks[0]
    assert bilirubin.points == ((-1, 120.0), (1, 300.0))
    assert (bilirubin.baseline, bilirubin.upper_limit) == (120.0, 21.0)
    assert course.milestones == (("transplanted", 3),)
    (row,) = [row for row in texts(labs_table(trial.state, who)) if "bilirubin" in row[0]]
    assert row[1:] == ["120", "300"]
    drawn = participant_svg(course)
    assert "&lt;b&gt;Fever" in drawn
    assert "<b>" not in drawn


def test_a_reader_may_judge_while_the_verdict_is_wanted(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    harm = trial.harm(dosed(trial, study))
    readers = {
        "first": Reader(INVESTIGATOR.name, ("investigator",)),
        "second": Reader(SECOND.name, ("investigator",)),
        "third": Reader("investigator-3", ("investigator",)),
        "physician": Reader(PHYSICIAN.name, ("independent_physician",)),
        "auditor": Reader("auditor-1", ("auditor",)),
    }

    def wanted() -> set[str]:
        found = conduct.candidate(trial.state, harm)
        assert found is not None
        return {name for name, reader in readers.items() if may_judge(found, reader)}

    assert wanted() == {"first", "second", "third", "physician"}
    trial.do(conduct.adjudicate, harm, verdict="dlt", reason="new")
    assert wanted() == {"second", "third", "physician"}
    assert hidden_entries(trial.state, readers["second"]) == {trial.state.seq}
    assert not hidden_entries(trial.state, readers["first"])
    assert not hidden_entries(trial.state, readers["auditor"])
    trial.do(conduct.adjudicate, harm, verdict="not_dlt", reason="disease", by=SECOND)
    assert wanted() == {"physician"}
    trial.do(conduct.adjudicate, harm, verdict="dlt", reason="new", by=PHYSICIAN)
    assert wanted() == set()


def test_a_serious_event_has_its_deadline_from_awareness(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    who = dosed(trial, study)
    aware = trial.now + timedelta(hours=2)
    trial.wait(hours=3)
    trial.harm(who, 3, serious=True, onset=START, aware_at=aware)
    (row,) = reports_shown(trial)
    assert row[2].text == "sponsor"
    assert row[3].text == "due by 3 Mar 2026, 11:00 (UTC+8)"
    assert row[3].assumed
    trial.wait(days=2)
    (row,) = the_day(trial.state, TRIAL, at=trial.now, may_record=True).reports.rows
    assert (row[3].text, row[3].tone) == ("OVERDUE since 3 Mar 2026, 11:00 (UTC+8)", "stop")


def reports_shown(trial: Play) -> tuple[tuple[Cell, ...], ...]:
    return reports_table(trial.state, reports_of(trial.state), trial=TRIAL, at=trial.now).rows


def test_without_deadlines_in_the_study_file_no_serious_event_is_denied(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    trial.harm(dosed(trial, study), 3, serious=True, aware_at=trial.now)
    bare = conduct.replay(trial.events, replace(trial.protocol, clocks=()))
    shown = reports_table(bare, reports_of(bare), trial=TRIAL, at=trial.now)
    assert shown.rows == ()
    assert shown.empty == (
        "No report is due: no serious event is recorded, or the study file names no deadline for "
        "one."
    )


def test_what_is_overdue_stands_first_and_what_was_sent_last(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    who = dosed(trial, study)
    sent = trial.harm(who, 3, serious=True, aware_at=trial.now)
    trial.do(conduct.record_report_sent, sent, clock="serious_to_sponsor", sent_at=trial.now)
    late = trial.harm(who, 3, serious=True, aware_at=trial.now)
    trial.wait(days=2)
    new = trial.harm(who, 3, serious=True, aware_at=trial.now)
    assert [row[0].text for row in reports_shown(trial)] == [late, new, sent]
    assert [row[3].tone for row in reports_shown(trial)] == ["stop", "warn", "good"]


def test_an_entry_of_the_log_shows_both_values_of_a_correction(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = worsened(begin, study)
    key = ("P-001", "d1", "labs")
    change = {"bilirubin": "140 umol/L"}
    trial.do(conduct.correct_form, key, items=change, reason="misread", by=COORDINATOR)
    row = log_row(trial.events[-1], trial.state)
    assert [(one.what, one.old, one.new) for one in row.changes] == [
        ("Total bilirubin", "300 µmol/L", "140 µmol/L")
    ]
    assert row.reason == "misread"
    assert row.actor == "coordinator-1 (coordinator)"
    assert not list(changes(trial.events[0], trial.state))


def test_every_kind_of_entry_has_its_words() -> None:
    missing = [kind for kind in conduct.KINDS if not wording.has_label(f"kind.{kind}")]
    assert missing == []


def test_a_hidden_entry_says_neither_verdict_nor_reason(
    begin: Callable[[], Play], study: Study
) -> None:
    trial = begin()
    harm = trial.harm(dosed(trial, study))
    trial.do(conduct.adjudicate, harm, verdict="dlt", reason="new and severe")
    event = trial.events[-1]
    hidden = log_row(event, trial.state, hidden={event.seq})
    assert "DLT" not in hidden.said
    assert (hidden.reason, hidden.payload) == ("", ())
    assert "DLT" in log_row(event, trial.state).said


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (1, "1"),
        ("a", "a"),
        ([1, "b"], "1, b"),
        ({"action": "treat", "n": 3}, "action: treat; n: 3"),
    ],
)
def test_a_stored_value_is_shown_as_it_is(value: object, shown: str) -> None:
    assert flat(value) == shown


def inspected(*findings: Finding) -> Inspection:
    checks = Verification(findings, ("row numbers",), (), {}, {}, keyed=True)
    return Inspection(FILE, checks, (), (), {})


def test_a_verification_says_first_whether_the_log_holds() -> None:
    good = verdict(inspected(), TRIAL, at=START)
    assert good.is_intact
    assert good.sentence.startswith("Nothing wrong was found")
    found = Finding(TRIAL, 7, "row_altered", "row 7 is not what was written")
    bad = verdict(inspected(found), TRIAL, at=START)
    assert not bad.is_intact
    assert bad.findings == ("row 7 is not what was written",)
    other = verdict(inspected(replace(found, trial="OTHER")), TRIAL, at=START)
    assert other.is_intact
