"""``dosepath check``: faults, warnings, summary, exit codes, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dosepath.cli import main

GOOD = """\
dosepath: 1
doses: [1 mg, {dose: 2 mg, assumed: not decided}]
escalation:
  stages: [three_plus_three]
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *map(str, arguments)])
    return int(ended.value.code or 0)


def test_a_good_file_is_summed_up(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(study) == 0
    out = capsys.readouterr().out
    assert "1 mg, 2 mg" in out
    assert "1 assumed value: not public, or not decided" in out
    assert "not decided" in out
    assert out.rstrip().endswith("1 file: 0 faults, 0 warnings.")


def test_nothing_is_wider_than_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    worked = Path(__file__).resolve().parents[3] / "studies" / "nct05727722" / "study.yaml"
    assert run(worked) == 0
    lines = capsys.readouterr().out.splitlines()
    # A place may be longer: it is one word, and people click on it.
    assert [line for line in lines if len(line) > 80 and not line.startswith(str(worked))] == []


def test_every_fault_of_every_file_is_shown(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(GOOD.replace("1 mg,", "3,").replace("stages", "stage"), encoding="utf-8")
    assert run(study, bad, tmp_path / "gone.yaml") == 1
    out = capsys.readouterr().out
    assert f"{bad}:2:9  doses[1]" in out
    assert "a dose needs its unit" in out
    assert "did you mean `stages`?" in out
    assert "No such file" in out
    assert "3 files: 4 faults, 0 warnings." in out


def test_warnings_fail_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "warned.yaml"
    unused = "forms: {f: {title: F, items: {a: {type: yes_no, label: A}}}}\n"
    path.write_text(GOOD + unused, encoding="utf-8")
    assert run(path) == 0
    assert "warning form_unused: f" in capsys.readouterr().out
    assert run("--strict", path) == 1
    keep = "acknowledge: [{warning: form_unused, at: forms.f, because: for later}]\n"
    path.write_text(GOOD + unused + keep, encoding="utf-8")
    assert run("--strict", path) == 0
    assert "because for later" in capsys.readouterr().out


def test_a_warning_of_the_design_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "never.yaml"
    titration = "accelerated_titration: {switch_level: 2, grade_2_threshold: 2}"
    stages = f"[{{{titration}}}, three_plus_three]"
    path.write_text(GOOD.replace("[three_plus_three]", stages), encoding="utf-8")
    assert run(path) == 0
    out = capsys.readouterr().out
    assert "warning trigger_never_fires" in out
    assert "⟦" not in out


def test_json_says_the_same(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(GOOD.replace("1 mg,", "3,"), encoding="utf-8")
    assert run("--json", study, bad) == 1
    good, refused = json.loads(capsys.readouterr().out)
    assert good["ok"] is True
    assert good["study"]["doses"] == ["1 mg", "2 mg"]
    assert good["assumed"] == [{"path": "doses[2]", "reason": "not decided", "value": "2 mg"}]
    assert refused["ok"] is False
    assert refused["study"] is None
    assert refused["faults"][0]["place"]["line"] == 2
    assert refused["faults"][0]["code"] == "dose.unit"


def test_no_file_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "FILES" in capsys.readouterr().err
