"""``dosepath oc``, ``table``, ``paths`` and ``prove``: what they show, refuse and return."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dosepath.designs import replay_path
from dosepath.pathways import compile_design, operating_characteristics
from dosepath.study import load
from tests.unit.cli.conftest import BARE

WORKED = Path(__file__).resolve().parents[3] / "studies" / "nct05727722" / "study.yaml"
LADDER = WORKED.parents[1] / "nct05727722-long-ladder" / "study.yaml"
TOXIC = ("oc", WORKED, "--scenario", "toxic")


def test_oc_shows_doses_figures_and_what_they_rest_on(run: Any) -> None:
    code, out, _ = run(*TOXIC)
    assert code == 0
    assert "1.5 × 10⁹*" in out
    assert "P(N > 10) = " in out
    assert "exact, 192 merged states, no Monte Carlo error" in out
    assert "Assumed, not from the public record:" in out
    assert "levels 3 and 4 are not public" in out


def test_oc_in_json_is_the_engines_own_figures(run: Any) -> None:
    data = json.loads(run(*TOXIC, "--json")[1])
    study = load(WORKED)
    exact = operating_characteristics(compile_design(study.design), study.scenarios["toxic"])
    (scenario,) = data["scenarios"]
    assert scenario["selection"] == exact.selection.tolist()
    assert scenario["above_planned"] == float(exact.probability_above(10))
    assert (data["planned"], data["cohorts"], len(data["doses"])) == (10, "complete", 4)
    assert data["study_hash"] == study.hash
    assert any(note["path"] == "escalation.scenarios" for note in data["assumed"])


def test_oc_compares_the_variants_side_by_side(run: Any) -> None:
    data = json.loads(run(*TOXIC, "--variants", "--json")[1])
    above = {one["six_at_mtd"]: one["above_planned"] for one in data["variants"]}
    assert list(above) == ["always", "after_de_escalation", "never"]
    assert above["always"] > above["after_de_escalation"] > above["never"]
    out = run(*TOXIC, "--variants")[1]
    assert "after_de_escalation" in out
    assert "The file's own: six_at_mtd after_de_escalation." in out


def test_oc_of_a_bare_design_with_a_given_scenario(run: Any, bare: Path) -> None:
    code, out, _ = run("oc", bare, "--dlt", "0.1,0.2,0.3", "--planned", 12, "--target", 0.25)
    assert code == 0
    assert "Dose (mg)" in out
    assert "P(N > 12) = " in out
    assert "participants where P(DLT) > 0.25; selected: " in out


def test_oc_one_by_one_says_so(run: Any) -> None:
    out = run(*TOXIC, "--one-by-one")[1]
    assert "each participant is evaluated before the next is dosed" in " ".join(out.split())
    assert json.loads(run(*TOXIC, "--one-by-one", "--json")[1])["cohorts"] == "one_by_one"


def test_oc_shows_the_whole_distribution(run: Any) -> None:
    lines = run(*TOXIC, "--sizes")[1].splitlines()
    assert next(line for line in lines if line.split()[:1] == ["24"]).split()[2] == "0.0000"


@pytest.mark.parametrize(
    ("options", "place", "allowed"),
    [
        (["--dlt", "0.1,x,0.3"], "--dlt (level 2)", "0.05,0.1,0.2"),
        (["--dlt", "0.1,0.2"], "dlt", "each of the 3 dose levels"),
        (["--dlt", "0.1,0.2,1.2"], "dlt (level 3)", "from 0 to 1"),
        (["--dlt", "0.1,0.2,nan"], "dlt (level 3)", "from 0 to 1"),
        (["--dlt", "0.5,0.5,0.5", "--grade2", "0.6,0,0"], "dlt + grade_2 (level 1)", "at most 1"),
        (["--scenario", "toxic"], "--scenario", "none in this file"),
        ([], "escalation.scenarios", "--dlt with 3 probabilities"),
        (["--dlt", "0.1,0.2,0.3", "--target", "3"], "target", "0 to 1"),
    ],
)
def test_scenarios_that_are_none_are_faults(
    run: Any, bare: Path, options: list[str], place: str, allowed: str
) -> None:
    code, out, err = run("oc", bare, *options)
    assert (code, out) == (1, "")
    assert place in err
    assert allowed in err


@pytest.mark.parametrize(
    "options", [["--grade2", "0.1,0.1,0.1"], ["--dlt", "0,0,0", "--scenario", "a"]]
)
def test_options_that_do_not_go_together_are_wrong_usage(
    run: Any, bare: Path, options: list[str]
) -> None:
    assert run("oc", bare, *options)[0] == 2


def test_an_unknown_scenario_is_answered_with_those_of_the_file(run: Any) -> None:
    code, _, err = run("oc", WORKED, "--scenario", "tocsic")
    assert code == 1
    assert "plausible, toxic, steep" in err


def test_table_prints_the_rule(run: Any) -> None:
    code, out, _ = run("table", WORKED)
    assert code == 0
    assert "accelerated titration" in out
    row = next(line for line in out.splitlines() if line.split()[:2] == ["3", "0"])
    assert "up, treat 3" in row
    assert "MTD is this level" in row
    assert "treat 3 more" in row
    assert "escalation.scenarios" not in out, "a table does not rest on scenarios"


def test_table_leaves_partial_cohorts_to_those_who_ask(run: Any) -> None:
    assert "2 …" not in run("table", WORKED)[1]
    assert "2 …" in run("table", WORKED, "--partial")[1]
    rows = json.loads(run("table", WORKED, "--json")[1])["rows"]
    assert {row["complete"] for row in rows} == {True, False}


def test_paths_are_counted_and_the_likeliest_come_first(run: Any) -> None:
    data = json.loads(run("paths", WORKED, "--scenario", "toxic", "--limit", 5, "--json")[1])
    assert (data["total"], len(data["paths"]), data["scenario"]) == (866, 5, "toxic")
    chances = [path["probability"] for path in data["paths"]]
    assert chances == sorted(chances, reverse=True)
    assert data["paths"][0]["path"] == "1N 2NNN 3NNN 4NNN"


def test_paths_show_all_when_asked(run: Any) -> None:
    data = json.loads(run("paths", WORKED, "--all", "--json")[1])
    assert len(data["paths"]) == data["total"]


def test_more_paths_than_anybody_reads_are_still_counted(run: Any) -> None:
    code, out, _ = run("paths", LADDER, "--limit", 3)
    assert code == 0
    assert "3 of 1,194,976 paths" in out


def test_prove_lists_the_laws_and_passes(run: Any) -> None:
    code, out, _ = run("prove", WORKED)
    assert code == 0
    assert out.count("holds") == 8
    data = json.loads(run("prove", WORKED, "--json")[1])
    assert data["holds"] is True


def test_prove_shows_what_breaks_a_law_and_fails(run: Any) -> None:
    code, out, _ = run("prove", WORKED, "--dlt-limit", 1)
    assert code == 1
    assert "BROKEN" in out
    (shown,) = (line for line in out.splitlines() if line.startswith("Broken by "))
    course = shown.removeprefix("Broken by ").partition(":")[0]
    after = replay_path(load(WORKED).design, course)
    assert (after.counts[1].dlt, after.decision.level) == (1, 2)


def test_prove_tells_of_triggers_that_never_fire(run: Any, tmp_path: Path) -> None:
    text = BARE.replace(
        "[three_plus_three", "[accelerated_titration: {switch_level: 2}, three_plus_three"
    )
    path = tmp_path / "never.yaml"
    path.write_text(text, encoding="utf-8")
    assert "can never change anything" in " ".join(run("prove", path)[1].split())


def test_a_table_calls_a_tolerated_top_what_the_file_calls_it(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text(
        "doses: [1 mg, 2 mg]\nescalation: {stages: [three_plus_three], mtd_at_top: not_reached}\n"
    )
    said = " ".join(run("table", str(file))[1].split())
    assert "top tolerated, MTD not" in said
    assert "MTD is this level" in said, "a level below a closed one is the MTD as ever"
    file.write_text(file.read_text().replace(", mtd_at_top: not_reached", ""))
    assert "top tolerated" not in " ".join(run("table", str(file))[1].split())


@pytest.mark.parametrize("verb", ["oc", "table", "paths", "prove"])
def test_a_file_with_faults_shows_them_and_nothing_else(
    run: Any, tmp_path: Path, verb: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BARE.replace("always", "sometimes"), encoding="utf-8")
    code, out, err = run(verb, path)
    assert (code, out) == (1, "")
    assert "six_at_mtd" in err
    assert "after_de_escalation" in err
    assert f"{path}:4" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("oc", WORKED),
        ("oc", WORKED, "--variants"),
        ("oc", WORKED, "--sizes", "--target", "0.3", "--one-by-one"),
        ("oc", LADDER),
        ("oc", LADDER, "--variants"),
        ("table", WORKED, "--partial"),
        ("table", LADDER),
        ("paths", WORKED, "--scenario", "steep"),
        ("paths", LADDER, "--limit", "5"),
        ("prove", LADDER),
    ],
    ids=lambda arguments: " ".join(map(str, arguments)).replace(str(WORKED.parents[1]), ""),
)
def test_nothing_is_wider_than_a_terminal_or_cut_off(
    run: Any, arguments: tuple[object, ...]
) -> None:
    code, out, _ = run(*arguments)
    assert code == 0
    assert [line for line in out.splitlines() if len(line) > 80] == []
    assert "…" not in out.replace(" …", ""), "a cell was cut"


def test_a_design_too_large_for_its_paths_says_how_large_and_what_else_to_do(run: Any) -> None:
    code, out, err = run("paths", WORKED.parents[1] / "synthetic-boin12" / "study.yaml")
    assert (code, out) == (1, "")
    assert "too many states to list its paths" in err
    assert "`dosepath oc` simulates it" in err
    assert "about 680,000,000 states" in err
    assert "at most 500,000 states" in err


def test_a_table_explains_only_the_columns_that_it_has(run: Any, bare: Path) -> None:
    plain = run("table", bare)[1]
    assert "G2" not in plain
    assert "Down: " in plain
    assert "G2: counting grade-2 events" in run("table", LADDER)[1]


@pytest.mark.parametrize("verb", [("oc",), ("compare",), ("simulate", "--runs", 5)])
def test_a_scenario_that_falls_is_followed_and_said(run: Any, bare: Path, verb: Any) -> None:
    scenario = "  scenarios: {odd: {dlt: [0.3, 0.2, 0.4]}, even: {dlt: [0.1, 0.2, 0.2]}}\n"
    bare.write_text(BARE + scenario, encoding="utf-8")
    code, out, _ = run(verb[0], bare, *verb[1:])
    assert code == 0
    assert "Scenario odd: P(DLT) is lower at level 2 than at the level below" in out
    assert "Scenario even: P" not in out.replace("Scenario even: P(DLT) 0.1", "")
    code, out, _ = run("check", bare)
    assert (code, out.count("scenario_not_monotone")) == (0, 1)


def test_a_law_that_a_published_design_is_known_to_break_is_no_failure(
    run: Any, bare: Path
) -> None:
    boin12 = "boin12: {target: 0.3, efficacy_limit: 0.25, max_n: 12}"
    bare.write_text(BARE.replace("three_plus_three: {six_at_mtd: always}", boin12), "utf-8")
    code, out, _ = run("prove", bare)
    assert code == 0
    assert "broken, as is" in out
    assert "Broken by 1" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_fault_of_a_table_file_is_not_shown_with_a_line_of_the_study(
    run: Any, bare: Path
) -> None:
    table = "decision_table: {target: 0.3, max_n: 3, cohort: 3, file: t.csv}"
    bare.write_text(BARE.replace("three_plus_three: {six_at_mtd: always}", table), "utf-8")
    bare.with_name("t.csv").write_text(
        "n,dlt,action\n3,0,stay\n3,1,escalate\n3,2,de_escalate\n3,3,eliminate\n", "utf-8"
    )
    code, out, _ = run("check", bare)
    assert code == 1
    assert "t.csv:3:5  escalation.stages[1].decision_table.cells.3,1" in out
    assert "^" not in out


def test_oc_says_before_it_simulates_that_a_design_is_too_large(run: Any, bare: Path) -> None:
    scenario = "  scenarios: {a: {dlt: [0.1, 0.2, 0.3]}}\n"
    bare.write_text(BARE + scenario, encoding="utf-8")
    code, out, err = run("oc", bare, "--limit", 5, "--runs", 50)
    assert code == 0
    assert "trials are simulated" in " ".join(err.split())
    assert "simulation, 50 trials" in out
    assert run("oc", bare)[2] == ""
