"""``dosepath prove`` beyond its limit, and the laws that a design is not asked about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dosepath.cli import main

FILE = """\
dosepath: 1
doses: [1 mg, 2 mg, 4 mg]
escalation:
  stages: [{stage}]
"""
BOIN12 = "boin12: {target: 0.35, efficacy_limit: 0.25, max_n: 36}"
CRM = "crm: {target: 0.25, skeleton: [0.1, 0.25, 0.4], max_n: 6, allow_skipping: true}"
RULE = "three_plus_three: {six_at_mtd: always}"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    def ran(stage: str, *arguments: object) -> tuple[int, str, str]:
        path = tmp_path / "design.yaml"
        path.write_text(FILE.replace("{stage}", stage), encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            main(["prove", str(path), *map(str, arguments)])
        shown = capsys.readouterr()
        if "--json" not in arguments:
            assert max(map(len, shown.out.splitlines()), default=0) <= 80
        return int(ended.value.code or 0), shown.out, " ".join(shown.err.split())

    return ran


@pytest.mark.parametrize("stage", [BOIN12, RULE], ids=["boin12", "3+3"])
def test_beyond_its_limit_every_law_is_listed_as_not_checked(run: Any, stage: str) -> None:
    code, out, _ = run(stage, "--limit", 40)
    data = json.loads(run(stage, "--limit", 40, "--json")[1])
    assert code == 5
    laws = {law["law"]: law for law in data["laws"]}
    assert laws.keys() >= {"law.levels", "law.one_decision", "law.mtd_treated", "law.more_dlts"}
    assert {law["holds"] for law in laws.values()} == {None}
    assert all(0 < law["checked"] <= 400 for law in laws.values())
    assert (data["is_complete"], data["holds"], data["is_sound"]) == (False, False, False)
    assert sum("  not checked  " in line for line in out.splitlines()) == len(laws)
    assert "nothing is proven" in " ".join(out.split())


def test_a_law_that_is_broken_before_the_limit_is_broken(run: Any) -> None:
    code, out, _ = run(RULE, "--limit", 40, "--dlt-limit", 1)
    assert code == 1
    assert out.count("BROKEN") == 1
    assert "Broken by 1NNT 1NNN" in out


def test_the_size_is_said_before_it_starts(run: Any) -> None:
    large = BOIN12.replace("[", "").replace("max_n: 36", "max_n: 60")
    err = run(large, "--limit", 2000)[2]
    assert "The design has about " in err
    assert "the laws are checked on the first 2,000 observations" in err
    assert run(RULE)[2] == ""


def test_laws_that_are_not_asked_are_named_with_the_reason(run: Any) -> None:
    code, out, _ = run(CRM)
    words = " ".join(out.split())
    assert code == 0
    assert "not asked" in words
    assert "the design may skip levels on purpose (allow_skipping)" in words
    assert "the design aims at a target DLT rate; --dlt-limit states a number" in words
    assert "Not asked: Nobody is treated above a level with so many DLTs; the design" in words
    data = json.loads(run(CRM, "--json")[1])
    reasons = {one["law"]: one["why"] for one in data["not_asked"]}
    assert reasons.keys() == {"law.no_skipping", "law.no_escalation"}
    asked = {law["law"] for law in data["laws"]}
    assert not asked & reasons.keys()
    given = json.loads(run(CRM, "--dlt-limit", 3, "--json")[1])
    assert [one["law"] for one in given["not_asked"]] == ["law.no_skipping"]


def test_a_table_may_follow_any_rule(run: Any, tmp_path: Path) -> None:
    rows = ("3,0,escalate", "3,1,stay", "3,2,eliminate", "3,3,eliminate")
    more = (f"6,{dlt},{'stay' if dlt < 2 else 'eliminate'}" for dlt in range(7))
    text = "\n".join(("n,dlt,action", *rows, *more, ""))
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    table = "decision_table: {target: 0.3, max_n: 6, cohort: 3, file: t.csv}"
    assert "a table of decisions may follow any rule" in " ".join(run(table)[1].split())


def test_a_design_for_the_obd_speaks_of_it(run: Any) -> None:
    code, out, _ = run(BOIN12.replace("36", "6"))
    assert code == 0, "a law that it is known to break is no failure"
    assert "The OBD is always a level at which" in out
    assert "MTD" not in out
