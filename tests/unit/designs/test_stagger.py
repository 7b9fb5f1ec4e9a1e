"""Sentinel and stagger: who may be dosed when."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import Stagger
from dosepath.quantity import FaultsFound

WEEK, FORTNIGHT = 168, 336
RULE = Stagger(sentinel=1, wait=FORTNIGHT, within_cohort=WEEK)


@pytest.mark.parametrize(
    ("rule", "last", "cohort", "earliest"),
    [
        (RULE, None, (), None),
        (RULE, 0, (0,), FORTNIGHT),  # the second of a cohort waits for its sentinel
        (RULE, 400, (0, 400), 400 + WEEK),  # the third for the second alone
        (RULE, 500, (), 500 + WEEK),  # a new cohort does not shorten the stagger
        (Stagger(within_cohort=WEEK), 24, (0, 24), 24 + WEEK),
        (Stagger(sentinel=2, wait=FORTNIGHT), 48, (0,), 48),  # its second sentinel waits for nobody
        (Stagger(sentinel=2, wait=FORTNIGHT), 48, (0, 48), 48 + FORTNIGHT),
        (Stagger(), 5, (1, 5), 5),
    ],
)
def test_the_first_moment_of_the_next_dosing(
    rule: Stagger, last: float | None, cohort: tuple[float, ...], earliest: float | None
) -> None:
    assert rule.earliest(last=last, cohort=cohort) == earliest


def test_many_trials_at_once() -> None:
    last, sentinel = np.array([np.nan, 0, 400, 500]), np.array([np.nan, 0, 0, np.nan])
    found = RULE.earliest_many(last, sentinel)
    assert np.isnan(found[0])
    assert found[1:].tolist() == [FORTNIGHT, 568, 668]


def test_every_wrong_length_at_once() -> None:
    with pytest.raises(FaultsFound) as error:
        Stagger(sentinel=-1, wait=-1, within_cohort=-1, before_next_level="never")  # type: ignore[arg-type]
    found = [fault.place.path for fault in error.value.faults]
    assert found == ["before_next_level", "sentinel", "wait", "within_cohort"]
