"""What all designs that step by a table have in common, on BOIN with a target of 0.30.

After 3: 0 up, 1 stays, 2 down, 3 eliminates. After 6: 0-1 up, 2 stays, 3 down, 4 eliminates.
"""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import Batch, Boin, Counts, Mtpi, Stop, Tally, Treat, Wait, replay_path
from dosepath.wording import say

COMMON = {"levels": 3, "target": 0.3, "max_n": 12}


def says(path: str, **parameters: object) -> str:
    """``2+3 stay`` treat three at level 2, because the rule stays; ``MTD 1 ...``; ``none ...``."""
    decision = replay_path(Boin(**COMMON | parameters), path).decision
    code = decision.because.code.removeprefix("design.").removesuffix("_no_mtd")
    assert "⟦" not in say(decision.because), "a reason without a sentence"
    assert "?]" not in say(decision.because), "a value that the sentence needs is missing"
    if isinstance(decision, Treat):
        return f"{decision.level}+{decision.n} {code}"
    assert isinstance(decision, Stop)
    return f"MTD {decision.mtd} {code}" if decision.mtd else f"none {code}"


WALKS = """
    (nothing)                           -> 1+3 start
    1NNN                                -> 2+3 escalate
    1NNT                                -> 1+3 stay
    1NTT                                -> 1+3 stay_lowest
    1TTT                                -> none lowest_eliminated
    1NNN 2NTT                           -> 1+3 go_down
    1NNN 2TTT                           -> 1+3 eliminated
    1NNN 2TTT 1NNN                      -> 1+3 stay_below_eliminated
    1NNN 2NTT 1NNN                      -> 2+3 escalate
    1NNN 2NNN 3NNN                      -> 3+3 stay_top
    1NNN 2NNN 3NNN 3NNN                 -> MTD 3 all_treated
    1NNT 1NNT 1NNT 1NNT                 -> MTD 1 all_treated
    1NTT 1NTT                           -> none lowest_eliminated
    1NNT 1NNT 1NNT 1TTT                 -> MTD 1 all_treated
    1NNT 1NNT 1NTT 1TTT                 -> none lowest_eliminated
    1NNN 2NTT 1NNT 2NTT                 -> MTD 1 all_treated
"""
PARTIAL = """
    1N                                  -> 1+2 rest_of_cohort
    1TT                                 -> 1+1 rest_of_cohort
    1NNT 1TT                            -> 1+1 rest_of_cohort
    1NNN 2NTT 1T                        -> 1+2 rest_of_cohort
"""


def rows(table: str) -> list[tuple[str, str]]:
    lines = (line.split("->") for line in table.strip().splitlines())
    return [(path.replace("(nothing)", "").strip(), answer.strip()) for path, answer in lines]


@pytest.mark.parametrize(("path", "answer"), rows(WALKS))
def test_walks(path: str, answer: str) -> None:
    assert says(path) == answer


@pytest.mark.parametrize(("path", "answer"), rows(PARTIAL))
def test_a_partial_cohort_is_completed_at_its_level(path: str, answer: str) -> None:
    assert says(path) == answer


@pytest.mark.parametrize(
    ("parameters", "path", "answer"),
    [
        ({"start_level": 2}, "", "2+3 start"),
        ({"start_level": 2}, "2NTT", "1+3 go_down"),
        ({"start_level": 2}, "2TTT", "1+3 eliminated"),
        ({"cohort": 2}, "1NN", "2+2 escalate"),
        ({"cohort": 4}, "1NNN", "1+1 rest_of_cohort"),
        ({"max_n": 11, "last_cohort": "shorten"}, "1NNN 2NNN 3NNN", "3+2 stay_top"),
        ({"max_n": 11, "last_cohort": "shorten"}, "1NNN 2NNN 3NNN 3N", "3+1 rest_of_cohort"),
        ({"max_n": 11, "last_cohort": "shorten"}, "1NNN 2NNN 3NNN 3NT", "MTD 3 all_treated"),
        # After 5 of 6: 5 with a DLT eliminate whatever the sixth shows.
        ({"cohort": 6, "max_n": 24}, "1NNNNNN 2TTTT", "1+6 eliminated"),
        ({"cohort": 6, "max_n": 24}, "1TTTT", "none lowest_eliminated"),
        ({"cohort": 6, "max_n": 24}, "1NTTT", "1+2 rest_of_cohort"),
        (
            {"cohort": 6, "max_n": 24, "cancel_undosed_at_elimination": False},
            "1NNNNNN 2TTTT",
            "2+2 rest_of_cohort",
        ),
    ],
)
def test_parameters(parameters: dict[str, object], path: str, answer: str) -> None:
    assert says(path, **parameters) == answer


STAY = "1NNT 1NNT"  # stays at level 1 with 6


@pytest.mark.parametrize(
    ("when", "path", "answer"),
    [
        ("next_level", STAY, "MTD 1 enough_at_level"),
        ("stays", STAY, "MTD 1 enough_at_level"),
        ("this_level", STAY, "MTD 1 enough_at_level"),
        # Six at level 2, and the rule goes up to level 3, which has three.
        ("next_level", "1NNN 2NNN 3NTT 2NNN", "3+3 escalate"),
        ("stays", "1NNN 2NNN 3NTT 2NNN", "3+3 escalate"),
        ("this_level", "1NNN 2NNN 3NTT 2NNN", "MTD 2 enough_at_level"),
        # Down from level 3 to level 2, which has six.
        ("next_level", "1NNN 2NNT 2NNN 3NTT", "MTD 2 enough_at_level"),
        ("stays", "1NNN 2NNT 2NNN 3NTT", "2+3 go_down"),
        # Eliminated with six at level 2, three at level 1.
        ("next_level", "1NNN 2NNT 2TTT", "1+3 eliminated"),
        ("this_level", "1NNN 2NNT 2TTT", "MTD 1 enough_at_level"),
        # A partial cohort is completed first.
        ("next_level", "1NNT 1NN", "1+1 rest_of_cohort"),
    ],
)
def test_stop_at_level_n(when: str, path: str, answer: str) -> None:
    said = says(path, max_n=30, stop_at_level_n=6, stop_at_level_when=when)
    assert said == answer


def test_the_most_that_one_level_can_have() -> None:
    design = Boin(**COMMON | {"max_n": 30}, stop_at_level_n=7)
    assert design.most_per_level == 9
    assert design.boundaries()[-1].n == 9
    assert Boin(**COMMON).most_per_level == 12


def test_a_stop_that_never_comes_is_warned_of() -> None:
    assert Boin(**COMMON, stop_at_level_n=12).warnings() == ()
    (warning,) = Boin(**COMMON, stop_at_level_n=13).warnings()
    assert say(warning) == (
        "The trial can never stop for 13 participants at one level: it has at most 12 in all."
    )


def test_a_dlt_that_is_judged_late_closes_a_level_that_was_passed() -> None:
    """Level 1 was left with 0/3, and all three turn out to be DLTs while level 2 is treated."""
    counts = Counts.none(3).add(1, n=3, dlt=3).add(2, n=1)
    assert Boin(**COMMON).decide(counts).mtd is None
    higher = Counts.none(3).add(1, n=3).add(2, n=3, dlt=3).add(3, n=3)
    decision = Boin(**COMMON).decide(higher)
    assert (decision.level, decision.n) == (1, 3)
    assert dict(decision.because.values)["level"] == 2


def test_a_level_that_settled_early_stays_closed() -> None:
    """At a target of 0.10 two DLTs in three eliminate, so two in two do as well."""
    design = Boin(levels=3, target=0.1, max_n=12)
    counts = Counts.none(3).add(1, n=3).add(2, n=2, dlt=2)
    assert design.decide(counts).because.code == "design.eliminated"
    back = design.decide(counts.add(1, n=3))
    assert (back.level, back.because.code) == (1, "design.stay_below_eliminated")
    assert design.select(counts).mtd == 1


def test_more_than_the_cap_at_one_level_is_still_answered() -> None:
    counts = Counts((Tally(3), Tally(5000, 1700), Tally()), 2)
    assert Boin(**COMMON).decide(counts) == Stop(1, Boin(**COMMON).decide(counts).because)
    batch = Batch.of(counts)
    assert Boin(**COMMON).decide_many(batch).mtd.tolist() == [1]


def test_no_rows_have_no_answers() -> None:
    nothing = Batch(*(np.zeros((0, 3), dtype=np.int64) for _ in "nd"), np.zeros(0, dtype=np.int64))
    assert len(Boin(**COMMON).decide_many(nothing).level) == 0


def test_what_would_be_selected_now() -> None:
    """Rates (0.05 + y) / (0.1 + n): 1.6%, 1.6%, 66.1%; the second is the nearest below."""
    counts = Counts.none(3).add(1, n=3).add(2, n=3).add(3, n=3, dlt=2)
    stop = Boin(**COMMON).select(counts)
    assert stop.mtd == 2
    assert "1.6%" in say(stop.because)
    assert Boin(**COMMON).select(Counts.none(3)).mtd is None
    assert Boin(**COMMON).select(Counts.none(3).add(1, n=3, dlt=3)).mtd is None


def test_an_mtd_over_lambda_d_can_be_forbidden() -> None:
    """3 DLTs in 6 give 50%, over 35.9%, at the only level."""
    counts = Counts.none(3).add(1, n=6, dlt=3)
    assert Boin(**COMMON).select(counts).mtd == 1
    assert Boin(**COMMON, mtd_must_not_be_over_lambda_d=True).select(counts).mtd is None


def test_pairs_may_be_written_as_lists() -> None:
    design = Mtpi(**COMMON, prior=[1, 1], pseudo_counts=[0.05, 0.05])
    assert design == Mtpi(**COMMON, prior=(1, 1), pseudo_counts=(0.05, 0.05))
    assert hash(design) is not None


def test_an_interval_design_never_waits() -> None:
    for n in range(13):
        for dlt in range(n + 1):
            decision = Boin(**COMMON).decide(Counts.none(3).add(2, n=n, dlt=dlt))
            assert not isinstance(decision, Wait)
