"""TITE-BOIN: the decision table of a trial that used it.

Source: Contemp Clin Trials Commun 2022 (PMC9260438), table 1, a TITE-BOIN with cohorts of 3 and
"suspend accrual" when more than 50% at the dose are pending. The text of the table does not name
the target; of the usual ones only 0.20 gives its boundaries. Recipe: for each row, every
number pending, follow-up times just on either side of each threshold, and at both ends.
"""

from __future__ import annotations

import pytest

from dosepath.designs import Counts, Tally, TiteBoin, Treat, Wait

DESIGN = TiteBoin(levels=3, target=0.2, max_n=45)

# Treated, DLTs, pending from and to, and either what follows or its thresholds on the STFT.
ALWAYS = [
    (3, 0, (0, 1), "escalate"),
    (3, 0, (2, 3), "suspend"),
    (3, 1, (0, 2), "de-escalate"),
    (3, 2, (0, 1), "eliminate"),
    (3, 3, (0, 0), "eliminate"),
    (6, 0, (0, 3), "escalate"),
    (6, 0, (4, 6), "suspend"),
    (6, 1, (0, 3), "stay"),
    (6, 1, (4, 5), "suspend"),
    (6, 2, (0, 4), "de-escalate"),
    (6, 3, (0, 3), "eliminate"),
    (6, 4, (0, 2), "eliminate"),
    (9, 0, (0, 4), "escalate"),
    (9, 0, (5, 9), "suspend"),
    (9, 1, (0, 2), "escalate"),
    (9, 1, (5, 8), "suspend"),
    (9, 2, (0, 0), "stay"),
    (9, 2, (5, 7), "suspend"),
    (9, 3, (0, 6), "de-escalate"),
    (9, 4, (0, 5), "eliminate"),
]
# Treated, DLTs, pending, threshold, at or above it, below it. Two decimals are printed.
THRESHOLDS = [
    (9, 1, 3, 0.77, "escalate", "stay"),
    (9, 1, 4, 2.15, "escalate", "stay"),
    (9, 2, 1, 0.52, "stay", "de-escalate"),
    (9, 2, 2, 1.59, "stay", "de-escalate"),
    (9, 2, 3, 2.66, "stay", "de-escalate"),
    (9, 2, 4, 3.73, "stay", "de-escalate"),
]


def answer(treated: int, dlt: int, pending: int, stft: float) -> str:
    shares = (stft / pending,) * pending if pending else ()
    here = Tally(treated - pending, dlt, pending=shares)
    decision = DESIGN.decide(Counts((Tally(3), here, Tally()), 2))
    if isinstance(decision, Wait):
        return "suspend"
    assert isinstance(decision, Treat)
    if decision.because.code == "design.eliminated":
        return "eliminate"
    return {1: "de-escalate", 2: "stay", 3: "escalate"}[decision.level]


@pytest.mark.published
@pytest.mark.parametrize(("treated", "dlt", "pending", "expected"), ALWAYS)
def test_rows_without_a_threshold(
    treated: int, dlt: int, pending: tuple[int, int], expected: str
) -> None:
    low, high = pending
    for count in range(low, high + 1):
        found = {answer(treated, dlt, count, stft) for stft in (0.0, count / 2, float(count))}
        assert found == {expected}, count


@pytest.mark.published
@pytest.mark.parametrize(("treated", "dlt", "pending", "at", "above", "below"), THRESHOLDS)
def test_rows_with_a_threshold(
    treated: int, dlt: int, *, pending: int, at: float, above: str, below: str
) -> None:
    assert answer(treated, dlt, pending, at + 0.005) == above
    assert answer(treated, dlt, pending, at - 0.005) == below
    assert answer(treated, dlt, pending, float(pending)) == above
    assert answer(treated, dlt, pending, 0.0) == below
