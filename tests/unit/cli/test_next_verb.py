"""``dosepath next``: the tree, what remains, and what the figures rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.small_trial import begin
from tests.unit.cli.terminal import Terminal


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A trial that was opened, with two levels and no scenarios in its file."""
    terminal = begin(tmp_path_factory.mktemp("trial"))
    yield terminal
    terminal.close()


def test_a_given_truth_gives_the_tree_and_what_remains(run: Terminal) -> None:
    said = run.done("next", "--dlt", "0.1,0.3", "--json").json
    assert (said["planned"], said["dosed"]) == (10, 0)
    branches = said["next"]["given"]["branches"]
    assert sum(branch["probability"] for branch in branches) == pytest.approx(1)
    prospect = said["prospects"]["given"]
    assert set(prospect) == {"remaining", "cohorts", "above_planned", "most_95", "selection"}
    assert sum(prospect["selection"]) == pytest.approx(1)
    assert said["engine"].startswith("exact")
    codes = [reason["code"] for reason in said["rests_on"]]
    assert codes == [
        "outlook.rule_followed",
        "outlook.cohorts_completed",
        "outlook.independent",
        "outlook.posterior",
    ]


def test_the_depth_is_the_callers(run: Terminal) -> None:
    for depth in (1, 2):
        said = run.done("next", "--dlt", "0.1,0.3", "--depth", str(depth), "--json").json
        deeper = [b["then"]["branches"] for b in said["next"]["given"]["branches"]]
        assert any(deeper) is (depth == 2)
    assert run("next", "--depth", "9").code == 2


def test_without_scenarios_there_is_the_posterior_alone(run: Terminal) -> None:
    said = run.done("next", "--json").json
    assert list(said["prospects"]) == list(said["next"]) == ["posterior"]
    assert said["posterior"]["prior"] == [[1.0, 1.0], [1.0, 1.0]]


def test_the_prior_and_the_seed_are_the_callers(run: Terminal) -> None:
    flat, wary = (
        run.done("next", "--prior", prior, "--json").json["prospects"]["posterior"]
        for prior in ("1,1", "6,2")
    )
    assert wary["selection"][0] > flat["selection"][0]
    assert "beta(6, 2) prior" in run.done("next", "--prior", "6,2").words
    assert "(seed 7)" in run.done("next", "--seed", "7").words


def test_it_reads_at_80_columns_and_says_what_it_rests_on(run: Terminal) -> None:
    said = run.done("next", "--dlt", "0.1,0.3")
    assert [line for line in said.out.splitlines() if len(line.rstrip()) > 80] == []
    assert "What remains, after 0 dosed" in said.out
    assert "These figures rest on:" in said.out
    assert "The committee follows the rule" in said.words


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("--dlt", "0.1"), 1, "one probability for each of the 2 dose levels"),
        (("--dlt", "0.1,2"), 1, "a probability from 0 to 1"),
        (("--dlt", "0.1,x"), 1, "Not a number"),
        (("--scenario", "hopeful"), 1, "The file has no scenario of this name"),
        (("--grade2", "0.1,0.1"), 2, "--grade2 goes with --dlt"),
        (("--prior", "1"), 1, "Not a beta prior"),
        (("--prior", "0,1"), 1, "two numbers above 0"),
        (("--prior", "nan,1"), 1, "two numbers above 0"),
        (("--seed", "-1"), 2, "0 or more"),
    ],
)
def test_bad_input_is_said(run: Terminal, given: tuple[str, ...], code: int, said: str) -> None:
    answer = run("next", *given)
    assert answer.code == code
    assert said in answer.words


def test_a_fault_after_this_verb_is_still_told_in_words(run: Terminal) -> None:
    """The verb's module must not stand in the way of the built-in of its name."""
    run("next", "--depth", "1")
    assert run("halt").code == 2


def test_it_works_on_the_opened_study_only(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "nothing.sqlite3")
    answer = terminal("next")
    assert answer.code != 0
    assert "Traceback" not in answer.err
    terminal.close()
