"""What the designs that ask a model refuse, and what they warn of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dosepath.designs import Blrm, Crm, build, warnings
from dosepath.quantity import FaultsFound

SKELETON = (0.05, 0.12, 0.25, 0.40, 0.55)
DOSAGES = (10, 20, 40, 60, 90)


def crm(**parameters: Any) -> Crm:
    return Crm(**{"levels": 5, "target": 0.25, "max_n": 30} | parameters)


@pytest.mark.parametrize(
    ("name", "parameters", "path", "allowed"),
    [
        ("crm", {"target": 0}, "target", "between 0 and 1"),
        ("crm", {"target": 1.0}, "target", "between 0 and 1"),
        ("crm", {"target": "a third"}, "target", "between 0 and 1"),
        ("crm", {"skeleton": [0.1, 0.1, 0.2, 0.3, 0.4]}, "skeleton", "each above"),
        ("crm", {"skeleton": [0.1, 0.2, 0.3]}, "skeleton", "one number per dose level: 5"),
        ("crm", {"skeleton": [0.1, 0.2, 0.3, 0.4, 1.0]}, "skeleton", "between 0 and 1"),
        ("crm", {"skeleton": [0.1, 0.2, 0.3, 0.4, "x"]}, "skeleton", "between 0 and 1"),
        ("crm", {"skeleton": 0.1}, "skeleton", "between 0 and 1"),
        ("crm", {"skeleton": [0.1, 0.2, 0.3, 0.4, 0.96], "model": "logistic_1"}, "skeleton",
         "below 0.9526"),
        ("crm", {"skeleton": SKELETON, "prior_mtd": 2}, "prior_mtd", "either skeleton"),
        ("crm", {"halfwidth": 0.25}, "halfwidth", "between 0 and 0.25"),
        ("crm", {"prior_mtd": 6}, "prior_mtd", "1 to 5"),
        ("crm", {"prior_sd": 0}, "prior_sd", "0.001 to 100"),
        ("crm", {"intercept_sd": -1}, "intercept_sd", "0.001 to 100"),
        ("crm", {"model": "cubic"}, "model", "power | logistic_1 | logistic_2"),
        ("crm", {"model": "logistic_1", "intercept": -2}, "target", "below 0.1192"),
        ("crm", {"method": "moments"}, "method", "bayes | maximum_likelihood"),
        ("crm", {"method": "maximum_likelihood", "model": "logistic_2"}, "model", "power"),
        ("crm", {"method": "maximum_likelihood", "too_toxic": 0.9}, "too_toxic", "posterior"),
        ("crm", {"method": "maximum_likelihood", "estimate": "posterior_mean"}, "estimate",
         "plug_in"),
        ("crm", {"estimate": "mode"}, "estimate", "plug_in | posterior_mean"),
        ("crm", {"too_toxic": 1}, "too_toxic", "between 0 and 1"),
        ("crm", {"too_toxic_limit": 0}, "too_toxic_limit", "between 0 and 1"),
        ("crm", {"max_n": 31}, "max_n", "multiple of 3"),
        ("crm", {"max_n": 2}, "max_n", "at least one cohort"),
        ("crm", {"start_level": 6}, "start_level", "1 to 5"),
        ("crm", {"stop_at_level_n": 0}, "stop_at_level_n", "1 or more"),
        ("crm", {"allow_skipping": "no"}, "allow_skipping", "true | false"),
        ("crm", {"ties": "both"}, "ties", "lowest | highest"),
        ("tite_crm", {"evaluated_to_escalate": -1}, "evaluated_to_escalate", "0 or more"),
        ("blrm", {"dosages": [10, 20, 20, 40, 50]}, "dosages", "rising"),
        ("blrm", {"dosages": [10, 20, 30]}, "dosages", "one number per dose level: 5"),
        ("blrm", {"dosages": [0, 20, 30, 40, 50]}, "dosages", "positive"),
        ("blrm", {"dosages": "10-50"}, "dosages", "positive"),
        ("blrm", {"prior_correlation": 1}, "prior_correlation", "between -1 and 1"),
        ("blrm", {"prior_sd": [2, 0]}, "prior_sd", "two numbers"),
        ("blrm", {"prior_mean": 2}, "prior_mean", "two numbers"),
        ("blrm", {"target_interval": [0.33, 0.16]}, "target_interval", "the lower first"),
        ("blrm", {"target_interval": [0, 0.33]}, "target_interval", "between 0 and 1"),
        ("blrm", {"overdose_bound": 0}, "overdose_bound", "between 0 and 1"),
        ("blrm", {"reference_dose": 0}, "reference_dose", "between 0"),
        ("blrm", {"max_escalation_factor": 1}, "max_escalation_factor", "between 1"),
        ("blrm", {"choose": "any"}, "choose", "highest_admissible"),
        ("blrm", {"stop_target_probability": 2}, "stop_target_probability", "between 0 and 1"),
        ("ewoc", {"feasibility_bound": 0}, "feasibility_bound", "between 0 and 1"),
        ("ewoc", {"mtd_range": [90, 10]}, "mtd_range", "lower number first"),
        ("ewoc", {"mtd_range": [20, 90]}, "mtd_range", "the lowest dose, or less"),
        ("ewoc", {"mtd_range": 20}, "mtd_range", "two numbers"),
        ("ewoc", {"mtd_by": "mode"}, "mtd_by", "median"),
    ],
)  # fmt: skip
def test_impossible_parameters(
    name: str, parameters: Mapping[str, object], path: str, allowed: str
) -> None:
    needed: dict[str, dict[str, object]] = {
        "crm": {"target": 0.25, "max_n": 30},
        "tite_crm": {"target": 0.25, "max_n": 30},
        "blrm": {"max_n": 30, "dosages": list(DOSAGES)},
        "ewoc": {"max_n": 30, "target": 0.33, "dosages": list(DOSAGES)},
    }
    with pytest.raises(FaultsFound) as error:
        build([{name: needed[name] | dict(parameters)}], 5)
    (fault,) = error.value.faults
    assert fault.place.path == f"stages[0].{name}.{path}"
    assert allowed in fault.allowed


def test_every_wrong_parameter_is_told_at_once() -> None:
    with pytest.raises(FaultsFound) as error:
        crm(target=2, prior_sd=-1, cohort=0, estimate="x", too_toxic=7)
    paths = {fault.place.path for fault in error.value.faults}
    assert paths == {"target", "prior_sd", "cohort", "estimate", "too_toxic"}


def test_a_limit_beyond_the_cap_is_warned_of() -> None:
    assert [one.code for one in warnings(crm(stop_at_level_n=33))] == [
        "design.warning.stop_at_level_n_out_of_reach"
    ]
    assert warnings(crm()) == warnings(Blrm(levels=5, max_n=30, dosages=DOSAGES)) == ()
