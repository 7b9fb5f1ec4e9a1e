"""Laws of every 3+3 and titration that can be built, on random parameters and random courses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dosepath.designs import (
    AcceleratedTitration,
    Cohort,
    Counts,
    Design,
    Stop,
    ThreePlusThree,
    Treat,
    format_path,
    merge,
    parse_path,
    replay_path,
)
from dosepath.pathways import (
    Limits,
    compile_design,
    decision_row,
    operating_characteristics,
    prove,
    settled,
    simulate,
)
from dosepath.wording import say


@st.composite
def rules(draw: st.DrawFn, most_levels: int = 4) -> ThreePlusThree:
    """k+m rules of all variants; cut-offs that make a table without gaps."""
    cohort, expansion = draw(st.sampled_from([(3, 3), (2, 4), (4, 2), (3, 1)]))
    escalate_first = draw(st.integers(0, 1))
    exceeds_first = draw(st.integers(escalate_first + 1, escalate_first + 2))
    escalate_both = draw(st.integers(escalate_first, 2))
    levels = draw(st.integers(1, most_levels))
    return ThreePlusThree(
        levels=levels,
        cohort=cohort,
        expansion=expansion,
        escalate_first=escalate_first,
        exceeds_first=exceeds_first,
        escalate_both=escalate_both,
        exceeds_both=escalate_both + 1,
        start_level=draw(st.integers(1, levels)),
        six_at_mtd=draw(st.sampled_from(["always", "after_de_escalation", "never"])),
        de_escalate=draw(st.booleans()),
        two_of_six=draw(st.sampled_from(["exceeds", "declares_mtd"])),
        three_of_six=draw(st.sampled_from(["exceeds", "steps_back"])),
        down_to_one=draw(st.sampled_from(["add_2", "add_5", "accept"])),
        cancel_undosed_at_exceeding=draw(st.booleans()),
    )


@st.composite
def titrations(draw: st.DrawFn) -> AcceleratedTitration:
    """Titrations around them; pairs only where the cohort is larger than a pair."""
    rule = draw(rules(3))
    rule = ThreePlusThree(
        **{name: getattr(rule, name) for name in rule.__dataclass_fields__} | {"start_level": 1}
    )
    cohort = draw(st.sampled_from([1, 2])) if rule.cohort > 2 else 1
    new_cohort = [rule.cohort + cohort] if rule.three_of_six == "exceeds" else []
    return AcceleratedTitration(
        escalation=rule,
        cohort=cohort,
        start_level=draw(st.integers(1, rule.levels)),
        switch_level=draw(st.none() | st.integers(1, rule.levels)),
        grade_2_threshold=draw(st.none() | st.integers(1, 3)),
        grade_2_scope=draw(st.sampled_from(["all_levels", "one_level", "different_levels"])),
        top_up_to=draw(st.sampled_from([rule.cohort, *new_cohort])),
    )


designs = rules() | titrations()
chances = st.floats(0, 1, allow_subnormal=False)


@st.composite
def courses(draw: st.DrawFn) -> tuple[Design, list[Cohort]]:
    """A design and a course of it, in parts of cohorts of any size."""
    design = draw(designs)
    counts, path = Counts.none(design.levels), []
    while isinstance(decision := design.decide(counts), Treat):
        size = draw(st.integers(1, decision.n))
        letters = draw(st.lists(st.sampled_from("NNNGT"), min_size=size, max_size=size))
        path.append(Cohort(decision.level, "".join(letters)))
        counts = path[-1].added_to(counts)
        if draw(st.integers(0, 9)) == 0:
            break
    return design, path


@given(designs)
@settings(max_examples=60)
def test_the_safety_laws_hold(design: Design) -> None:
    rule = getattr(design, "escalation", design)
    limit = max(rule.exceeds_first, rule.exceeds_both)
    proof = prove(design, limits=Limits(dlts=limit))
    broken = {law.code for law in proof.laws if law.holds is not True}
    # To stop after few DLTs and to step back and treat on after many is a rule that one may
    # write, and the proof says what is wrong with it.
    odd = rule.three_of_six == "steps_back" and not rule.de_escalate
    assert broken <= ({"law.more_dlts"} if odd else set()), proof.rows()


@given(courses())
def test_merged_counts_have_the_same_future(course: tuple[Design, list[Cohort]]) -> None:
    """At every step the counts that stand for the data get the data's own answer."""
    design, path = course
    counts = Counts.none(design.levels)
    short = long = counts
    for cohort in path:
        counts, short, long = (cohort.added_to(one) for one in (counts, short, long))
        long, short = merge(design, long), merge(design, short, keep_sizes=False)
        answers = [decision_row(design.decide(one)) for one in (counts, long, short)]
        assert answers[0] == answers[1] == answers[2]
        assert [tally.n for tally in long.levels] == [tally.n for tally in counts.levels]


@given(courses())
def test_a_course_is_written_read_and_replayed(course: tuple[Design, list[Cohort]]) -> None:
    design, path = course
    text = format_path(path)
    assert list(parse_path(text)) == path
    replay = replay_path(design, text)
    assert sum(step.cohort.n for step in replay.steps) == sum(cohort.n for cohort in path)
    for step in replay.steps:
        sentence = say(step.then.because)
        assert "?]" not in sentence, "a value that the sentence needs is missing"
        assert "⟦" not in sentence, "a reason without a sentence"


@given(courses(), st.integers(0, 3))
def test_what_is_settled_is_what_every_completion_says(
    course: tuple[Design, list[Cohort]], pending: int
) -> None:
    design, path = course
    counts = Counts.none(design.levels)
    for cohort in path:
        counts = cohort.added_to(counts)
    decision = design.decide(counts)
    if not isinstance(decision, Treat) or decision.level < counts.at:
        return
    pending = min(pending, decision.n)
    answer = settled(design, counts, pending=pending)
    ends = [
        decision_row(design.decide(counts.add(decision.level, n=pending, dlt=dlt, grade2=grade2)))
        for dlt in range(pending + 1)
        for grade2 in range(pending - dlt + 1)
    ] if pending else [decision_row(decision)]  # fmt: skip
    same = all(end == ends[0] for end in ends)
    assert decision_row(answer) == (ends[0] if same else {"action": "wait", "to": None, "n": 0})


def slowly(design: Design, p: list[float], q: list[float]) -> tuple[list[float], list[float]]:
    """Selection and participants by following every participant's outcome, nothing merged."""
    selected, treated = [0.0] * (design.levels + 1), [0.0] * design.levels

    def follow(counts: Counts, chance: float, queue: int) -> None:
        # A complete cohort is dosed before anybody asks again: `queue` are still to come.
        if not queue:
            decision = design.decide(counts)
            if isinstance(decision, Stop):
                selected[decision.mtd or 0] += chance
                return
            level, queue = decision.level, decision.n
        else:
            level = counts.at
        treated[level - 1] += chance
        dlt, event = p[level - 1], q[level - 1]
        for share, add in (
            (1 - dlt - event, {}),
            (event, {"grade2": 1}),
            (dlt, {"dlt": 1}),
        ):
            if share > 0:
                follow(counts.add(level, n=1, **add), chance * share, queue - 1)

    follow(Counts.none(design.levels), 1.0, 0)
    return selected, treated


@given(titrations().filter(lambda d: d.levels <= 2), st.data())
@settings(max_examples=15)
def test_exact_equals_following_every_participant(
    design: AcceleratedTitration, data: st.DataObject
) -> None:
    p = [data.draw(chances) for _ in range(design.levels)]
    q = [data.draw(st.floats(0, 1 - dlt)) for dlt in p]
    result = operating_characteristics(compile_design(design), {"dlt": p, "grade_2": q})
    selected, treated = slowly(design, p, q)
    assert result.selection.tolist() == pytest.approx(selected, abs=1e-9)
    assert result.participants.tolist() == pytest.approx(treated, abs=1e-9)


@given(designs, st.data(), st.booleans())
@settings(max_examples=25)
def test_simulation_is_within_its_error_of_the_exact_figures(
    design: Design, data: st.DataObject, one_by_one: bool
) -> None:
    """Five standard errors: hundreds of comparisons, each at a fixed seed."""
    p = [data.draw(st.floats(0.02, 0.6)) for _ in range(design.levels)]
    q = [data.draw(st.floats(0.02, 0.39)) for _ in p]
    program = compile_design(design, cancel_undosed=one_by_one)
    scenario = {"dlt": p, "grade_2": q}
    exact = operating_characteristics(program, scenario)
    seen = simulate(program, scenario, generator=np.random.default_rng(20), n=4000)
    assert np.all(np.abs(seen.selection - exact.selection) <= 5 * _error(exact.selection, 4000))
    for name, expected in (
        ("participants", exact.participants),
        ("dlts", exact.dlts),
        ("grade2", exact.grade2),
    ):
        mean, error = seen.mean(getattr(seen, name))
        assert np.all(np.abs(mean - expected) <= 5 * error + 0.01), name


def _error(share: np.ndarray, runs: int) -> np.ndarray:
    return np.sqrt(share * (1 - share) / runs) + 2e-3
