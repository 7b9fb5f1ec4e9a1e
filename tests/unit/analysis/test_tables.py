"""Tables of the pack: who is counted where, and what the notes admit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dosepath.analysis import (
    Column,
    EventRow,
    Grades,
    MeasurementRow,
    Table,
    baselines,
    change_at,
    change_table,
    composite_rank,
    decision_table,
    dose_table,
    grade_table,
    rank_remark,
    worst_grades,
)
from dosepath.rule import Reason
from dosepath.wording import say
from tests.unit.analysis.made_trial import EVENTS, VISITS, made_trial

DATA = made_trial()


def at_level(table: Table, level: int) -> tuple[object, ...]:
    return next(row for row in table.rows if row[0] == level)


def test_participants_by_dose() -> None:
    table = dose_table(DATA)
    level, _, dosed, evaluated, pending, not_evaluable, grade_2, share, _ = at_level(table, 2)
    assert (level, dosed, evaluated, pending, not_evaluable, grade_2) == (2, 7, 6, 0, 1, 1)
    assert (share.x, share.n) == (1, 6)  # type: ignore[attr-defined]
    assert at_level(table, 3)[2:6] == (2, 0, 2, 0)
    assert len(table.rows) == 4


def test_an_assumed_dose_is_marked_and_the_mark_explained() -> None:
    table = dose_table(DATA)
    assert say(at_level(table, 3)[1]).endswith("*")  # type: ignore[arg-type]
    assert not say(at_level(table, 2)[1]).endswith("*")  # type: ignore[arg-type]
    assert Reason.of("note.assumed_dose") in table.notes


def test_decisions_stand_beside_the_rule() -> None:
    rows = decision_table(DATA).rows
    assert [say(row[5]) for row in rows] == [  # type: ignore[arg-type]
        "as recommended",
        "as recommended",
        "more cautious: two at first, because bead volume rises",
    ]
    assert decision_table(made_trial(decisions=())).notes == (Reason.of("note.no_decision"),)


def test_a_participant_counts_once_per_term_at_the_worst_grade() -> None:
    worst = worst_grades(EVENTS)
    assert worst["P-002", "Abdominal pain"] == 2
    table = grade_table(DATA)
    pain = next(row for row in table.rows if row[0] == "Abdominal pain")
    assert pain[1:] == (Grades(((1, 1),)), Grades(((2, 1),)), Grades(()))


def test_what_did_not_begin_or_worsen_after_dosing_is_left_out() -> None:
    terms = [row[0] for row in grade_table(DATA).rows]
    assert "INR increased" not in terms  # grade 2 before, grade 2 after
    assert "Ascites" not in terms  # began before dosing
    unknown = EventRow("P-001", "Sepsis", 3, 4, baseline_grade=None)
    assert worst_grades((unknown,)) == {("P-001", "Sepsis"): 3}


def test_terms_are_listed_worst_first_and_what_is_cut_off_is_said() -> None:
    table = grade_table(DATA, most=2)
    assert [row[0] for row in table.rows[1:]] == [
        "Peritoneal infection",
        "Blood bilirubin increased",
    ]
    assert say(table.notes[-1]) == "6 further terms are not shown; the worst grade among them is 3."
    # The first row still counts everyone, at their worst grade over all terms.
    assert table.rows[0][2] == Grades(((1, 1), (2, 2), (3, 3), (4, 1)))


def test_a_trial_without_events_says_so() -> None:
    table = grade_table(made_trial(events=()))
    assert table.rows == ()
    assert table.notes[0] == Reason.of("note.no_event")


def value(participant: str, visit: str, day: int, number: str) -> MeasurementRow:
    return MeasurementRow(participant, visit, day, "bilirubin", Decimal(number), "umol/L")


SOME = (
    value("P-001", "screening", -6, "300"),
    value("P-001", "baseline", -1, "200"),
    value("P-001", "d28", 28, "100"),
    value("P-002", "baseline", -1, "100"),
    value("P-002", "d28", 29, "140"),
    value("P-003", "baseline", -2, "400"),
    value("P-003", "d28", 28, "380"),
    value("P-004", "d28", 28, "50"),
    value("P-006", "baseline", -1, "250"),
    value("P-009", "baseline", -1, "250"),
    value("P-008", "baseline", -1, "250"),
)


def test_the_baseline_is_the_last_value_before_dosing() -> None:
    rows = (*SOME, value("P-001", "d1", 1, "999"), value("P-002", "d0", 0, "999"))
    assert baselines(rows, "bilirubin")["P-001"] == 200
    assert baselines(rows, "bilirubin")["P-002"] == 100


def test_change_from_baseline_by_hand() -> None:
    change = change_at(made_trial(measurements=SOME), "bilirubin", visit="d28")
    # Changes -100, +40, -20: P-004 has no baseline, P-006 was transplanted on day 12,
    # P-009 has not come to day 28, P-008 has and no value.
    assert (change.n, change.died, change.transplanted, change.missing) == (3, 0, 1, 1)
    assert change.mean == pytest.approx(-26.667, abs=0.001)
    assert change.sd == pytest.approx(70.238, abs=0.001)
    assert change.median == -20
    assert change.quartiles == (-60, 10)
    assert change.median_ratio == pytest.approx(0.95)


def test_one_value_has_no_spread_and_none_has_no_mean() -> None:
    one = change_at(made_trial(measurements=SOME[1:3]), "bilirubin", visit="d28")
    assert (one.n, one.mean, one.sd, one.quartiles) == (1, -100, None, None)
    none = change_at(made_trial(measurements=()), "bilirubin", visit="d28")
    assert (none.n, none.mean) == (0, None)


def test_changes_carry_a_sign_and_a_true_minus() -> None:
    table = change_table(made_trial(measurements=SOME), "bilirubin", unit="umol/L")
    row = next(row for row in table.rows if row[0] == Reason.of("cell.visit", day=28))
    assert row[2] == "\N{MINUS SIGN}27"
    assert len(table.rows) == len([day for _, day in VISITS if day > 0])


def test_the_dead_rank_below_the_transplanted_and_those_below_every_value() -> None:
    people = made_trial().participants
    dying = replace(people[2], followed_to=20, died_day=20)
    data = made_trial(participants=(*people[:2], dying, *people[3:]), measurements=SOME)
    ranked = composite_rank(data, "bilirubin", visit="d28")
    assert [(one.participant, one.fate) for one in ranked] == [
        ("P-001", "value"),
        ("P-002", "value"),
        ("P-006", "transplanted"),
        ("P-003", "died"),
    ]
    assert rank_remark(data, "bilirubin", visit="d28").code == "rank.median_transplanted"


def test_nobody_can_be_ranked_without_values() -> None:
    assert rank_remark(made_trial(measurements=()), "bilirubin", visit="d28").code == "rank.nobody"


def test_a_row_of_another_length_than_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells, 2 columns"):
        Table("x", Reason.of("table.dose"), (Column.text("dose"), Column.number("n")), ((1,),))
