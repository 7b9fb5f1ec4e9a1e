"""Looking ahead from the data at hand: equal to the tree followed branch by branch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import numpy as np
import pytest

from dosepath import conduct
from dosepath.analysis import Outlook, Prior, Truths, outlook
from dosepath.conduct import Recommendation
from dosepath.designs import Design, Stop, ThreePlusThree, build
from dosepath.pathways import Ahead, Scenario
from tests.unit.conduct.playing import Play, protocol

TRUTHS = {
    "plausible": Scenario((0.05, 0.1, 0.2, 0.35), (0.1, 0.1, 0.15, 0.2)),
    "toxic": Scenario((0.3, 0.4, 0.5, 0.6)),
}


def ends(tree: Ahead, reached: float = 1.0, cohorts: int = 0) -> Iterator[tuple[float, Ahead, int]]:
    """Every end of the tree: its probability, its data, and the cohorts begun on the way."""
    if not tree.branches:
        yield reached, tree, cohorts
    begun = cohorts + (0 if tree.pending else 1)
    for branch in tree.branches:
        assert branch.probability is not None
        yield from ends(branch.then, reached * branch.probability, begun)


def by_hand(tree: Ahead, known: int, planned: int) -> dict[str, float]:
    found = list(ends(tree))
    assert sum(chance for chance, _, _ in found) == pytest.approx(1, abs=1e-12)
    return {
        "size": sum(p * end.counts.total for p, end, _ in found) - known,
        "above": sum(p for p, end, _ in found if end.counts.total > planned),
        "none": sum(
            p for p, end, _ in found if isinstance(end.decision, Stop) and end.decision.mtd is None
        ),
        "cohorts": sum(p * begun for p, _, begun in found),
    }


def ahead_of(trial: Play, truths: Mapping[str, object] = TRUTHS) -> tuple[Recommendation, Outlook]:
    advice = trial.recommend()
    made = outlook(
        trial.protocol.design, advice, planned=trial.state.planned, truths=Truths(truths)
    )
    return advice, made


DESIGNS: tuple[Design, ...] = (
    ThreePlusThree(levels=4),
    build([{"accelerated_titration": {"switch_level": 2}}, {"three_plus_three": {}}], 4),
)


@pytest.mark.parametrize("design", DESIGNS, ids=["3+3", "titration"])
@pytest.mark.parametrize("under_observation", [0, 1, 2])
def test_the_figures_are_those_of_the_tree_followed_to_every_end(
    design: Design, under_observation: int
) -> None:
    trial = Play(protocol(design, planned=10)).open()
    while trial.recommend().status == "continue":
        trial.completed(trial.dosed())
    trial.decide()
    for _ in range(under_observation):
        if trial.recommend().status == "continue":
            trial.dosed()
    advice, made = ahead_of(trial)
    waiting = sum(one.result == "pending" for one in advice.outcomes)
    for prospect in made.prospects:
        hand = by_hand(made.trees[prospect.name], advice.counts.total + waiting, made.planned)
        assert prospect.remaining == pytest.approx(hand["size"], abs=1e-9)
        assert prospect.above == pytest.approx(hand["above"], abs=1e-12)
        assert prospect.selection[0] == pytest.approx(hand["none"], abs=1e-12)
        assert sum(prospect.selection) == pytest.approx(1, abs=1e-12)
        if not waiting:
            assert prospect.cohorts == pytest.approx(hand["cohorts"], abs=1e-9)


def test_who_could_not_be_evaluated_counts_towards_the_planned_number() -> None:
    trial = Play(protocol(ThreePlusThree(levels=4), planned=12)).open()
    whole = ahead_of(trial)[1].prospects[0]
    lost = trial.dosed()
    trial.do(conduct.record_withdrawal, lost, on=trial.now)
    made = ahead_of(trial)[1]
    assert made.dosed == 1
    assert made.prospects[0].above > whole.above
    assert made.prospects[0].most == whole.most + 1
    assert made.prospects[0].remaining == pytest.approx(whole.remaining, abs=1e-9)


def test_a_rolling_design_says_what_its_figures_take_for_granted() -> None:
    trial = Play(protocol(build([{"rolling_six": {}}], 4), stagger_hours=24)).open()
    trial.dosed()
    _, made = ahead_of(trial)
    codes = [reason.code for reason in made.rests_on]
    assert codes == [
        "outlook.rule_followed",
        "outlook.one_by_one",
        "outlook.pending_first",
        "outlook.independent",
    ]
    assert made.prospects[0].remaining > 0
    assert sum(branch.probability or 0 for branch in made.trees["toxic"].branches) == (
        pytest.approx(1)
    )


def test_too_many_states_leave_the_tree_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = Play(protocol(ThreePlusThree(levels=4))).open()
    advice = trial.recommend()
    monkeypatch.setattr(import_module("dosepath.analysis.outlook"), "STATES", 5)
    made = outlook(trial.protocol.design, advice, planned=10, truths=Truths(TRUTHS))
    assert made.prospects == ()
    assert made.rests_on[-1].code == "outlook.too_many"
    assert made.trees["toxic"].branches


def test_without_a_truth_there_is_a_tree_without_chances() -> None:
    _, made = ahead_of(Play(protocol(ThreePlusThree(levels=4))).open(), {})
    assert made.prospects == ()
    assert [branch.probability for branch in made.trees[""].branches] == [None] * 4


def drawn(seed: int = 1, **prior: float) -> Prior:
    return Prior(np.random.default_rng(seed), seed, **prior)  # type: ignore[arg-type]


def with_posterior(trial: Play, prior: Prior) -> Outlook:
    advice = trial.recommend()
    return outlook(trial.protocol.design, advice, planned=10, truths=Truths(TRUTHS, prior))


def test_the_posterior_is_one_more_truth_and_says_its_prior_and_seed() -> None:
    trial = Play(protocol(ThreePlusThree(levels=4))).open()
    made = with_posterior(trial, drawn())
    assert list(made.trees) == ["plausible", "toxic", "posterior"]
    assert [one.name for one in made.prospects] == ["plausible", "toxic", "posterior"]
    (said,) = [reason for reason in made.rests_on if reason.code == "outlook.posterior"]
    assert (said["a"], said["b"], said["draws"], said["seed"]) == (1, 1, 1000, 1)
    again = with_posterior(trial, drawn())
    assert again.prospects == made.prospects


def test_without_data_and_with_a_flat_prior_the_first_level_is_the_lowest_of_four() -> None:
    """The lowest of four ordered uniform numbers has mean 1/5: so has a DLT at level 1."""
    made = with_posterior(Play(protocol(ThreePlusThree(levels=4))).open(), drawn())
    assert made.posterior is not None
    assert made.posterior.mean[0] == pytest.approx(0.2, abs=0.01)
    branches = made.trees["posterior"].branches
    expected = sum((b.probability or 0) * b.cohort.dlt / 3 for b in branches)
    assert expected == pytest.approx(0.2, abs=0.01)


def test_a_dlt_makes_more_of_them_likelier() -> None:
    trial = Play(protocol(ThreePlusThree(levels=4), stagger_hours=24)).open()
    before = with_posterior(trial, drawn())
    trial.toxic(trial.dosed())
    after = with_posterior(trial, drawn())
    none = [one.prospects[-1].selection[0] for one in (before, after)]
    assert none[1] > none[0]


def test_two_agents_have_no_posterior_of_ordered_levels() -> None:
    design = build([{"two_agent_boin": {"target": 0.3, "grid": [2, 2], "max_n": 6}}], 4)
    trial = Play(protocol(design)).open()
    made = with_posterior(trial, drawn())
    assert made.posterior is None
    assert "posterior" not in made.trees
    assert "outlook.posterior" not in [reason.code for reason in made.rests_on]


def test_responses_have_a_place_in_the_tree() -> None:
    design = build([{"boin12": {"target": 0.35, "efficacy_limit": 0.25, "max_n": 6}}], 3)
    truths = {"hoped": Scenario((0.1, 0.2, 0.3), response=(0.2, 0.4, 0.6))}
    advice = Play(protocol(design)).open().recommend()
    made = outlook(design, advice, planned=6, truths=Truths(truths, drawn()))
    for tree in made.trees.values():
        assert len(tree.branches) > 4
        assert sum(branch.probability or 0 for branch in tree.branches) == pytest.approx(1)
    assert [sum(one.selection) for one in made.prospects] == pytest.approx([1, 1])
