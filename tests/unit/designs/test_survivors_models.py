"""Decisions of designs with a model or with responses that no test noticed changing before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from dosepath.designs import (
    Batch,
    BfBoin,
    Blrm,
    Boin12,
    Counts,
    Crm,
    Ewoc,
    Indifference,
    Stop,
    Tally,
    TiteBoin,
    Treat,
    UBoin,
    build,
    most_per_level,
    select,
    warnings,
)
from dosepath.designs.model_based import _best
from dosepath.quantity import FaultsFound

NEEDED: Mapping[str, dict[str, object]] = {
    "boin12": {"target": 0.35, "max_n": 36, "efficacy_limit": 0.25},
    "u_boin": {"target": 0.3, "max_n": 36, "efficacy_limit": 0.25},
    "bf_boin": {"target": 0.3, "max_n": 36},
    "tite_boin": {"target": 0.3, "max_n": 36},
    "crm": {"target": 0.25, "max_n": 36},
    "tite_crm": {"target": 0.25, "max_n": 36},
    "ewoc": {"target": 0.33, "max_n": 36, "dosages": [10, 20, 40, 60]},
    "blrm": {"max_n": 36, "dosages": [10, 20, 40, 60]},
}
BEST_AND_WORST = {"neither": 40, "both": 60}
ML = {"method": "maximum_likelihood"}
AT_A_HALF = {"model": "logistic_1", "intercept": 0}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("boin12", {"explore_below_n": 1}),
        ("boin12", {"futile_above": 0.5}),
        ("boin12", {"futile_above": 1}),
        ("boin12", {"utilities": {"response": 1e9, **BEST_AND_WORST, "dlt": -1e6}}),
        ("boin12", {"utilities": {"response": 60, **BEST_AND_WORST, "dlt": 40}}),
        ("boin12", {"utilities": {"response": 100, "neither": 0, "both": 100, "dlt": 0}}),
        ("boin12", {"utilities": {"response": 100, "neither": 100, "both": 0, "dlt": 0}}),
        ("u_boin", {"stage_1_max_n": 1}),
        ("u_boin", {"utility_prior": [1e-6, 1e-6, 1e-6, 1e-6]}),
        ("bf_boin", {"backfill_cap": 1}),
        ("tite_boin", {"max_pending": 0}),
        ("tite_boin", {"max_pending": 1}),
        ("crm", {"prior_sd": 100, "intercept_sd": 100}),
        ("crm", {"prior_sd": 1e-3, "intercept_sd": 1e-3}),
        ("crm", {"model": "logistic_1", "intercept": 50, "skeleton": [0.1, 0.2, 0.3, 0.4]}),
        ("crm", {"stop_at_level_n": 1}),
        ("crm", {"cohort": 1000, "max_n": 1000}),
        ("crm", {"max_n": 3}),
        ("crm", {"too_toxic": 0.999, "too_toxic_limit": 0.001}),
        ("crm", {"prior_mtd": 1}),
        ("crm", {"prior_mtd": 4}),
        ("tite_crm", {"evaluated_to_escalate": 0}),
        ("ewoc", {"mtd_range": [10, 60]}),
        ("ewoc", {"mtd_range": [0, 7e11]}),
        ("ewoc", {"mtd_range": [0, 1e12]}),
        ("blrm", {"prior_mean": [-50, 50], "prior_sd": [1e-3, 50]}),
        ("blrm", {"prior_mean": [50, -50], "prior_sd": [50, 1e-3]}),
        ("blrm", {"prior_correlation": -0.9}),
        ("blrm", {"max_escalation_factor": 1.5}),
        ("blrm", {"max_escalation_factor": 7e5}),
        ("blrm", {"reference_dose": 7e11}),
        ("blrm", {"target_interval": [0.001, 0.999]}),
        ("blrm", {"dosages": [1e-9, 2e-9, 3e-9, 1e12]}),
    ],
)
def test_what_is_just_possible_is_accepted(name: str, given: dict[str, object]) -> None:
    build([{name: NEEDED[name] | given}], 4)


@pytest.mark.parametrize(
    ("name", "given", "path", "allowed"),
    [
        ("boin12", {"futile_above": 0.49}, "futile_above", "0.5 to 1"),
        ("boin12", {"futile_above": 1.5}, "futile_above", "0.5 to 1"),
        ("boin12", {"utilities": {"response": 5, "neither": 5, "both": 5, "dlt": 5}}, "utilities",
         "response above dlt"),
        ("boin12", {"utilities": {"response": 9, **BEST_AND_WORST, "dlt": 0}}, "utilities",
         "response above dlt"),
        ("boin12", {"utilities": {"response": 99, "neither": -1, "both": 5, "dlt": 0}},
         "utilities", "response above dlt"),
        ("boin12", {"utilities": [["response", 9], ["neither", 5], ["both", 5], ["dlt", 0, 0]]},
         "utilities", "{response: 100"),
        ("boin12", {"utilities": [["response", 9], ["neither", 5], ["both", 5], ["dlt", 0],
                                  ["dlt", 0]]}, "utilities", "{response: 100"),
        ("boin12", {"utilities": {"response": 100, **BEST_AND_WORST, "dlt": -1.1e6}},
         "utilities.dlt", "or more"),
        ("boin12", {"benchmark": 0}, "benchmark", "between the utilities"),
        ("boin12", {"benchmark": 100}, "benchmark", "between the utilities"),
        ("u_boin", {"utility_prior": [1, 1, 1]}, "utility_prior", "4 numbers"),
        ("u_boin", {"utility_prior": [1, 1, 1, 9e-7]}, "utility_prior", "4 numbers"),
        ("u_boin", {"utility_prior": "flat"}, "utility_prior", "4 numbers"),
        ("bf_boin", {"backfill_cap": 0}, "backfill_cap", "1 or more"),
        ("bf_boin", {"backfill_after": "tested"}, "backfill_after", "tried"),
        ("bf_boin", {"conflict": "none"}, "conflict", "pool | own_rate"),
        ("tite_boin", {"max_pending": -0.1}, "max_pending", "0 to 1"),
        ("tite_boin", {"max_pending": 1.1}, "max_pending", "0 to 1"),
        ("tite_boin", {"one_dlt_goes_down": 1}, "one_dlt_goes_down", "true | false"),
        ("crm", {"start_level": 0}, "start_level", "1 to 4"),
        ("crm", {"cohort": 0}, "cohort", "1 to 1000"),
        ("crm", {"cohort": 1001}, "cohort", "1 to 1000"),
        ("crm", {"max_n": 0}, "max_n", "1 to 1000"),
        ("crm", {"max_n": 1002}, "max_n", "1 to 1000"),
        ("crm", {"prior_sd": 100.5}, "prior_sd", "0.001 to 100"),
        ("crm", {"prior_sd": 9e-4}, "prior_sd", "0.001 to 100"),
        ("crm", {"intercept": 50.5}, "intercept", "-50 to 50"),
        ("crm", {"intercept": -50.5}, "intercept", "-50 to 50"),
        ("crm", {"model": "logistic_1", "intercept": -50}, "target", "the most that"),
        ("crm", {"target": 0.5, **AT_A_HALF}, "target", "below 0.5"),
        ("crm", {"target": 0.5, "skeleton": [0.1, 0.2, 0.3, 0.4], **AT_A_HALF}, "target",
         "the most that the model reaches"),
        ("crm", {"skeleton": [0.1, 0.2, 0.3, 0.5], **AT_A_HALF}, "skeleton", "below 0.5"),
        ("crm", {"skeleton": [0.1, 0.2, 0.3, 0.3]}, "skeleton", "each above"),
        ("crm", {"skeleton": [0.1, 0.2, 0.3, 0.4], "halfwidth": 0.1}, "halfwidth", "either"),
        ("crm", {"prior_mtd": 0}, "prior_mtd", "1 to 4"),
        ("crm", {"halfwidth": 0}, "halfwidth", "between 0 and 0.25"),
        ("crm", {**ML, "model": "logistic_2"}, "model", "power | logistic_1"),
        ("ewoc", {"mtd_range": [10, 10]}, "mtd_range", "lower number first"),
        ("ewoc", {"mtd_range": [10, "x"]}, "mtd_range", "two numbers"),
        ("ewoc", {"mtd_range": [5, 60, 80]}, "mtd_range", "two numbers"),
        ("ewoc", {"mtd_range": [5]}, "mtd_range", "two numbers"),
        ("ewoc", {"mtd_range": [-0.5, 60]}, "mtd_range", "two numbers"),
        ("ewoc", {"mtd_range": [5, 1.1e12]}, "mtd_range", "two numbers"),
        ("ewoc", {"mtd_range": [5, 80], "dosages": "10 to 60"}, "dosages", "positive"),
        ("ewoc", {"mtd_range": [5, 80], "dosages": []}, "dosages", "positive"),
        ("ewoc", {"coherence": "strict"}, "coherence", "rate_at_level"),
        ("blrm", {"prior_mean": [-50.5, 0]}, "prior_mean", "-50 to 50"),
        ("blrm", {"prior_mean": [0, 50.5]}, "prior_mean", "-50 to 50"),
        ("blrm", {"prior_sd": [8e-4, 1]}, "prior_sd", "0.001 to 50"),
        ("blrm", {"prior_sd": [1, 50.5]}, "prior_sd", "0.001 to 50"),
        ("blrm", {"prior_sd": [1, 1, 1]}, "prior_sd", "two numbers"),
        ("blrm", {"prior_correlation": -1}, "prior_correlation", "between -1 and 1"),
        ("blrm", {"max_escalation_factor": 1e6}, "max_escalation_factor", "between 1 and"),
        ("blrm", {"reference_dose": 1e12}, "reference_dose", "between 0 and"),
        ("blrm", {"target_interval": [0.3, 0.3]}, "target_interval", "the lower first"),
        ("blrm", {"target_interval": [0.3, 1]}, "target_interval", "the lower first"),
        ("blrm", {"target_interval": [0.3, 1.5]}, "target_interval", "each 0 to 1"),
        ("blrm", {"target_interval": [-0.5, 0.3]}, "target_interval", "each 0 to 1"),
        ("blrm", {"dosages": [10, 20, 40, float("inf")]}, "dosages", "positive"),
        ("blrm", {"dosages": [10, "x", 40, 60]}, "dosages", "positive"),
        ("blrm", {"dosages": [-10, 20, 40, 60]}, "dosages", "positive"),
        ("blrm", {"dosages": [10, -0.5, 40, 60]}, "dosages", "positive"),
    ],
)  # fmt: skip
def test_what_is_just_impossible_is_refused(
    name: str, given: dict[str, object], path: str, allowed: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        build([{name: NEEDED[name] | given}], 4)
    (fault,) = error.value.faults
    assert fault.place.path == f"stages[0].{name}.{path}"
    assert allowed in fault.allowed


def test_without_levels_nothing_else_is_found_fault_with() -> None:
    for make in (
        lambda: Crm(levels=0, target=0.25, max_n=36),
        lambda: Blrm(levels=0, max_n=36, dosages=(10, 20)),
    ):
        with pytest.raises(FaultsFound) as error:
            make()
        assert [fault.place.path for fault in error.value.faults] == ["levels"]


def test_the_skeleton_or_dose_of_a_single_level_is_looked_at_too() -> None:
    for path, make in (
        ("halfwidth", lambda: Crm(levels=1, target=0.25, max_n=36, halfwidth=0.3)),
        ("dosages", lambda: Blrm(levels=1, max_n=36, dosages=(1, 2))),
    ):
        with pytest.raises(FaultsFound) as error:
            make()
        assert [fault.place.path for fault in error.value.faults] == [path]


def test_a_target_where_the_curve_ends_is_found_fault_with_itself() -> None:
    with pytest.raises(FaultsFound) as error:
        Indifference(target=0.5, halfwidth=0.1, prior_mtd=1, curve="logistic", intercept=0)
    assert [fault.place.path for fault in error.value.faults] == ["target"]


def test_the_sd_of_a_rate_is_that_of_its_posterior() -> None:
    """0.2 ^ exp(b) with one DLT in three, by a plain sum over b."""
    b = np.linspace(-8, 8, 40_001)
    p = 0.2 ** np.exp(b)
    weight = np.exp(-0.5 * b**2 / 1.34) * p * (1 - p) ** 2
    mean, square = (weight @ p**k / weight.sum() for k in (1, 2))
    design = Crm(levels=1, target=0.2, max_n=36, skeleton=(0.2,))
    found = design.posterior(Counts((Tally(3, 1),), 1))
    assert (found.mean[0], found.sd[0]) == pytest.approx((mean, (square - mean**2) ** 0.5))


def test_one_dose_alone_makes_no_range_for_the_mtd() -> None:
    with pytest.raises(FaultsFound) as error:
        Ewoc(levels=1, target=0.3, max_n=9, dosages=(10,))
    assert [fault.place.path for fault in error.value.faults] == ["mtd_range"]
    assert Ewoc(levels=1, target=0.3, max_n=9, dosages=(10,), mtd_range=(5, 20)).levels == 1


def test_a_benchmark_is_on_the_scale_of_the_utilities() -> None:
    utilities = {"response": 90, "neither": 35, "both": 70, "dlt": 10}
    design = Boin12(levels=2, target=0.3, efficacy_limit=0.2, max_n=9, utilities=utilities,
                    benchmark=50)  # fmt: skip
    assert design.scaled_benchmark == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("utilities", "found"),
    [
        ({}, "{}"),
        ("high", "high"),
        ({"response": 9}, "{'response': 9}"),
        ([["response", 9], ["dlt"]], "(('response', 9), ('dlt',))"),
    ],
)
def test_utilities_that_are_refused_are_shown_as_they_were_written(
    utilities: object, found: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        build([{"boin12": NEEDED["boin12"] | {"utilities": utilities}}], 4)
    assert [fault.found for fault in error.value.faults] == [found]


def test_without_any_admissible_level_boin12_ends_without_a_dose() -> None:
    design = Boin12(levels=2, target=0.35, efficacy_limit=0.25, max_n=36)
    decision = design.decide(Counts((Tally(9), Tally(9)), 2))
    assert isinstance(decision, Stop)
    assert (decision.mtd, decision.because.code) == (None, "design.no_obd")


def test_boin12_explores_below_six_participants() -> None:
    design = Boin12(levels=3, target=0.35, efficacy_limit=0.25, max_n=36, cohort=1)
    levels = []
    for poor in (Tally(5, 2), Tally(6, 2)):
        decision = design.decide(Counts((Tally(2), poor, Tally()), 2))
        assert isinstance(decision, Treat)
        levels.append(decision.level)
    assert levels == [3, 1]


def test_rates_are_equally_near_to_nine_decimals() -> None:
    every = np.ones((2, 2), dtype=np.bool_)
    distance = np.array([[0.1, 0.1 + 4e-10], [0.1, 0.1 + 4e-9]])
    assert _best(distance, every, highest=True).tolist() == [2, 1]
    assert _best(distance, every, highest=False).tolist() == [1, 1]


def test_most_at_a_level_is_a_cohort_begun_just_below_the_limit() -> None:
    limited = Crm(levels=4, target=0.25, max_n=36, stop_at_level_n=9)
    assert most_per_level(limited) == 11
    assert most_per_level(Crm(levels=4, target=0.25, max_n=9, stop_at_level_n=9)) == 9
    vague = Blrm(levels=2, max_n=36, dosages=(1, 2), stop_at_level_n=9,
                 stop_target_probability=0.5)  # fmt: skip
    assert most_per_level(vague) == 36


@pytest.mark.parametrize(
    ("dosages", "factor", "told"),
    [
        ((10, 20, 40), 2, None),
        ((10, 25, 40), 2, (1, 2)),
        ((10, 20, 60), 2, (2, 3)),
        ((10, 20, 60), 3, None),
    ],
)
def test_an_escalation_factor_that_no_step_keeps_is_warned_of(
    dosages: tuple[float, ...], factor: float, told: tuple[int, int] | None
) -> None:
    design = Blrm(levels=3, max_n=9, dosages=dosages, max_escalation_factor=factor)
    values = [dict(one.values) for one in warnings(design)]
    assert [(one["level"], one["to"]) for one in values] == ([told] if told else [])


class Said(Blrm):
    """A BLRM whose probabilities are written down."""

    over: tuple[float, ...]
    target: tuple[float, ...]

    def _above(self, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        over = np.array([self.over])
        return over + np.array([self.target]), over


def said(over: tuple[float, ...], target: tuple[float, ...], **given: object) -> Blrm:
    design = Said(levels=len(over), max_n=36, dosages=tuple(range(1, 1 + len(over))), **given)
    object.__setattr__(design, "over", over)
    object.__setattr__(design, "target", target)
    return design


def test_a_level_at_the_overdose_bound_is_not_given() -> None:
    counts = Counts((Tally(3), Tally(3)), 2)
    decision = said((0.1, 0.25), (0.3, 0.5)).decide(counts)
    assert isinstance(decision, Treat)
    assert decision.level == 1


@pytest.mark.parametrize(("less", "level"), [(4e-7, 2), (2e-6, 1)])
def test_target_probabilities_that_differ_in_the_seventh_decimal_are_equal(
    less: float, level: int
) -> None:
    counts = Counts((Tally(3), Tally(3)), 2)
    decision = said((0.1, 0.1), (0.3, 0.3 - less)).decide(counts)
    assert isinstance(decision, Treat)
    assert decision.level == level


def test_a_target_probability_that_is_just_reached_is_enough() -> None:
    counts = Counts((Tally(6), Tally()), 1)
    design = said((0.1, 0.5), (0.5, 0.2), stop_at_level_n=6, stop_target_probability=0.5)
    assert isinstance(design.decide(counts), Stop)


class Known(Ewoc):
    """An EWOC whose probabilities are written down."""

    over: tuple[float, ...]

    def overdose(self, batch: Batch) -> np.ndarray:
        return np.array([self.over])


@pytest.mark.parametrize(("more", "level"), [(0, 2), (7e-10, 2), (1e-9, 2), (2e-9, 1)])
@pytest.mark.parametrize("mtd_by", ["feasibility_bound", "median"])
def test_a_bound_that_is_met_is_kept_whatever_the_last_bits(
    more: float, level: int, mtd_by: str
) -> None:
    design = Known(levels=2, target=0.3, max_n=36, dosages=(1, 2), mtd_by=mtd_by)
    object.__setattr__(design, "over", (0.1, 0.25 + more))
    counts = Counts((Tally(3), Tally(3)), 2)
    decision = design.decide(counts)
    assert isinstance(decision, Treat)
    assert decision.level == level
    bound = 0.25 if mtd_by == "feasibility_bound" else 0.5
    object.__setattr__(design, "over", (0.1, bound + more))
    assert select(design, counts).mtd == level


def test_a_level_is_backfilled_to_twelve() -> None:
    design = BfBoin(levels=2, target=0.3, max_n=36)
    for n, filled in ((11, (1,)), (12, ())):
        decision = design.decide(Counts((Tally(n, 1, responses=1), Tally(3, 0)), 2))
        assert isinstance(decision, Treat)
        assert decision.backfill == filled


@pytest.mark.parametrize(
    ("levels", "at"),
    [
        (((6, 3), (0, 0), (6, 0), (0, 0)), 3),
        (((5, 2), (1, 0), (0, 0), (0, 0)), 2),
        (((5, 2), (3, 0)), 2),
    ],
)
def test_a_toxic_level_is_open_if_its_rate_together_with_the_next_tried_is_low(
    levels: tuple[tuple[int, int], ...], at: int
) -> None:
    """The next tried may be two above, where one was passed over, and may have one participant."""
    design = BfBoin(levels=len(levels), target=0.3, max_n=36, backfill_after="tried",
                    conflict="own_rate")  # fmt: skip
    decision = design.decide(Counts(tuple(Tally(*one) for one in levels), at))
    assert isinstance(decision, Treat)
    assert 1 in decision.backfill


def test_bf_boin_pools_conflicting_data_where_it_would_stay_too() -> None:
    counts = Counts((Tally(3), Tally(6, 3), Tally(3, 1)), 3)
    levels = []
    for conflict in ("pool", "own_rate"):
        decision = BfBoin(levels=3, target=0.3, max_n=36, conflict=conflict).decide(counts)
        assert isinstance(decision, Treat)
        levels.append(decision.level)
    assert levels == [2, 3]


def test_tite_boin_expects_a_rate_of_a_single_participant() -> None:
    """0.15 / 0.85 in the one who entered, above lambda_e of 0.12."""
    design = TiteBoin(levels=3, target=0.3, p_saf=0.03, max_n=9, cohort=1, max_pending=1)
    decision = design.decide(Counts((Tally(pending=(0.0,)), Tally(), Tally()), 1))
    assert isinstance(decision, Treat)
    assert decision.level == 1
    assert dict(decision.because.values)["rate"] == "17.6"


def test_an_expected_rate_on_a_boundary_is_on_it_whatever_the_last_bits() -> None:
    """Both boundaries are a half on paper, and so are (1 + 2/3 x 1.5) / 4 and (2 + 4 / 4) / 6."""
    down = TiteBoin(levels=3, target=0.4, p_tox=0.6, max_n=36, cohort=2, one_dlt_goes_down=True)
    up = TiteBoin(levels=3, target=0.8, p_saf=0.2, p_tox=0.9, max_n=36, max_pending=1)
    assert (down.lambda_d, up.lambda_e) == (0.5, 0.5)
    lowered = down.decide(Counts((Tally(2), Tally(2, 1, pending=(0.25, 0.25)), Tally()), 2))
    raised = up.decide(Counts((Tally(2, 2, pending=(0.75, 1.0, 1.0, 1.0)), Tally(), Tally()), 1))
    assert isinstance(lowered, Treat)
    assert isinstance(raised, Treat)
    assert (lowered.level, raised.level) == (1, 2)


@pytest.mark.parametrize(
    ("given", "seen", "at", "level"),
    [
        ({"start_level": 3}, ((3, 3), (3, 3), (3, 3)), 1, 1),
        ({"cohort": 1}, ((0, 0), (1, 1), (0, 0)), 2, 1),
        ({"allow_skipping": True}, ((3, 0), (0, 0), (0, 0)), 1, 2),
        ({}, ((3, 0), (3, 0), (3, 0)), 3, 3),
    ],
)
def test_the_start_up_of_maximum_likelihood_goes_one_level_from_the_last(
    given: dict[str, object], seen: tuple[tuple[int, int], ...], at: int, level: int
) -> None:
    design = Crm(levels=3, target=0.25, max_n=36, method="maximum_likelihood", **given)
    decision = design.decide(Counts(tuple(Tally(*one) for one in seen), at))
    assert isinstance(decision, Treat)
    assert decision.level == level


def test_u_boin_weighs_a_level_with_one_participant_too() -> None:
    design = UBoin(levels=3, target=0.3, efficacy_limit=0.2, max_n=36, cohort=1, stage_1_level_n=6)
    decision = design.decide(Counts((Tally(1, responses=1), Tally(6, 2, responses=2), Tally()), 2))
    assert isinstance(decision, Treat)
    assert decision.level == 1


def test_u_boin_and_boin12_stop_without_a_dose_where_the_lowest_is_too_toxic() -> None:
    toxic = Counts((Tally(3, 3, responses=3, responses_with_dlt=3), Tally()), 1)
    for design in (
        Boin12(levels=2, target=0.3, efficacy_limit=0.2, max_n=9),
        UBoin(levels=2, target=0.3, efficacy_limit=0.2, max_n=9),
    ):
        decision = design.decide(toxic)
        assert isinstance(decision, Stop)
        assert (decision.mtd, decision.because.code) == (None, "design.lowest_eliminated")
