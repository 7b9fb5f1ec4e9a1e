"""``dosepath screen`` on the worked study's synthetic table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dosepath.cli import main

STUDIES = Path(__file__).resolve().parents[3] / "studies" / "nct05727722"
STUDY, TABLE = str(STUDIES / "study.yaml"), str(STUDIES / "screening.csv")
AT = ("--at", "2026-11-20T12:00+08:00")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["screen", *arguments])
    return int(ended.value.code or 0)


def test_the_page_shows_verdict_evidence_and_worklist(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(STUDY, "--csv", TABLE, *AT) == 0
    text = capsys.readouterr().out
    assert "Undetermined: 2 facts are missing." in text
    assert "Serum total bilirubin: 176 umol/L (2026-11-20 07:30" in text
    assert "HIV test" in text
    assert text.index(" A0 ") < text.index(" A8 ") < text.index(" B0 ") < text.index(" E12 ")
    assert max(len(line) for line in text.splitlines()) <= 80


def test_json_is_the_whole_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(STUDY, "--csv", TABLE, *AT, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["result"]["verdict"] == "undetermined"
    assert found["result"]["groups"] == {"ACLF": "not_met", "CLF": "met"}
    assert [item["key"] for item in found["result"]["worklist"]] == ["hiv_test", "E12"]
    assert len(found["evidence_hash"]) == len(found["study_hash"]) == 64


def test_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(STUDY, "--csv", TABLE, *AT, "--lang", "zh-Hans") == 0
    assert "尚不能确定：还缺 2 项信息" in capsys.readouterr().out


def test_every_comparison_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(STUDY, "--csv", TABLE, *AT, "--all") == 0
    assert "inr > 1.5: not met" in capsys.readouterr().out


def test_facts_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    facts = ("weight=39 kg", "platelets=19 K/uL", "E7=yes")
    assert run(STUDY, "--form", *facts, *AT) == 0
    assert "Not eligible, because of E7" in capsys.readouterr().out


def test_faults_are_told_and_nothing_is_evaluated(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text('variable,value\ninr,"1,5"\n', encoding="utf-8")
    assert run(STUDY, "--csv", str(bad), *AT) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{bad}:2:5" in told.err
    assert "1 fault found." in told.err


@pytest.mark.parametrize(
    "arguments",
    [
        (STUDY,),
        (STUDY, "--csv", TABLE, "--form", "inr=1"),
        (STUDY, "--csv", TABLE, "--pin", "A5=r9"),
        (STUDY, "--csv", TABLE, "--at", "noon"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_files_that_are_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(STUDY, "--csv", "nowhere.csv") == 1
    assert run("nowhere.yaml", "--csv", TABLE) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_pinned_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(STUDY, "--csv", TABLE, *AT, "--pin", "B5=r1", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    (criterion,) = [c for c in found["result"]["criteria"] if c["id"] == "B5"]
    assert (criterion["pinned"], criterion["truth"]) == ("r1", "met")
