"""Decisions of the designs that ask a model: who is treated next, when it ends, what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dosepath.designs import (
    Batch,
    Blrm,
    Counts,
    Crm,
    Design,
    Ewoc,
    Stop,
    Tally,
    TiteCrm,
    Treat,
    Wait,
    build,
    decide_many,
    most_per_level,
    needs,
    select,
    warnings,
)
from dosepath.wording import say

SKELETON = (0.05, 0.12, 0.25, 0.40, 0.55)
DOSAGES = (10, 20, 40, 60, 90)


def crm(**parameters: Any) -> Crm:
    return Crm(**{"levels": 5, "target": 0.25, "max_n": 30, "skeleton": SKELETON} | parameters)


def blrm(**parameters: Any) -> Blrm:
    return Blrm(**{"levels": 5, "max_n": 30, "dosages": DOSAGES, "reference_dose": 60} | parameters)


def ewoc(**parameters: Any) -> Ewoc:
    return Ewoc(**{"levels": 5, "max_n": 30, "target": 0.33, "dosages": DOSAGES} | parameters)


def tite(**parameters: Any) -> TiteCrm:
    return TiteCrm(**{"levels": 5, "target": 0.25, "max_n": 30, "skeleton": SKELETON} | parameters)


def seen(*levels: tuple[int, int] | Tally, at: int) -> Counts:
    tallies = [one if isinstance(one, Tally) else Tally(*one) for one in levels]
    return Counts((*tallies, *(Tally(),) * (5 - len(tallies))), at)


def goes_to(design: Design, counts: Counts) -> tuple[int, int]:
    """The level and number of the next cohort."""
    decision = design.decide(counts)
    assert isinstance(decision, Treat), decision
    return decision.level, decision.n


DESIGNS: dict[str, Design] = {
    "crm": crm(),
    "posterior mean, too toxic": crm(estimate="posterior_mean", too_toxic=0.9, ties="highest"),
    "logistic": crm(model="logistic_1", coherence="rate_at_level", stop_at_level_n=9),
    "two parameters": crm(model="logistic_2", allow_skipping=True, max_n=29, last_cohort="shorten"),
    "likelihood": crm(method="maximum_likelihood", escalate_from="highest_tried"),
    "logistic likelihood": crm(method="maximum_likelihood", model="logistic_1", mtd_among="all"),
    "blrm": blrm(),
    "highest admissible": blrm(choose="highest_admissible", max_escalation_factor=2,
                               stop_at_level_n=6, stop_target_probability=0.5),
    "ewoc": ewoc(),
    "ewoc, median": ewoc(mtd_by="median", mtd_range=(5, 120), start_level=2, cohort=1),
    "tite": tite(),
    "tite, cohorts": tite(cohort=3, evaluated_to_escalate=2, too_toxic=0.8, stop_at_level_n=9,
                          model="logistic_1"),
}  # fmt: skip


def random_counts(rng: np.random.Generator, *, pending: bool) -> Counts:
    """Anything that may be asked, reachable or not."""
    tallies = []
    for most in rng.choice([0, 1, 3, 6, 9], size=5):
        n = int(rng.integers(0, most + 1))
        shares = rng.random(rng.integers(0, 3)).round(2) if pending else ()
        tallies.append(Tally(n, int(rng.integers(0, n + 1)), pending=tuple(map(float, shares))))
    return Counts(tuple(tallies), int(rng.integers(0, 6)))


def batch_of(rows: list[Counts]) -> Batch:
    """Many observations as one batch, pending participants padded with nobody."""
    single = [Batch.of(one) for one in rows]
    width = max(one.pending_level.shape[1] for one in single)

    def padded(name: str) -> np.ndarray:
        found = np.zeros((len(rows), width), dtype=getattr(single[0], name).dtype)
        for row, one in enumerate(single):
            values = getattr(one, name)[0]
            found[row, : len(values)] = values
        return found

    n, dlt = (np.vstack([getattr(one, name) for one in single]) for name in ("n", "dlt"))
    at = np.array([one.at for one in rows])
    return Batch(n, dlt, at, pending_level=padded("pending_level"),
                 pending_share=padded("pending_share"))  # fmt: skip


@pytest.mark.parametrize("name", DESIGNS)
def test_many_are_answered_like_one_and_every_answer_can_be_read(name: str) -> None:
    design, rng = DESIGNS[name], np.random.default_rng(20)
    rows = [Counts.none(5)]
    rows += [random_counts(rng, pending="pending" in needs(design)) for _ in range(150)]
    moves = decide_many(design, batch_of(rows))
    chosen = design.select_many(batch_of(rows))  # type: ignore[attr-defined]
    for row, counts in enumerate(rows):
        decision = design.decide(counts)
        expected = (0, 0, 0, False)
        if isinstance(decision, Treat):
            expected = (decision.level, decision.n, 0, False)
            assert decision.n >= 1
        elif isinstance(decision, Wait):
            expected = (0, 0, 0, True)
        else:
            expected = (0, 0, decision.mtd or 0, False)
        found = (moves.level[row], moves.size[row], moves.mtd[row], moves.waits[row])
        assert found == expected, counts
        recommended = select(design, counts)
        assert (recommended.mtd or 0) == chosen[row]
        for reason in (decision.because, recommended.because):
            for lang in ("en", "zh-Hans"):
                sentence = say(reason, lang)
                assert "?]" not in sentence
                assert "nan" not in sentence


@pytest.mark.parametrize("name", DESIGNS)
def test_a_trial_follows_the_cohorts_to_the_cap(name: str) -> None:
    """Random outcomes: whole cohorts, one step up at a time, and an end."""
    design, rng = DESIGNS[name], np.random.default_rng(7)
    for _ in range(10):
        counts = Counts.none(5)
        decision = design.decide(counts)
        while isinstance(decision, Treat):
            assert decision.n >= 1
            if not getattr(design, "allow_skipping", True):
                highest = max((i for i, one in enumerate(counts.levels, 1) if one.n), default=9)
                assert decision.level <= highest + 1
            hits = int(rng.binomial(decision.n, 0.06 * decision.level))
            counts = counts.add(decision.level, n=decision.n, dlt=hits)
            assert counts.total <= design.max_n  # type: ignore[attr-defined]
            decision = design.decide(counts)
        assert isinstance(decision, Stop)
        assert most_per_level(design) >= max(tally.n for tally in counts.levels)


def test_the_first_cohort() -> None:
    assert goes_to(crm(), Counts.none(5)) == (1, 3)
    assert goes_to(crm(start_level=3, cohort=2, max_n=30), Counts.none(5)) == (3, 2)
    assert goes_to(tite(), Counts.none(5)) == (1, 1)
    assert goes_to(ewoc(cohort=1), Counts.none(5)) == (1, 1)


def test_a_partial_cohort_is_completed_at_its_level() -> None:
    assert goes_to(crm(), seen((1, 0), at=1)) == (1, 2)
    assert goes_to(blrm(), seen((3, 0), (2, 0), at=2)) == (2, 1)
    nobody_evaluable = seen((3, 0), (0, 0), at=2)
    assert goes_to(crm(), nobody_evaluable) == (2, 3)


def test_no_level_is_skipped_unless_the_study_says_so() -> None:
    clean = seen((3, 0), at=1)
    assert goes_to(crm(), clean)[0] == 2
    assert goes_to(crm(allow_skipping=True), clean)[0] == 4
    # Down from 4, and the model wants 4 again after two clean cohorts.
    returned = seen((3, 0), (6, 0), (3, 0), (3, 1), at=2)
    assert goes_to(crm(), returned)[0] == 3
    assert goes_to(crm(escalate_from="highest_tried"), returned)[0] == 4


def test_the_dose_goes_down_as_far_as_the_model_says() -> None:
    assert goes_to(crm(start_level=3), seen((0, 0), (0, 0), (3, 3), at=3))[0] == 1


def test_coherence_holds_the_dose_while_the_rate_at_the_level_is_above_the_target() -> None:
    one_in_three = seen((3, 1), at=1)
    sure = {"skeleton": (0.01, 0.02, 0.04, 0.25, 0.5), "prior_sd": 0.4}
    assert goes_to(crm(**sure), one_in_three)[0] == 2
    held = crm(**sure, coherence="rate_at_level")
    assert goes_to(held, one_in_three)[0] == 1
    assert goes_to(held, seen((6, 1), at=1))[0] == 2


def test_the_trial_stops_when_the_lowest_level_is_very_probably_too_toxic() -> None:
    toxic = seen((3, 3), at=1)
    assert goes_to(crm(), toxic) == (1, 3)
    over = crm().posterior(toxic).probability[0][1]
    assert crm(too_toxic=over - 0.01).decide(toxic) == crm(too_toxic=over - 0.01).decide(toxic)
    stopped = crm(too_toxic=over - 0.01).decide(toxic)
    assert isinstance(stopped, Stop)
    assert stopped.mtd is None
    assert isinstance(crm(too_toxic=over + 0.01).decide(toxic), Treat)
    # A higher limit is passed with less probability.
    higher = crm(too_toxic=over - 0.01, too_toxic_limit=0.5)
    assert isinstance(higher.decide(toxic), Treat)
    # The rule does not wait for the rest of a cohort.
    assert isinstance(crm(too_toxic=0.5).decide(seen((2, 2), at=1)), Stop)


def test_the_trial_stops_when_enough_were_treated_at_the_next_level() -> None:
    counts = seen((3, 0), (9, 2), at=2)
    assert goes_to(crm(), counts)[0] == 2
    assert crm(stop_at_level_n=9).decide(counts).mtd == 2
    assert isinstance(crm(stop_at_level_n=10).decide(counts), Treat)


def test_the_cap_and_a_shortened_last_cohort() -> None:
    counts = seen((3, 0), (24, 5), at=2)
    assert goes_to(crm(max_n=29, last_cohort="shorten"), counts) == (2, 2)
    full = seen((3, 0), (27, 6), at=2)
    assert crm().decide(full).mtd == 2
    assert crm().decide(full) != crm().select(full)


def test_only_a_level_that_was_tried_is_the_mtd_unless_the_study_says_so() -> None:
    clean = seen((30, 0), at=1)
    assert crm().decide(clean).mtd == 1
    assert crm(mtd_among="all").decide(clean).mtd == 5
    assert select(crm(mtd_among="all"), Counts.none(5)).mtd is None


def test_equally_near_levels() -> None:
    """Without data and with a symmetric skeleton two levels are equally near the target."""
    prior = {"levels": 2, "target": 0.25, "skeleton": (0.2, 0.3), "max_n": 30, "mtd_among": "all"}
    low, high = (TiteCrm(**prior, ties=ties) for ties in ("lowest", "highest"))
    just_entered = Counts((Tally(pending=(0.0,)), Tally()), 1)
    assert low.posterior(just_entered).estimate == pytest.approx((0.2, 0.3))
    assert (low.select(just_entered).mtd, high.select(just_entered).mtd) == (1, 2)


def test_maximum_likelihood_starts_up_by_steps() -> None:
    design = crm(method="maximum_likelihood")
    assert goes_to(design, seen((3, 0), at=1)) == (2, 3)
    assert goes_to(design, seen((3, 0), (3, 0), (3, 0), (3, 0), (3, 0), at=5)) == (5, 3)
    assert goes_to(design, seen((0, 0), (3, 3), at=2)) == (1, 3)
    assert goes_to(design, seen((3, 3), at=1)) == (1, 3)
    assert design.posterior(seen((3, 0), at=1)).estimate == ()
    # The first DLT ends it: the estimate at the level tried is the observed rate there.
    fitted = seen((0, 0), (3, 1), at=2)
    assert design.posterior(fitted).estimate[1] == pytest.approx(1 / 3)


def test_maximum_likelihood_recommends_nothing_where_everybody_had_a_dlt() -> None:
    design = crm(method="maximum_likelihood")
    assert select(design, seen((3, 3), at=1)).mtd is None
    assert select(design, seen((3, 0), (3, 0), at=2)).mtd == 2


def test_blrm_gives_the_likeliest_target_level_within_the_overdose_bound() -> None:
    design = blrm(allow_skipping=True)
    for counts in (seen((3, 0), at=1), seen((3, 0), (6, 1), at=2), seen((3, 0), (3, 1), at=2)):
        rows = design.posterior(counts).probability
        admissible = [i for i, row in enumerate(rows, 1) if row[2] < 0.25]
        best = max(admissible, key=lambda i: rows[i - 1][1])
        assert goes_to(design, counts) == (best, 3)
        highest = blrm(allow_skipping=True, choose="highest_admissible")
        assert goes_to(highest, counts) == (max(admissible), 3)


def test_blrm_stops_when_no_level_is_safe_enough() -> None:
    stopped = blrm().decide(seen((3, 2), at=1))
    assert isinstance(stopped, Stop)
    assert stopped.mtd is None


def test_blrm_keeps_to_the_escalation_factor() -> None:
    clean = seen((3, 0), at=1)
    assert goes_to(blrm(allow_skipping=True), clean)[0] > 2
    assert goes_to(blrm(allow_skipping=True, max_escalation_factor=2), clean)[0] == 2
    stuck = blrm(max_escalation_factor=1.9)
    assert goes_to(stuck, clean)[0] == 1
    (reason,) = warnings(stuck)
    assert say(reason).startswith("The dose can never go above level 1")


def test_blrm_stops_at_a_level_that_is_probably_the_target() -> None:
    counts = seen((3, 0), (3, 0), (15, 4), at=3)
    rows = blrm().posterior(counts).probability
    share = rows[2][1]
    assert goes_to(blrm(), counts)[0] == 3
    assert blrm(stop_at_level_n=12, stop_target_probability=share - 0.01).decide(counts).mtd == 3
    unsure = blrm(stop_at_level_n=12, stop_target_probability=share + 0.01)
    assert isinstance(unsure.decide(counts), Treat)


def test_ewoc_gives_the_highest_level_within_the_feasibility_bound() -> None:
    counts = seen((3, 0), (6, 1), at=2)
    for bound in (0.1, 0.25, 0.5):
        design = ewoc(allow_skipping=True, feasibility_bound=bound)
        rows = design.posterior(counts).probability
        assert goes_to(design, counts)[0] == max(
            i for i, row in enumerate(rows, 1) if row[1] <= bound
        )
    low, high = ewoc(mtd_among="all"), ewoc(mtd_by="median", mtd_among="all")
    assert low.select(counts).mtd <= high.select(counts).mtd


def test_ewoc_escalates_after_dlts_at_the_lowest_dose_only_as_the_paper_has_it() -> None:
    """There the data say nothing of the MTD, so that the bound alone lets the dose go up."""
    toxic = seen((3, 3), at=1)
    assert goes_to(ewoc(coherence="none"), toxic) == (2, 3)
    assert goes_to(ewoc(), toxic) == (1, 3)
    before = ewoc().posterior(Counts.none(5)).probability
    for row, same in zip(ewoc().posterior(toxic).probability, before, strict=True):
        assert row == pytest.approx(same, abs=1e-6)


def test_ewoc_stops_only_where_the_mtd_may_lie_below_the_lowest_level() -> None:
    toxic = seen((3, 3), at=1)
    assert goes_to(ewoc(), toxic) == (1, 3)
    stopped = ewoc(mtd_range=(2, 90)).decide(toxic)
    assert isinstance(stopped, Stop)
    assert stopped.mtd is None


class TestPending:
    """TITE-CRM: participants under observation."""

    def test_nobody_waits(self) -> None:
        assert needs(tite()) == {"pending"}
        counts = seen(Tally(pending=(0.0,)), at=1)
        assert goes_to(tite(), counts) == (2, 1)

    def test_a_cohort_counts_those_under_observation(self) -> None:
        counts = seen(Tally(1, pending=(0.5,)), at=1)
        assert goes_to(tite(cohort=3), counts) == (1, 1)

    def test_a_level_may_have_to_be_evaluated_before_it_is_left_upwards(self) -> None:
        counts = seen(Tally(1, pending=(0.9, 0.9)), at=1)
        assert goes_to(tite(evaluated_to_escalate=2), counts)[0] == 1
        assert goes_to(tite(evaluated_to_escalate=1), counts)[0] == 2

    def test_the_end_waits_for_every_window(self) -> None:
        open_ = seen((3, 0), Tally(5, 2, pending=(0.4,)), at=2)
        assert isinstance(tite(max_n=9).decide(open_), Wait)
        assert isinstance(tite(stop_at_level_n=6).decide(open_), Wait)
        closed = seen((3, 0), (6, 1), at=2)
        assert isinstance(tite(max_n=9).decide(closed), Stop)

    def test_more_follow_up_without_a_dlt_lowers_every_rate(self) -> None:
        rates = [
            tite().posterior(seen(Tally(2, 1, pending=(share,)), at=1)).mean
            for share in (0.0, 0.5, 1.0)
        ]
        assert np.all(np.diff(rates, axis=0) < 0)


def test_equal_parameters_are_one_design() -> None:
    assert crm(skeleton=list(SKELETON)) == crm()
    assert hash(crm(skeleton=list(SKELETON))) == hash(crm())
    assert hash(blrm(dosages=list(DOSAGES), prior_sd=[2, 1])) == hash(blrm(prior_sd=(2, 1)))
    built = build([{"crm": {"target": 0.25, "max_n": 30, "skeleton": list(SKELETON)}}], 5)
    assert built == crm()
