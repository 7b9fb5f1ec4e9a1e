"""Estimates against numbers printed elsewhere, each with its source."""

from math import exp, log

import pytest

from dosepath.analysis import aalen_johansen, clopper_pearson, kaplan_meier

# Clopper-Pearson, 95 %. With no event the upper end is 1 - 0.025^(1/n) in closed form; the
# others are those of R's binom.test(x, n)$conf.int to three decimals.
INTERVALS = [(0, 3, 0.0, 0.708), (0, 6, 0.0, 0.459), (1, 6, 0.004, 0.641), (2, 6, 0.043, 0.777)]


@pytest.mark.parametrize(("x", "n", "low", "high"), INTERVALS)
def test_exact_intervals(x: int, n: int, low: float, high: float) -> None:
    share = clopper_pearson(x, n)
    assert share.low == pytest.approx(low, abs=0.0005)
    assert share.high == pytest.approx(high, abs=0.0005)


def test_the_upper_end_without_events_has_a_closed_form() -> None:
    for n in range(1, 30):
        assert clopper_pearson(0, n).high == pytest.approx(1 - 0.025 ** (1 / n))


# Remission of acute myelogenous leukaemia, maintained group (Miller, Survival Analysis, 1981,
# p. 49; the data set ``aml`` of R's package survival). Recipe for the figures:
# summary(survfit(Surv(time, status) ~ 1, data = subset(aml, x == "Maintained")))
WEEKS = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
ENDED = [True, True, False, True, True, False, True, True, False, True, False]
PRINTED = {  # week: (survival, standard error)
    9: (0.909, 0.0867),
    13: (0.818, 0.1163),
    18: (0.716, 0.1397),
    23: (0.614, 0.1526),
    31: (0.491, 0.1642),
    34: (0.368, 0.1627),
    48: (0.184, 0.1535),
}


@pytest.mark.parametrize("week", PRINTED)
def test_kaplan_meier_of_the_leukaemia_data(week: int) -> None:
    survival, error = PRINTED[week]
    found = kaplan_meier(WEEKS, ENDED).at(week)
    assert found.value == pytest.approx(survival, abs=0.0005)
    # The log-log interval from the printed standard error.
    width = 1.959964 * error / (survival * abs(log(survival)))
    assert found.low == pytest.approx(survival ** exp(width), abs=0.003)
    assert found.high == pytest.approx(survival ** exp(-width), abs=0.003)


def test_aalen_johansen_by_hand() -> None:
    """Five people: death on day 5, transplantation on day 10, one leaves on day 20, death on 30.

    The fifth is followed to day 60. Free of both: 4/5 after day 5, 3/5 after day 10; two are
    at risk on day 30, so 3/10 after it. Death: 1/5, then + 3/5 x 1/2 = 1/2.
    Transplantation: 4/5 x 1/4 = 1/5.
    """
    curves = aalen_johansen([5, 10, 20, 30, 60], [1, 2, 0, 1, 0])
    death, graft = curves[1], curves[2]
    assert [death.at(day).value for day in (4, 5, 29, 30, 60)] == pytest.approx(
        [0, 0.2, 0.2, 0.5, 0.5]
    )
    assert [graft.at(day).value for day in (9, 10, 60)] == pytest.approx([0, 0.2, 0.2])
    # 1 - Kaplan-Meier, which takes transplantation for an ordinary censoring, overstates death.
    naive = 1 - kaplan_meier([5, 10, 20, 30, 60], [True, False, False, True, False]).at(60).value
    assert naive == pytest.approx(0.6)
    assert naive > death.at(60).value
