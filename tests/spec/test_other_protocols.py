"""Study files of other protocols: each loads, has a table and figures, and is conducted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dosepath import conduct
from dosepath.cli import main
from dosepath.conduct import Choice, protocol_of
from dosepath.designs import Counts, Stop, Treat, needs
from dosepath.study import Study, lint, load
from tests.unit.cli.small_trial import PASSWORD, create
from tests.unit.cli.terminal import Terminal
from tests.unit.conduct.playing import COORDINATOR, Play

STUDIES = Path(__file__).resolve().parents[2] / "studies"
OTHERS = (
    "b-crm-t-cells",
    "boin-template",
    "legutaxel",
    "mr-linac-6-plus-3",
    "nct00894894",
    "nct03443622",
    "nct04697940",
    "nct04806581",
    "nct05227846",
    "nct07488546",
    "ribociclib-blrm",
    "synthetic-bf-boin",
    "synthetic-boin12",
    "synthetic-rolling-six",
)
# Too many data states for exact figures: `dosepath simulate` gives them.
SIMULATED = {"synthetic-bf-boin", "synthetic-boin12"}
ANSWERS = {
    "events_complete": "yes",
    "candidate_dlt": "no",
    "remission": "yes",
    "bilirubin": "40 umol/L",
    "creatinine": "80 umol/L",
    "inr": "1.2",
    "sodium": "138",
}
every = pytest.mark.parametrize("name", OTHERS)


def study_of(name: str) -> Study:
    return load(STUDIES / name / "study.yaml")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*arguments: object) -> str:
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments)])
        shown = capsys.readouterr()
        assert not ended.value.code, shown
        return shown.out

    return ran


def test_every_study_file_is_looked_at() -> None:
    worked = {"nct05727722", "nct05727722-long-ladder"}
    assert {path.parent.name for path in STUDIES.glob("*/study.yaml")} == {*OTHERS, *worked}


@every
def test_it_loads_without_a_warning_and_states_its_gaps(name: str) -> None:
    study = study_of(name)
    assert not [warned for warned in lint(study) if not warned.is_acknowledged]
    assert study.escalation.gaps
    assert study.id.lower() == name
    assert study.scenarios, "figures need scenarios"


@every
def test_its_decision_table_is_printed(name: str, run: Any) -> None:
    path = STUDIES / name / "study.yaml"
    assert "Gaps in the public record" in run("table", path)
    data = json.loads(run("table", path, "--json"))
    forms = ("rows", "cut_offs", "watched", "first_steps")
    assert [form for form in forms if data.get(form)], data.keys()
    assert data["gaps"]


@every
def test_it_has_exact_or_simulated_figures(name: str, run: Any) -> None:
    path, study = STUDIES / name / "study.yaml", study_of(name)
    scenario = next(iter(study.scenarios))
    if name in SIMULATED:
        shown = run("simulate", path, "--scenario", scenario, "--runs", 200)
        assert "200" in shown, shown
        return
    shown = json.loads(run("oc", path, "--scenario", scenario, "--json"))
    (figures,) = shown["scenarios"]
    assert sum(figures["selection"]) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "counts", "says"),
    [
        # 1 of 3 and again 1 of 3: this level is the MTD.
        ("nct04697940", [(1, 3, 0), (2, 6, 2)], "MTD 2"),
        ("nct04697940", [(1, 3, 0), (2, 6, 3)], "MTD 1"),
        # 3 of 3 is not in the text; it exceeds, as 2 of 3 does.
        ("nct04806581", [(1, 3, 0), (2, 3, 3)], "MTD 1"),
        ("nct04806581", [(1, 3, 0), (2, 6, 2)], "MTD 1"),
        ("nct04806581", [(1, 3, 0), (2, 3, 0), (3, 3, 0)], "MTD 3"),
        # From 80 mg/m2 on always 3+3; 2 DLTs stop.
        ("legutaxel", [(1, 1, 0)], "2+3"),
        ("legutaxel", [(1, 1, 1)], "1+2"),
        ("legutaxel", [(1, 1, 0), (2, 3, 2)], "MTD 1"),
        # Two more at the last titration level, and ten at the MTD.
        ("nct00894894", [(1, 1, 0), (2, 1, 1)], "2+2"),
        ("nct00894894", [(1, 1, 0), (2, 6, 1), (3, 3, 2), (2, 6, 1)], "2+4"),
        # 6+3: two of six ask for three more.
        ("mr-linac-6-plus-3", [(1, 6, 1)], "2+6"),
        ("mr-linac-6-plus-3", [(1, 6, 2)], "1+3"),
        ("mr-linac-6-plus-3", [(1, 9, 2)], "2+6"),
        ("mr-linac-6-plus-3", [(1, 6, 3)], "none"),
        ("boin-template", [(1, 3, 0)], "2+3"),
        ("boin-template", [(1, 3, 3)], "none"),
        ("b-crm-t-cells", [(1, 1, 0)], "2+1"),
        ("synthetic-rolling-six", [(1, 3, 0)], "2+1"),
    ],
)
def test_what_its_text_says_is_what_its_rule_does(
    name: str, counts: list[tuple[int, int, int]], says: str
) -> None:
    study = study_of(name)
    levels = list(Counts.none(study.levels).levels)
    for level, n, dlt in counts:
        levels[level - 1] = type(levels[0])(n, dlt)
    then = study.design.decide(Counts(tuple(levels), counts[-1][0]))
    if isinstance(then, Treat):
        assert f"{then.level}+{then.n}" == says
    else:
        assert isinstance(then, Stop)
        assert says == ("none" if then.mtd is None else f"MTD {then.mtd}")


@dataclass
class Trial(Play):
    """A trial of a study file, with the study's own variable, group and closing forms."""

    study: Study | None = None

    def weigh(self, screening: str, weight: str = "45") -> None:
        fact = {"variable": "age", "value": weight, "unit": "years", "at": self.now.isoformat()}
        self.do(conduct.record_facts, screening, facts=[fact], source="chart", by=COORDINATOR)
        self.do(conduct.judge_criterion, screening, criterion="E1", answer="no", reason="none")

    def enrolled(self) -> str:
        screening = self.consented()
        self.weigh(screening)
        self.do(conduct.sign_eligibility, screening, group="main")
        self.do(conduct.enrol, screening)
        return list(self.state.participants)[-1]

    def closing_forms(self, participant: str, **answers: str) -> None:
        closing = self.protocol.closing_visit
        visit = next(visit for visit in self.protocol.visits if visit.id == closing)
        said = {**ANSWERS, **answers}
        for form in visit.forms:
            asked = {item.id for item in self.protocol.forms[form].items}
            items = {key: value for key, value in said.items() if key in asked}
            key = (participant, visit.id, form)
            self.do(conduct.record_form, key, on=self.now, items=items, by=COORDINATOR)


@every
def test_the_first_cohort_is_conducted(name: str) -> None:
    """From the opening to the committee's decision on the first cohort without a DLT."""
    study = study_of(name)
    trial = Trial(protocol=protocol_of(study), study=study)
    trial.open()
    first = study.design.decide(Counts.none(study.levels))
    assert isinstance(first, Treat)
    size = 3 if "pending" in needs(study.design) else first.n
    dosed = []
    for _ in range(size):
        if trial.recommend().status != "continue":
            trial.decide()
        dosed.append(trial.dosed())
    trial.completed(*dosed)
    found = trial.recommend()
    assert found.status == "treat", found
    assert found.choice.level >= first.level
    filled = found.choice.backfill
    assert found.choice == Choice("treat", found.choice.level, found.choice.n, backfill=filled)
    assert bool(filled) == (name == "synthetic-bf-boin")
    trial.decide()
    assert trial.recommend().status == "continue"
    assert trial.now - trial.state.opened.at >= timedelta(days=study.escalation.dlt.window.days)  # type: ignore[union-attr]


def test_a_sentinel_keeps_the_others_waiting() -> None:
    """HCL001: the first of a cohort is observed for 14 days before the next is dosed."""
    trial = Trial(protocol=protocol_of(study_of("nct07488546")))
    trial.open()
    trial.dosed()
    opens = conduct.next_dosing_from(trial.state)
    assert opens == trial.now + timedelta(days=14)
    waiting = trial.ready()
    refused = trial.refused(conduct.give_dose, waiting, given_at=trial.now)
    assert refused == ("refused.gate_closed", "gate.sentinel_running")


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("others")
    made = Terminal(folder / "trial.sqlite3", DOSEPATH_PASSWORD=PASSWORD)
    create(made, "admin", "site_administrator")
    for role in ("coordinator", "investigator"):
        create(made, role, role, "--as", "admin", "--trained", "--delegated")
    yield made
    made.close()


@every
def test_its_first_participant_is_dosed_from_the_command_line(
    name: str, terminal: Terminal
) -> None:
    run, study = terminal, study_of(name)
    at = ("--trial", study.id)
    run.at("2026-03-02 09:00")
    path = str(STUDIES / name / "study.yaml")
    run.done("open", path, "--synthetic", "--yes", "--as", "investigator")
    run.done("screening", "open", *at, "--as", "coordinator")
    signed = ("--signed", "2026-03-02 08:30", "--as", "coordinator")
    run.done("consent", "S-001", *signed, *at)
    run.done("facts", "S-001", "age=45 years", *at, "--as", "coordinator")
    no = ("no", "--reason", "none found", "--as", "investigator")
    run.done("judge", "S-001", "E1", *no, *at)
    run.done("sign", "S-001", "--group", "main", "--yes", *at, "--as", "investigator")
    into = ("--part", "main") if study.parts else ()
    run.done("enrol", "S-001", *into, "--yes", *at, "--as", "investigator")
    run.done("reserve", "P-001", *at, "--as", "coordinator")
    for check in ("identity", "product"):
        for person in ("coordinator", "investigator"):
            run.done("confirm", "P-001", check, *at, "--as", person)
    assert "day 0" in run.done("dose", "P-001", "--yes", *at, "--as", "investigator").words
    advice = run.done("recommend", *at, "--json").json["recommendation"]
    assert advice["status"] in ("continue", "wait")
