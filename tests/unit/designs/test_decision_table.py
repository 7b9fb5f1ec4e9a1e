"""A decision table that somebody wrote: what it decides, and what is wrong with it."""

from __future__ import annotations

import pytest

from dosepath.designs import (
    Boin,
    Counts,
    DecisionTable,
    Treat,
    Wait,
    build,
    read_table_csv,
    replay_path,
)
from dosepath.quantity import FaultsFound
from dosepath.wording import say

CELLS = {
    "3,0": "escalate", "3,1": "stay", "3,2": "de_escalate", "3,3": "eliminate",
    "6,0": "escalate", "6,1": "escalate", "6,2": "stay",
    "6,3": "de_escalate", "6,4": "eliminate", "6,5": "eliminate",
}  # fmt: skip
ROWS = [
    {"n": 3, "escalate_at_most": 0, "de_escalate_at_least": 2, "eliminate_at_least": 3},
    {"n": 6, "escalate_at_most": 1, "de_escalate_at_least": 3, "eliminate_at_least": 4},
]
COMMON = {"levels": 3, "target": 0.3, "max_n": 6}


def table(cells: object = CELLS, **parameters: object) -> DecisionTable:
    return DecisionTable(**COMMON | {"cells": cells} | parameters)


def faults_of(cells: object, **parameters: object) -> dict[str, str]:
    with pytest.raises(FaultsFound) as error:
        table(cells, **parameters)
    assert all(fault.allowed for fault in error.value.faults)
    return {fault.place.path: fault.message for fault in error.value.faults}


@pytest.mark.parametrize(
    ("path", "level", "code"),
    [
        ("1NNN", 2, "escalate"),
        ("1NNT", 1, "stay"),
        ("1NTT", 1, "stay_lowest"),
        ("1NNN 2N", 2, "rest_of_cohort"),
    ],
)
def test_it_decides_by_its_cells(path: str, level: int, code: str) -> None:
    decision = replay_path(table(), path).decision
    assert isinstance(decision, Treat)
    assert (decision.level, decision.because.code) == (level, f"design.{code}")


def test_it_is_the_design_whose_table_it_is() -> None:
    boin, written = Boin(**COMMON), table()
    for n in (3, 6):
        for dlt in range(n + 1):
            counts = Counts.none(3).add(1, n=n, dlt=dlt)
            assert written.decide(counts) == boin.decide(counts)


def test_every_form_is_one_value() -> None:
    by_row = table([*ROWS])
    assert table([["3,0", "escalate"], *(pair for pair in CELLS.items() if pair[0] != "3,0")]) == (
        table()
    )
    triples = [[*map(int, key.split(",")), action] for key, action in CELLS.items()]
    named = [dict(zip(("n", "dlt", "action"), row, strict=True)) for row in triples]
    assert table(triples) == table(named) == table(table().cells) == table()
    assert set(table().cells) < set(by_row.cells)
    assert hash(table()) == hash(table(triples))


def test_short_names_of_actions_as_tables_print_them() -> None:
    short = {"escalate": "E", "stay": "S", "de_escalate": "D", "eliminate": "DU"}
    assert table({key: short[action] for key, action in CELLS.items()}) == table()
    assert table(CELLS | {"3,2": "De-escalate"}) == table()


def test_from_a_study_file() -> None:
    given = {"target": 0.3, "max_n": 6, "cells": CELLS}
    assert build([{"decision_table": given}], 3) == table()


def test_a_gap_is_reported_by_cell() -> None:
    holes = {key: action for key, action in CELLS.items() if key not in ("3,1", "6,2", "6,5")}
    found = faults_of(holes)
    assert found == {
        "cells.3,1": "No action is written for n: 3, dlt: 1 (3 evaluated at a level).",
        "cells.6,2": "No action is written for n: 6, dlt: 2 and 5 (6 evaluated at a level).",
    }


def test_a_shortened_last_cohort_needs_its_cells() -> None:
    """Two are left of eight: a level can be looked at after 2, 5 or 8."""
    found = faults_of(CELLS, max_n=8, last_cohort="shorten")
    assert set(found) == {"cells.2,0", "cells.5,0", "cells.8,0"}


@pytest.mark.parametrize(
    ("cells", "path", "words"),
    [
        (
            [*ROWS, {"n": 3, "dlt": 0, "action": "stay"}],
            "cells.3,0",
            "two actions",
        ),
        (CELLS | {"3,1": "eliminate", "3,2": "stay"}, "cells.3,2", "less careful than 3,1"),
        ([{"n": 3, "escalate_at_most": 2, "de_escalate_at_least": 2}, ROWS[1]],
         "cells[0]", "both escalate and de-escalate"),
        (CELLS | {"3,4": "eliminate"}, "cells.3,4", "Nobody can ever see"),
        (CELLS | {"0,0": "escalate"}, "cells.0,0", "Nobody can ever see"),
        (CELLS | {"2000,0": "escalate"}, "cells.2000,0", "Nobody can ever see"),
        (CELLS | {"3": "escalate"}, "cells.3", "evaluated and DLTs"),
        (CELLS | {"3,x": "escalate"}, "cells.3,x", "evaluated and DLTs"),
        (CELLS | {"3,1": "expand"}, "cells.3,1", "Unknown action"),
        (CELLS | {"3,1": None}, "cells.3,1", "Unknown action"),
        ("E", "cells", "not a table"),
        (3, "cells", "not a table"),
        ([*ROWS, 7], "cells[2]", "not a row"),
        ([*ROWS, {"n": 9, "up": 1}], "cells[2].up", "no such column"),
        ([*ROWS, {"dlt": 1, "action": "stay"}], "cells[2]", "needs the column n"),
        ([*ROWS, {"n": 9}], "cells[2]", "says nothing"),
        ([*ROWS, {"n": 9, "escalate_at_most": 1.5}], "cells[2].escalate_at_most", "whole numbers"),
        ([*ROWS, {"n": 9.0, "escalate_at_most": 1}], "cells[2].n", "whole numbers"),
        ([*ROWS, {"n": True, "escalate_at_most": 1}], "cells[2].n", "whole numbers"),
        ([*ROWS, {"n": 9, "escalate_at_most": -1}], "cells[2].escalate_at_most", "whole numbers"),
        ([*ROWS, {"n": -3, "dlt": 0, "action": "stay"}], "cells[2].n", "whole numbers"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(cells: object, path: str, words: str) -> None:
    found = faults_of(cells)
    assert words in found[path], found


def test_faults_of_cells_and_of_parameters_come_together() -> None:
    found = faults_of(CELLS | {"3,1": "expand"}, target=2, unreachable_cells="ignore")
    assert set(found) == {"cells.3,1", "target", "unreachable_cells"}


def test_cells_that_nobody_comes_to_are_warned_of() -> None:
    assert table().warnings() == ()
    more = CELLS | {"4,0": "escalate", "9,0": "escalate"}
    (warning,) = table(more).warnings()
    assert say(warning) == "2 cells of the decision table can never be seen in the trial: 4,0, 9,0."
    assert set(faults_of(more, unreachable_cells="refuse")) == {"cells.4,0", "cells.9,0"}


def test_elimination_goes_on_without_a_warning() -> None:
    """After 3/3 a level is closed, so that 6/6 cannot be seen; printed tables have it."""
    assert table(CELLS | {"6,6": "eliminate"}).warnings() == ()


def test_what_the_table_does_not_foresee_is_the_committees() -> None:
    written = table(max_n=9, stop_at_level_n=6)
    decision = written.decide(Counts.none(3).add(1, n=9, dlt=1))
    assert isinstance(decision, Wait)
    assert decision.because.code == "design.unforeseen"


HEADER = "n,dlt,action\n"
WIDE = "n,escalate_at_most,de_escalate_at_least,eliminate_at_least\n"
LINES = "".join(f"{key},{action}\n" for key, action in CELLS.items())


@pytest.mark.parametrize(
    "text",
    [
        HEADER + LINES,
        "\ufeff" + HEADER + LINES,
        (HEADER + LINES).encode("utf-8-sig"),
        (HEADER + LINES).replace("\n", "\r\n"),
        (HEADER + LINES).replace(",", ";"),
        (HEADER + LINES).replace(",", "\t"),
        "# table 1\n\nN, DLT , Action\n" + LINES,
        HEADER + LINES.replace("escalate\n", '"escalate"\n', 1),
    ],
)
def test_a_csv_file_of_cells(text: str | bytes) -> None:
    assert table(read_table_csv(text, "table.csv")) == table()


@pytest.mark.parametrize("never", ["", "-", "NA"])
def test_a_csv_file_of_cut_offs(never: str) -> None:
    text = WIDE + f"3,0,2,3\n6,1,3,4\n9,2,4,{never}\n"
    written = table(read_table_csv(text, "table.csv"), max_n=9)
    assert written.boundaries()[8] == (9, 2, 4, None)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "table.csv", "no rows"),
        (HEADER, "table.csv:1:1", "no rows"),
        ("n,dlt,what\n3,0,E\n", "table.csv:1:7", "Unknown column"),
        ("n,dlt\n3,0\n", "table.csv:1:1", "action is missing"),
        ("n\n3\n", "table.csv:1:1", "what to do"),
        ("n,n,dlt,action\n3,3,0,E\n", "table.csv:1:3", "stands twice"),
        (HEADER + "3,0\n", "table.csv:2:3", "another number of columns"),
        (HEADER + '3,0,"E\n', "table.csv:2:1", "Quotation marks"),
        (HEADER + "3,0,E\n3,1.0,S\n", "table.csv:3:3", "whole numbers"),
        (WIDE + "3,NaN,2,3\n", "table.csv:2:3", "whole numbers"),
        (WIDE + "3,0,,\n6,1e0,2,3\n", "table.csv:3:3", "whole numbers"),
        (HEADER + "3,5,E\n", "table.csv:2:5", "Nobody can ever see"),
        (HEADER + "3,0,up\n", "table.csv:2:5", "Unknown action"),
        (b"n,dlt,action\n3,0,\xe9\n", "table.csv:2:5", "not UTF-8"),
        ("n,dlt,action\n3,0,E\n".encode("utf-16"), "table.csv:1:1", "not UTF-8"),
        ("n,dlt,action\n3,0,E\0\n", "table.csv:2", "NUL"),
        ("x" * 1_000_001, "table.csv", "too large"),
    ],
)
def test_what_is_wrong_with_a_file_has_its_line(text: str | bytes, place: str, words: str) -> None:
    with pytest.raises(FaultsFound) as error:
        read_table_csv(text, "table.csv")
    found = {str(fault.place): fault for fault in error.value.faults}
    assert words in found[place].message, found


def test_gaps_and_contradictions_of_a_file_have_its_line() -> None:
    lines = HEADER + LINES.replace("3,1,stay\n", "").replace("6,1,escalate", "6,1,stay")
    cells = read_table_csv(lines + "6,1,escalate\n", "table.csv")
    with pytest.raises(FaultsFound) as error:
        table(cells)
    assert str(error.value.faults[0].place).startswith("table.csv:11:5  cells.6,1")
    whole = read_table_csv(HEADER + LINES.replace("3,1,stay\n", ""), "table.csv")
    with pytest.raises(FaultsFound) as error:
        table(whole)
    (fault,) = error.value.faults
    # Behind the cell with fewer DLTs among the same number evaluated.
    assert (fault.place.file, fault.place.line, fault.place.path) == ("table.csv", 2, "cells.3,1")
