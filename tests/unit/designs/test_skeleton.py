"""Skeletons from an indifference interval, by the property that defines them."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

import pytest

from dosepath.designs import Crm, Indifference, skeleton_from_indifference
from dosepath.designs.skeleton import expit, logit
from dosepath.quantity import FaultsFound


@pytest.mark.parametrize("prior_mtd", [1, 3, 5])
def test_neighbours_meet_the_interval_under_the_power_model(prior_mtd: int) -> None:
    wanted = Indifference(target=0.25, halfwidth=0.07, prior_mtd=prior_mtd)
    skeleton = skeleton_from_indifference(wanted, 5)
    assert skeleton[prior_mtd - 1] == pytest.approx(0.25)
    for low, high in pairwise(skeleton):
        power = log(0.18) / log(low)
        assert high**power == pytest.approx(0.32)


def test_neighbours_meet_the_interval_under_the_logistic_model() -> None:
    wanted = Indifference(target=0.3, halfwidth=0.1, prior_mtd=2, curve="logistic", intercept=2)
    skeleton = skeleton_from_indifference(wanted, 4)
    assert skeleton[1] == pytest.approx(0.3)
    for low, high in pairwise(skeleton):
        slope = (logit(0.2) - 2) / (logit(low) - 2)
        assert expit(2 + slope * (logit(high) - 2)) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("parameters", "path", "allowed"),
    [
        ({"target": 0.0}, "target", "between 0 and 1"),
        ({"target": 1}, "target", "between 0 and 1"),
        ({"halfwidth": 0.25}, "halfwidth", "between 0 and 0.25"),
        ({"halfwidth": 0}, "halfwidth", "between 0 and 0.25"),
        ({"target": 0.9, "halfwidth": 0.1}, "halfwidth", "between 0 and 0.1"),
        ({"prior_mtd": 0}, "prior_mtd", "1 or more"),
        ({"curve": "cubic"}, "curve", "power | logistic"),
        ({"intercept": 50.5}, "intercept", "-50 to 50"),
        ({"intercept": -50.5}, "intercept", "-50 to 50"),
        ({"curve": "logistic", "intercept": -2}, "target", "below 0.1192"),
    ],
)
def test_impossible_intervals(parameters: dict[str, object], path: str, allowed: str) -> None:
    given = {"target": 0.25, "halfwidth": 0.05, "prior_mtd": 3} | parameters
    with pytest.raises(FaultsFound) as error:
        Indifference(**given)
    (fault,) = error.value.faults
    assert fault.place.path == path
    assert allowed in fault.allowed


def test_the_prior_mtd_must_be_a_level_and_the_skeleton_must_stay_apart() -> None:
    with pytest.raises(FaultsFound, match="1 to 2"):
        skeleton_from_indifference(Indifference(target=0.25, halfwidth=0.05, prior_mtd=3), 2)
    with pytest.raises(FaultsFound, match="stays apart"):
        skeleton_from_indifference(Indifference(target=0.25, halfwidth=0.24, prior_mtd=12), 12)


def test_a_single_level_has_the_target_for_its_skeleton_and_none_has_none() -> None:
    wanted = Indifference(target=0.25, halfwidth=0.05, prior_mtd=1, intercept=50)
    assert skeleton_from_indifference(wanted, 1) == pytest.approx((0.25,))
    with pytest.raises(FaultsFound) as error:
        skeleton_from_indifference(wanted, 0)
    assert [fault.place.path for fault in error.value.faults] == ["levels"]


def test_a_design_derives_its_skeleton() -> None:
    derived = Crm(levels=6, target=0.25, max_n=30)
    wanted = Indifference(target=0.25, halfwidth=0.05, prior_mtd=3)
    assert derived.rates == skeleton_from_indifference(wanted, 6)
    same = Crm(levels=6, target=0.25, max_n=30, skeleton=list(derived.rates))
    assert same.rates == derived.rates
    # Standardised doses meet the skeleton where the slope is 1.
    logistic = Crm(levels=3, target=0.25, max_n=30, model="logistic_1", intercept=2.5)
    again = [1 / (1 + exp(-(2.5 + x))) for x in logistic.doses]
    assert again == pytest.approx(logistic.rates)
