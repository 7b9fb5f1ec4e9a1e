"""Decision tables: what could be changed in reading them without a test noticing."""

from __future__ import annotations

import pytest

from dosepath.designs import Boundary, Counts, DecisionTable, Tally, Wait, read_table_csv
from dosepath.quantity import FaultsFound
from dosepath.wording import say

ROW_3 = {"n": 3, "escalate_at_most": 0, "de_escalate_at_least": 2, "eliminate_at_least": 3}
ROW_6 = {"n": 6, "escalate_at_most": 1, "de_escalate_at_least": 3}
WIDE = "n,escalate_at_most,de_escalate_at_least,eliminate_at_least\n"


def table(cells: object, **parameters: object) -> DecisionTable:
    return DecisionTable(**{"levels": 3, "target": 0.3, "max_n": 6, "cells": cells, **parameters})


def faults(cells: object, **parameters: object) -> dict[str, str]:
    """Place -> message."""
    with pytest.raises(FaultsFound) as caught:
        table(cells, **parameters)
    return {str(fault.place): fault.message for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("row", "cut_offs"),
    [
        ({"escalate_at_most": 0}, (0, None, None)),
        ({"de_escalate_at_least": 1}, (None, 1, None)),
        ({"eliminate_at_least": 1}, (None, 1, 1)),
        ({"escalate_at_most": 0, "eliminate_at_least": 1}, (0, 1, 1)),
        ({"escalate_at_most": 1, "de_escalate_at_least": 2}, (1, 2, None)),
        ({"escalate_at_most": 0, "de_escalate_at_least": 3}, (0, 3, None)),
        ({"escalate_at_most": 3}, (3, None, None)),
        # Eliminating goes before de-escalating.
        ({"de_escalate_at_least": 2, "eliminate_at_least": 1}, (None, 1, 1)),
    ],
)
def test_cut_offs_that_are_left_out_are_never(
    row: dict[str, int], cut_offs: tuple[int | None, ...]
) -> None:
    design = table([{"n": 3, **row}], max_n=3)
    assert design.boundaries()[2] == Boundary(3, *cut_offs)


@pytest.mark.parametrize("other", ["de_escalate_at_least", "eliminate_at_least"])
@pytest.mark.parametrize("limit", [0, 1])
def test_no_number_of_dlts_leads_both_up_and_down(other: str, limit: int) -> None:
    found = faults([{"n": 3, "escalate_at_most": 1, other: limit}], max_n=3)
    assert f"{limit} with a DLT would both escalate and de-escalate" in found["cells[0]"]


def test_five_unreachable_cells_are_told_by_the_first_four() -> None:
    six = {**ROW_6, "eliminate_at_least": 6}
    cells = [ROW_3, six, {"n": 4, "escalate_at_most": 4}]
    (warning,) = table(cells).warnings()
    assert say(warning).endswith("4,0, 4,1, 4,2, 4,3 ....")
    assert dict(warning.values)["number"] == 5
    four = [ROW_3, six, *([5, dlt, "stay"] for dlt in range(4))]
    (warning,) = table(four).warnings()
    assert dict(warning.values)["cells"] == "5,0, 5,1, 5,2, 5,3"


def test_a_stop_out_of_reach_is_warned_of_beside_the_cells() -> None:
    cells = [ROW_3, ROW_6, [4, 0, "stay"]]
    codes = [one.code for one in table(cells, stop_at_level_n=7).warnings()]
    assert codes == [
        "design.warning.stop_at_level_n_out_of_reach",
        "design.warning.cells_out_of_reach",
    ]


def test_a_cell_after_an_eliminated_one_is_out_of_reach_unless_it_eliminates() -> None:
    """After 3/3 a level is closed: nobody sees 6/6, and 6/5 is seen after 3/2."""
    (warning,) = table([ROW_3, ROW_6]).warnings()
    assert dict(warning.values)["cells"] == "6,6"
    assert table([ROW_3, {**ROW_6, "eliminate_at_least": 6}]).warnings() == ()


def test_what_a_shortened_cohort_leaves_ends_the_level() -> None:
    """Of eight, the last two make 2, 5 or 8 at a level, after which nobody more is treated."""
    sizes = [{"n": n, "escalate_at_most": 0} for n in (2, 3, 5, 6, 8)]
    written = {"max_n": 8, "last_cohort": "shorten", "unreachable_cells": "refuse"}
    assert table(sizes, **written).max_n == 8
    assert set(faults([*sizes, [7, 0, "stay"], [4, 0, "stay"]], **written)) == {
        "cells.4,0",
        "cells.7,0",
    }


def test_enough_at_a_level_spares_the_rows_beyond() -> None:
    assert table([ROW_3], max_n=9, stop_at_level_n=3).most_per_level == 5
    assert table([ROW_3, ROW_6], max_n=9, stop_at_level_n=4).most_per_level == 6


def test_more_dlts_than_eliminate_do_so_too() -> None:
    """6/6 is not written: only a DLT that is judged late leads there."""
    cells = [ROW_3, *([6, dlt, "stay"] for dlt in range(5)), [6, 5, "eliminate"]]
    design = table(cells, max_n=9, stop_at_level_n=6)
    late = Counts((Tally(6, 6), Tally(), Tally()), 1)
    assert design.decide(late).because.code == "design.lowest_eliminated"


@pytest.mark.parametrize("n", [9, 12])
def test_more_participants_than_the_table_has_are_the_committees(n: int) -> None:
    design = table([ROW_3, ROW_6], max_n=30, stop_at_level_n=6)
    assert isinstance(design.decide(Counts((Tally(n), Tally(), Tally()), 1)), Wait)
    # Below a level that is eliminated the committee is not asked: the level is left.
    above = Counts((Tally(3), Tally(3, 3), Tally(n)), 3)
    assert design.decide(above).because.code == "design.eliminated"


@pytest.mark.parametrize("cell", ["1000,1000", "1000,0", " 1 , 1 ", "3,3"])
def test_cells_that_somebody_could_see(cell: str) -> None:
    assert len(table({**written(3, 6), cell: "eliminate"}, max_n=6).cells) >= 11


def test_one_participant_more_than_the_table_has_is_the_committees() -> None:
    rows = [{"n": n, "escalate_at_most": n} for n in (1, 2)]
    design = table(rows, cohort=1, stop_at_level_n=2)
    assert isinstance(design.decide(Counts((Tally(3), Tally(), Tally()), 1)), Wait)


def written(*sizes: int) -> dict[str, str]:
    return {f"{n},{dlt}": "eliminate" for n in sizes for dlt in range(n + 1)}


@pytest.mark.parametrize("cell", ["1001,0", "0,0", "3,4"])
def test_cells_that_nobody_can_see(cell: str) -> None:
    found = faults({**written(3, 6), cell: "eliminate"})
    assert found == {f"cells.{cell}": "Nobody can ever see this cell."}


@pytest.mark.parametrize("cell", ["3,1,2", "3", "-3,1", "3,", "1000000000,0", "٣,1"])
def test_what_is_no_name_of_a_cell(cell: str) -> None:
    found = faults({**written(3, 6), cell: "eliminate"})
    assert list(found.values()) == ["A cell is named by participants evaluated and DLTs."]


def test_numbers_may_be_written_as_text() -> None:
    as_text = [{key: f" {value} " for key, value in row.items()} for row in (ROW_3, ROW_6)]
    assert table(as_text) == table([ROW_3, ROW_6])


@pytest.mark.parametrize(("down", "out"), [(2, 3), (3, 2)])
def test_the_lower_of_both_cut_offs_must_lie_above_the_one_that_escalates(
    down: int, out: int
) -> None:
    row = {"n": 3, "escalate_at_most": 2, "de_escalate_at_least": down, "eliminate_at_least": out}
    assert "2 with a DLT would both escalate" in faults([row], max_n=3)["cells[0]"]


@pytest.mark.parametrize(("given", "missing"), [("dlt", "action"), ("action", "dlt")])
def test_a_cell_of_which_half_is_said(given: str, missing: str) -> None:
    found = faults([ROW_3, ROW_6, {"n": 3, given: 0}])
    assert found == {"cells[2]": f"A row of a decision table needs the column {missing}."}


@pytest.mark.parametrize("row", ["3,0", [3], [3, 0, "stay", 1], None])
def test_what_is_no_row(row: object) -> None:
    assert faults([ROW_3, ROW_6, row])["cells[2]"] == "This is not a row of a decision table."


def test_a_table_of_nothing_has_gaps() -> None:
    assert set(faults([])) == {"cells.3,0", "cells.6,0"}
    assert set(faults({})) == {"cells.3,0", "cells.6,0"}


def test_a_gap_without_neighbours_is_told_at_the_end_of_the_file() -> None:
    read = read_table_csv(WIDE + "3,0,2,3\n", "t.csv")
    (place,) = faults(read)
    assert place.startswith("t.csv:2:1  cells.6,0")


def test_a_gap_is_told_beside_the_cell_with_the_next_fewer_dlts() -> None:
    read = read_table_csv("n,dlt,action\n3,1,S\n3,3,D\n3,0,E\n", "t.csv")
    (place,) = faults(read, max_n=3)
    assert place.startswith("t.csv:2:5  cells.3,2")


def test_of_two_actions_the_later_line_is_named() -> None:
    read = read_table_csv("n,dlt,action\n3,0,E\n3,0,S\n", "t.csv")
    assert "t.csv:3:5  cells.3,0" in faults(read, max_n=3)


def test_a_milder_action_after_more_dlts_is_a_contradiction_only_next_to_it() -> None:
    order = ["escalate", "stay", "de_escalate", "eliminate"]
    for place, milder in enumerate(order[:3]):
        cells = {f"3,{dlt}": action for dlt, action in enumerate(order)}
        cells[f"3,{place + 1}"] = order[place]
        assert table(cells, max_n=3).levels == 3, "equal actions are none"
        cells[f"3,{place}"] = order[place + 1]
        assert "less careful" in faults(cells, max_n=3)[f"cells.3,{place + 1}"], milder


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("n,dlt,action\n" + '3,"0",what\n', "t.csv:2:7"),
        ("n,dlt,action\n" + '"3,5",0,stay\n', "t.csv:2:1"),
        ("n;dlt;action\n3;0;what\n", "t.csv:2:5"),
        # The header says what parts the columns.
        ("n,dlt,action\n3;0;stay\n", "t.csv:2:1"),
        ("n,dlt,action\n3,0,stay,4,5\n", "t.csv:2:10"),
        ("n\tdlt\taction\n3\t0\twhat\n", "t.csv:2:5"),
        ("n,dlt,action\n3,0,stay,4\n", "t.csv:2:10"),
        ("n,dlt,action\n3\n", "t.csv:2:1"),
        ("# a\n# b\nn,dlt,action\n\n3,0,what\n", "t.csv:5:5"),
        ("n,dlt,action,note\n3,0,what,-\n", "t.csv:1:14"),
        ("n,escalate_at_most,escalate_at_most\n3,0,0\n", "t.csv:1:20"),
        ("dlt,action\n0,stay\n", "t.csv:1:1"),
        ("escalate_at_most\n0\n", "t.csv:1:1"),
        (b"n,dlt,action\n3,0,stay\n3,\xff,stay\n", "t.csv:3:3"),
        ("n,dlt,action\n3,\0,stay\n", "t.csv:2"),
    ],
)
def test_where_a_file_is_wrong(text: str | bytes, place: str) -> None:
    with pytest.raises(FaultsFound) as caught:
        read_table_csv(text, "t.csv")
    assert [str(fault.place) for fault in caught.value.faults] == [place]


@pytest.mark.parametrize(
    ("header", "places"),
    [
        ('n,dlt,action,"a,b",note', ["t.csv:1:14", "t.csv:1:20"]),
        ("n,note", ["t.csv:1:1", "t.csv:1:3"]),
    ],
)
def test_where_a_header_is_wrong(header: str, places: list[str]) -> None:
    row = ",".join("3" * len(header.replace("a,b", "").split(",")))
    with pytest.raises(FaultsFound) as caught:
        read_table_csv(f"{header}\n{row}\n", "t.csv")
    assert [str(fault.place) for fault in caught.value.faults] == places


def test_a_file_of_a_million_characters_is_read() -> None:
    text = "n,dlt,action\n3,0,stay\n"
    most = text + "#" * (1_000_000 - len(text))
    assert len(read_table_csv(most, "t.csv").claims) == 1
    with pytest.raises(FaultsFound):
        read_table_csv(most + "#", "t.csv")


def test_one_column_that_says_what_to_do_is_enough() -> None:
    read = read_table_csv("n,eliminate_at_least\n3,1\n", "t.csv")
    assert table(read, max_n=3).boundaries()[2] == (3, None, 1, 1)
