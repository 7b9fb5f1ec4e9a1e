"""A small study with a calendar of two visits, and a trial of it begun from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.terminal import Terminal

PASSWORD = "only-for-these-tests-7"
STUDY = """\
dosepath: 1
study:
  id: SMALL-1
  title: {en: A small study}
  phase: 1
  sponsor: nobody
  planned_participants: 10
  version: {number: "1", date: 2026-01-01, status: draft}
  zone: Asia/Shanghai
doses: [1 mg, 2 mg]
escalation:
  stages:
    - accelerated_titration: {start_level: 1, cohort: 1, switch_level: 2, grade_2_threshold: 1}
    - three_plus_three: {cohort: 3, expansion: 3}
  dlt:
    window: {days: 28}
    is: {text: {en: Grade 3 or more}, grade_at_least: 3, worse_by_grades: 1, attribution: possible}
    death_in_window: dlt_unless_clearly_unrelated
    transplantation_before_complete: not_evaluable_replaced
    repeated_replacement: committee
    adjudicators: 2
  evaluable: {text: {en: Past day 28}, after_visit: d28}
  stagger:
    within_cohort: 7 d
    before_next_level: last_window_complete
    candidate_dlt: pauses_dosing
    open_cohorts: 1
  committee: {quorum: 3, roles: [investigator, statistician, independent_physician]}
population:
  variables:
    weight: {label: {en: Weight}, unit: kg, from: chart}
  groups:
    G:
      title: {en: Everybody}
      criteria:
        A1: {text: {en: Weighs more than 40 kg}, rule: weight > 40 kg, team_only: true}
  exclusions:
    E1: {text: {en: Excluded}, judgement: {en: There is a reason}, team_only: true}
visits:
  d1: {title: {en: Day 1}, day: 1, window: {before: 0 d, after: 0 d}, forms: [vitals]}
  d28: {title: {en: Day 28}, day: 28, window: {before: 0 d, after: 3 d}, forms: [vitals]}
forms:
  vitals:
    title: {en: Vital signs}
    items:
      heart_rate:
        type: number
        label: {en: Heart rate}
        unit: /min
        possible: 20..250
        required: true
"""
ROLES = (
    "coordinator",
    "investigator",
    "statistician",
    "independent_physician",
    "monitor",
    "auditor",
)


def begin(folder: Path, text: str = STUDY) -> Terminal:
    """A terminal on a new synthetic trial with an account for each role, opened on 2 March 2026."""
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    terminal = Terminal(folder / "trial.sqlite3", DOSEPATH_PASSWORD=PASSWORD)
    create(terminal, "admin", "site_administrator")
    for role in ROLES:
        create(terminal, role, role, "--as", "admin", "--trained", "--delegated")
    create(terminal, "investigator-2", "investigator", "--as", "admin")
    study = str(folder / "study.yaml")
    terminal.at("2026-03-02 09:00")
    terminal.done("open", study, "--synthetic", "--yes", "--as", "investigator")
    return terminal


def create(terminal: Terminal, name: str, role: str, *more: str) -> None:
    """An account with its role."""
    given = ("--role", role, "--since", "2026-01-01", "--password-stdin", *more)
    answer = terminal("account", "create", name, *given, stdin=PASSWORD + "\n")
    assert answer.code == 0, answer
