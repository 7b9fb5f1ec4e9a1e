"""What the data so far say, and where the trial is going from them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from dosepath.designs import (
    AcceleratedTitration,
    Counts,
    Design,
    Tally,
    ThreePlusThree,
    build,
    replay_path,
)
from dosepath.pathways import (
    Beliefs,
    Posterior,
    compile_design,
    look_ahead,
    operating_characteristics,
    outlook,
    posterior_scenarios,
)
from dosepath.quantity import FaultsFound

RULE = ThreePlusThree(levels=3)
BOIN = build([{"boin": {"target": 0.3, "max_n": 15, "cohort": 3}}], 3)
DATA = Counts((Tally(3, 1), Tally(6, 1), Tally(3, 2)), 3)


def drawn(design: Design = RULE, counts: Counts = DATA, **beliefs: object) -> Posterior:
    chance = np.random.default_rng(5)
    return posterior_scenarios(design, counts, generator=chance, beliefs=Beliefs(**beliefs))


def awaiting(counts: Counts, level: int) -> Counts:
    """The counts with one participant under observation at a level."""
    levels = list(counts.levels)
    levels[level - 1] = replace(levels[level - 1], pending=(0.5,))
    return Counts(tuple(levels), counts.at)


def test_draws_keep_the_order_and_the_generator() -> None:
    found = drawn()
    assert len(found) == 1000
    assert (np.diff(found.scenarios.dlt, axis=1) >= 0).all()
    assert found.scenarios.dlt.tolist() == drawn().scenarios.dlt.tolist()


def test_draws_have_the_moments_of_draws_by_rejection() -> None:
    """Independent beta draws, kept if they are in order, are draws of the same posterior."""
    chance = np.random.default_rng(6)
    free = [chance.beta(1 + tally.dlt, 1 + tally.n - tally.dlt, 300_000) for tally in DATA.levels]
    kept = np.stack(free, axis=1)
    kept = kept[(np.diff(kept, axis=1) >= 0).all(axis=1)]
    found = drawn(draws=20_000).scenarios.dlt
    assert found.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.004)
    assert found.std(axis=0) == pytest.approx(kept.std(axis=0), abs=0.004)
    assert np.corrcoef(found.T) == pytest.approx(np.corrcoef(kept.T), abs=0.02)


def test_one_level_is_the_beta_posterior() -> None:
    counts = Counts((Tally(6, 2),), 1)
    found = drawn(ThreePlusThree(levels=1), counts, draws=5000, dlt=(0.5, 0.5))
    exact = stats.beta(2.5, 4.5)
    assert float(found.mean[0]) == pytest.approx(exact.mean(), abs=1e-3)
    assert found.interval()[0] == pytest.approx(exact.ppf([0.025, 0.975]), abs=4e-3)
    assert float(found.above(0.3)[0]) == pytest.approx(exact.sf(0.3), abs=4e-3)


def test_a_prior_for_each_level() -> None:
    calm = drawn(counts=Counts.none(3), dlt=[(1, 9), (2, 8), (3, 7)])
    assert calm.prior == ((1, 9), (2, 8), (3, 7))
    assert calm.mean[0] < 0.1
    assert json.loads(json.dumps(calm.to_json()))["prior"][0] == [1, 9]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"dlt": (0, 1)}, "Not a beta prior"),
        ({"dlt": [(1, 1)] * 2}, "wrong number of priors"),
        ({"draws": 0}, "Too few draws"),
        ({"events": (1, -1)}, "Not a beta prior"),
    ],
)
def test_impossible_priors_are_refused(more: dict[str, object], words: str) -> None:
    with pytest.raises(FaultsFound, match=words):
        drawn(**more)


def test_two_agents_have_no_single_order() -> None:
    rule = {"target": 0.3, "max_n": 12, "cohort": 3, "grid": [2, 2]}
    design = build([{"two_agent_boin": rule}], 4)
    with pytest.raises(FaultsFound, match="no single order"):
        drawn(design, Counts.none(4))


def test_a_model_may_bring_its_own_draws() -> None:
    class Model(ThreePlusThree):
        def draw_rates(self, counts: Counts, generator: np.random.Generator, n: int) -> np.ndarray:
            return np.full((n, 3), 0.2)

    found = drawn(Model(levels=3))
    assert found.of_model
    assert found.mean.tolist() == pytest.approx([0.2] * 3)


# The tree ----------------------------------------------------------------------------------


def test_under_a_posterior_each_branch_teaches() -> None:
    counts = replay_path(BOIN, "1NNN").counts
    found = drawn(BOIN, counts)
    tree = look_ahead(BOIN, counts, scenario=found)
    p = found.scenarios.dlt[:, 1]
    first = tree.branches[0]
    assert first.probability == pytest.approx(float(((1 - p) ** 3).mean()))
    assert sum(branch.probability for branch in tree.branches) == pytest.approx(1)
    again = first.then.branches
    assert sum(branch.probability for branch in again) == pytest.approx(1)
    # After three without a DLT the next three are likelier to have none, too.
    q = found.scenarios.dlt[:, first.then.decision.level - 1]
    both = float(((1 - p) ** 3 * (1 - q) ** 3).mean())
    assert again[0].probability == pytest.approx(both / first.probability)
    assert again[0].probability > float(((1 - q) ** 3).mean())


def test_responses_are_told_apart_in_the_tree() -> None:
    rule = {"target": 0.3, "max_n": 9, "cohort": 3, "efficacy_limit": 0.2}
    design = build([{"boin12": rule}], 2)
    truth = {"dlt": [0.1, 0.3], "response": [0.2, 0.5]}
    tree = look_ahead(design, Counts.none(2), scenario=truth)
    assert len(tree.branches) == 20
    assert sum(branch.probability for branch in tree.branches) == pytest.approx(1)
    labels = {branch.label: branch for branch in tree.branches}
    assert labels["0/3 +2 R"].probability == pytest.approx(3 * (0.9 * 0.2) ** 2 * (0.9 * 0.8))
    assert labels["1/3 +1 B"].then.counts[1] == Tally(3, 1, 0, 1, 1)


# The rest of the trial ---------------------------------------------------------------------


def test_the_outlook_is_that_of_the_exact_engine() -> None:
    counts = replay_path(BOIN, "1NNN 2NNT").counts
    truth = [0.1, 0.2, 0.4]
    seen = outlook(BOIN, counts, scenario=truth)
    exact = operating_characteristics(compile_design(BOIN, given=counts), truth)
    assert seen.selection == pytest.approx(exact.selection)
    assert seen.expected_remaining == pytest.approx(float(exact.expected_size) - 6)
    assert seen.expected_cohorts == pytest.approx(float(exact.cohorts))
    assert seen.expected_dlts == pytest.approx(float(exact.expected_dlts) - 1)
    assert seen.probability_above(12) == pytest.approx(float(exact.probability_above(12)))
    assert (seen.treated, seen.basis) == (6, "scenario")
    assert json.loads(json.dumps(seen.to_json()))["treated"] == 6


def test_awaited_participants_are_treated_but_not_known() -> None:
    counts = replay_path(BOIN, "1NNN 2NN").counts
    waiting = outlook(BOIN, awaiting(counts, 2), scenario=[0.1, 0.2, 0.4])
    free = outlook(BOIN, counts, scenario=[0.1, 0.2, 0.4])
    assert waiting.treated == 6
    assert waiting.expected_remaining == pytest.approx(free.expected_remaining - 1)
    assert waiting.selection == pytest.approx(free.selection)


def test_under_a_posterior_the_outlook_is_the_mean_over_its_scenarios() -> None:
    counts = replay_path(BOIN, "1NNN 2NNT").counts
    found = drawn(BOIN, counts, draws=50)
    seen = outlook(BOIN, counts, scenario=found)
    each = [outlook(BOIN, counts, scenario=row) for row in found.scenarios.dlt]
    assert seen.basis == "posterior"
    assert seen.selection == pytest.approx(np.mean([one.selection for one in each], axis=0))
    expected = np.mean([one.expected_remaining for one in each])
    assert seen.expected_remaining == pytest.approx(float(expected))


def test_the_posterior_of_a_graded_trial_tells_of_grade_2() -> None:
    design = AcceleratedTitration(escalation=ThreePlusThree(levels=3))
    counts = replay_path(design, "1G 2N").counts
    found = drawn(design, counts)
    assert found.scenarios.grade_2[:, 0].mean() > found.scenarios.grade_2[:, 1].mean()
    assert (found.scenarios.grade_2 + found.scenarios.dlt <= 1 + 1e-12).all()
    assert outlook(design, counts, scenario=found).selection.sum() == pytest.approx(1)
