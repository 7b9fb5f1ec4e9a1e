"""``dosepath compare``, ``calibrate`` and ``text``: what they show, refuse and return."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dosepath.study import load, load_text
from tests.unit.cli.conftest import BARE

WORKED = Path(__file__).resolve().parents[3] / "studies" / "nct05727722" / "study.yaml"
BOIN = """\
dosepath: 1
doses: [10 mg, 20 mg, 40 mg]
escalation:
  stages:
    - boin: {target: 0.3, max_n: 12}
  scenarios:
    hoped: {dlt: [0.02, 0.05, 0.20]}
    feared: {dlt: [0.10, 0.30, 0.50]}
"""


@pytest.fixture
def boin(write: Any) -> Path:
    return write("boin.yaml", BOIN)


@pytest.fixture
def rule(write: Any) -> Path:
    return write("rule.yaml", BARE)


# ---------------------------------------------------------------------------- compare


def test_compare_shows_designs_side_by_side(run: Any, boin: Path, rule: Path) -> None:
    code, out, err = run("compare", boin, rule)
    assert code == 0
    assert "Scenario feared: P(DLT) 0.1, 0.3, 0.5; right: level 2" in out
    assert "Average over 2 scenarios of equal weight" in out
    # The target is BOIN's own, and both engines are named.
    assert "Target DLT rate 0.3." in out
    assert "N, DLTs, Cohorts: expected numbers." in " ".join(out.split())
    assert "Engine, boin: exact" in out
    assert "Engine, rule: exact" in out
    assert "1 of 2 designs: boin" in err


def test_compare_takes_a_shorthand_and_letters_for_long_names(run: Any, boin: Path) -> None:
    code, out, _ = run("compare", boin, "--design", "keyboard: target=0.3, max_n=12, cohort=3")
    assert code == 0
    assert "B  keyboard: target=0.3, max_n=12, cohort=3" in out
    assert "benchmark" in out
    assert "what complete information on 12 participants would select" in " ".join(out.split())


def test_compare_needs_no_file(run: Any) -> None:
    options = ("--dlt", "0.1,0.3,0.5", "--dlt", "0.05,0.1,0.3", "--target", "0.3")
    code, out, _ = run("compare", "--design", "three_plus_three", *options)
    assert code == 0
    assert "Scenario given 2: P(DLT) 0.05, 0.1, 0.3; right: level 3" in out


def test_compare_in_json(run: Any, boin: Path, rule: Path) -> None:
    data = json.loads(run("compare", boin, rule, "--planned", "9", "--json")[1])
    assert [one["name"] for one in data["designs"]] == ["boin", "rule"]
    assert data["designs"][1]["stages"][0]["three_plus_three"]["six_at_mtd"] == "always"
    assert (data["target"], data["planned"], data["correct"]) == (0.3, 9, "nearest")
    first = data["rows"][0]
    shares = [first[f"selected_{level}"] for level in ("none", 1, 2, 3)]
    assert sum(shares) == pytest.approx(1.0)
    assert first["engine"].startswith("exact")
    assert len(data["averages"]) == 2


def test_compare_says_when_it_falls_to_simulation(run: Any, boin: Path) -> None:
    code, out, err = run("compare", boin, "--limit", "10", "--runs", "200", "--seed", "5")
    assert code == 0
    assert "trials are simulated" in " ".join(err.split())
    assert "simulation, 200 trials, seed 5" in out


def test_compare_draws_random_scenarios_by_seed(run: Any, boin: Path) -> None:
    asked = ("compare", boin, "--random", "20", "--json", "--seed")
    first, again, other = (json.loads(run(*asked, seed)[1]) for seed in (1, 1, 2))
    assert first == again
    assert first["rows"] != other["rows"]
    assert len(first["scenarios"]) == 20
    out = run("compare", boin, "--random", "20", "--generator", "pseudo-uniform")[1]
    assert "Average over 20 scenarios" in out
    assert "Scenario pseudo" not in out


def test_compare_writes_a_report_with_figures(
    run: Any, boin: Path, rule: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    assert run("compare", boin, rule, "--html", out)[0] == 0
    page = out.read_text(encoding="utf-8")
    assert page.count("<svg") == page.count("<title id=") == page.count("<desc id=")
    assert page.count("<svg") == 1 + 2 * 4
    assert "<script" not in page


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "give a FILE, or --design"),
        (["--design", "boin: target=0.3"], 2, "--design needs a FILE or --dlt"),
        (["--design", "bion", "--dlt", "0.1,0.2"], 1, "boin"),
        (["--design", "boin: target=1.3, max_n=12", "--dlt", "0.1,0.2"], 1, "between 0 and 1"),
        (["--design", "Boin!", "--dlt", "0.1,0.2"], 1, "a name and its parameters"),
        (["--design", "three_plus_three", "--dlt", "0.1,x"], 1, "--dlt (level 2)"),
        (["--design", "three_plus_three", "--dlt", "0.1,0.2", "--target", "2"], 1, "target"),
        (["FILE", "--dlt", "0.1,0.2"], 1, "each of the 3 dose levels"),
        (["FILE", "--scenario", "nope"], 1, "nope"),
        (["FILE", "--random", "5", "--dlt", "0.1,0.2,0.3"], 2, "--random goes with none"),
        (["FILE", "--random", "0"], 2, "--random"),
        (["FILE", "--correct", "best"], 2, "nearest"),
        (["FILE", "--runs", "0"], 2, "--runs"),
        (["nowhere.yaml"], 1, "nowhere.yaml"),
        (["FILE", "--design", "boin: target=0.25, max_n=12"], 1, "0.25, 0.3"),
    ],
)
def test_compare_refuses_in_words(
    run: Any, boin: Path, arguments: list[str], code: int, told: str
) -> None:
    given = [str(boin) if one == "FILE" else one for one in arguments]
    found, out, err = run("compare", *given)
    assert (found, out) == (code, "")
    assert told in " ".join(err.split())
    assert "Traceback" not in err


def test_compare_needs_equally_many_levels(run: Any, boin: Path) -> None:
    code, _, err = run("compare", boin, WORKED)
    assert code == 1
    assert "boin: 3, NCT05727722: 4" in err


def test_random_scenarios_need_a_target(run: Any, rule: Path) -> None:
    code, _, err = run("compare", rule, "--random", "5")
    assert code == 2
    assert "--target" in err


def test_compare_keeps_what_is_done_at_ctrl_c(
    run: Any, boin: Path, rule: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dosepath.pathways import contest

    planned = contest.plan

    def stopped(design: Any, **options: Any) -> Any:
        if "Three" in type(design).__name__:
            raise KeyboardInterrupt
        return planned(design, **options)

    monkeypatch.setattr(contest, "plan", stopped)
    code, out, err = run("compare", boin, rule, "--json")
    assert code == 130
    assert json.loads(out)["is_partial"] is True
    assert "Stopped: 1 of 2 designs are done; the figures are of those." in err
    # With nothing done there is nothing to show.
    code, out, err = run("compare", rule, "--dlt", "0.1,0.2,0.3")
    assert (code, out) == (130, "")


# -------------------------------------------------------------------------- calibrate


def test_calibrate_shows_the_curve_and_what_to_paste(run: Any, boin: Path) -> None:
    code, out, err = run("calibrate", boin, "p_saf=0.15:0.24:0.03", "p_tox=0.42")
    assert code == 0
    assert out.count("chosen") == 1
    assert "4 of 4: p_saf=0.24, p_tox=0.42" in err
    assert "no Monte Carlo error" in out
    assert "odds ratio 2" in out
    lines = out.splitlines()
    start = lines.index("escalation:")
    pasted = "\n".join(lines[start : lines.index("", start)])
    study = load_text(f"dosepath: 1\ndoses: [10 mg, 20 mg, 40 mg]\n{pasted}\n")
    assert study.design.p_tox == 0.42  # type: ignore[attr-defined]


def test_calibrate_finds_the_smallest_size(run: Any, boin: Path) -> None:
    data = json.loads(run("calibrate", boin, "max_n=6:30:3", "--wanted", "0.5", "--json")[1])
    curve = {row["boin.max_n"]: row["correct"] for row in data["curve"]}
    chosen = data["chosen"]["boin.max_n"]
    assert data["reached"] == curve[chosen] >= 0.5
    assert all(share < 0.5 for n, share in curve.items() if n < chosen)
    assert data["stages"]["stages"] == [{"boin": {"target": 0.3, "max_n": chosen}}]


def test_calibrate_uses_the_usual_range_and_own_scenarios(run: Any, boin: Path) -> None:
    data = json.loads(run("calibrate", boin, "p_saf", "--own", "--over", "least", "--json")[1])
    assert [one["name"] for one in data["scenarios"]] == ["hoped", "feared"]
    assert data["curve"][0]["boin.p_saf"] == pytest.approx(0.12)
    assert data["over"] == "least"


def test_calibrate_that_does_not_reach_what_is_wanted_ends_with_1(run: Any, boin: Path) -> None:
    code, out, _ = run("calibrate", boin, "max_n=6,9", "--wanted", "0.95")
    assert code == 1
    assert "No candidate reaches 0.95" in out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "PARAMETER"),
        (["nope"], 1, "boin.p_saf"),
        (["ties"], 1, "no usual range"),
        (["p_saf=0.3:0.1"], 1, "LOW:HIGH:STEP"),
        (["p_saf=0.1:0.2:0"], 1, "LOW:HIGH:STEP"),
        (["p_saf=a"], 1, "LOW:HIGH:STEP"),
        (["p_saf=0.1:0.2:0.0001", "p_tox=0.4:0.5:0.001"], 1, "Too many candidates"),
        (["p_saf=0.5"], 1, "p_saf"),
        (["p_saf", "--wanted", "2"], 1, "wanted"),
        (["p_saf", "--odds-ratio", "1"], 1, "greater than 1"),
        (["p_saf", "--target", "0"], 1, "target"),
    ],
)
def test_calibrate_refuses_in_words(
    run: Any, boin: Path, arguments: list[str], code: int, told: str
) -> None:
    found, out, err = run("calibrate", boin, *arguments)
    assert (found, out) == (code, "")
    assert told in " ".join(err.split())
    assert "Traceback" not in err


def test_calibrate_needs_a_target(run: Any, rule: Path) -> None:
    code, _, err = run("calibrate", rule, "cohort=2,3")
    assert code == 1
    assert "needs a target" in err


def test_a_parameter_of_two_parts_must_be_named_with_its_part(run: Any) -> None:
    code, _, err = run("calibrate", WORKED, "cohort=1,2", "--target", "0.3")
    assert code == 1
    assert "accelerated_titration.cohort, three_plus_three.cohort" in err


def test_calibrate_keeps_what_is_done_at_ctrl_c(
    run: Any, boin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dosepath.pathways import calibration

    evaluated = calibration.evaluate
    calls: list[object] = []

    def stopped(*given: Any, **options: Any) -> Any:
        calls.append(given)
        if len(calls) > 2:
            raise KeyboardInterrupt
        return evaluated(*given, **options)

    monkeypatch.setattr(calibration, "evaluate", stopped)
    code, out, err = run("calibrate", boin, "max_n=6,9,12,15", "--json")
    data = json.loads(out)
    assert code == 130
    assert (data["is_partial"], len(data["curve"])) == (True, 2)
    assert "Stopped: 2 of 4 candidates are done; the figures are of those." in err


# ------------------------------------------------------------------------------- text


def test_text_says_every_parameter_and_prints_the_table(run: Any, boin: Path) -> None:
    code, out, _ = run("text", boin)
    assert code == 0
    assert "at most 0.2365, de-escalate when it is at least 0.3585" in out
    for name in ("target", "max\\_n", "eliminate\\_above", "p\\_saf"):
        assert f"| boin | {name} |" in out
    assert "| 6 | 1 | 3 | 4 |" in out
    assert "exact, " in out
    assert "Liu S, Yuan Y." in out
    assert "⟦" not in out


def test_text_of_the_worked_study_names_what_is_assumed(run: Any) -> None:
    out = run("text", WORKED, "--target", "0.3")[1]
    assert "Stage 1: accelerated titration" in out
    assert "levels 3 and 4 are not public" in out
    assert "P(N \\> 10)" in out
    assert "The DLT window is 28 days" in out


def test_text_without_scenarios_says_so(run: Any, rule: Path) -> None:
    code, out, _ = run("text", rule)
    assert code == 0
    assert "The file assumes no scenarios" in out
    out = run("text", rule, "--dlt", "0.1,0.2,0.3")[1]
    assert "Scenario given" in out


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_text_writes_each_form_by_its_name(run: Any, boin: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"section.{form}"
    code, out, err = run("text", boin, "-o", path)
    assert (code, out) == (0, "")
    assert str(path) in "".join(err.split())
    content = path.read_bytes()
    start = {"md": b"# Statistical design", "html": b"<!DOCTYPE html>", "docx": b"PK"}
    assert content.startswith(start[form])


def test_text_in_json_has_the_blocks(run: Any, boin: Path) -> None:
    data = json.loads(run("text", boin, "--json")[1])
    assert data["study_hash"] == load(boin).hash
    kinds = {block["kind"] for block in data["blocks"]}
    assert kinds >= {"heading", "paragraph", "points", "grid"}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-o", "section.pdf"], 2, "must end in .md, .html or .docx"),
        (["--format", "docx"], 2, "A Word file needs a name"),
        (["--scenario", "nope"], 1, "no scenario of this name"),
        (["--dlt", "0.1,0.2"], 1, "each of the 3 dose levels"),
        (["--target", "1.5"], 1, "target"),
    ],
)
def test_text_refuses_in_words(
    run: Any, boin: Path, arguments: list[str], code: int, told: str
) -> None:
    found, out, err = run("text", boin, *arguments)
    assert (found, out) == (code, "")
    assert told in " ".join(err.split())


def test_text_leaves_nothing_half(
    run: Any, boin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dosepath.report

    def failing(_: object) -> bytes:
        raise OSError(28, "No space left on device", "section.docx")

    monkeypatch.setattr(dosepath.report, "render_docx", failing)
    code, _, err = run("text", boin, "-o", tmp_path / "section.docx")
    assert code == 1
    assert "No space left" in err
    assert [path.name for path in tmp_path.iterdir()] == ["boin.yaml"]
