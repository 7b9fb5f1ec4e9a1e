"""The verbs of the live trial: what they refuse, with which code, and what they leave untouched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dosepath.cli import VERBS
from tests.unit.cli.small_trial import PASSWORD, STUDY, begin
from tests.unit.cli.terminal import Terminal

COORDINATOR, INVESTIGATOR = ("--as", "coordinator"), ("--as", "investigator")
NEEDS_NOTHING = {
    "backup",
    "demo",
    "next",
    "recommend",
    "report",
    "serve",
    "tick",
    "today",
    "verify",
}
WRITING = {
    "screening open": ("screening", "open"),
    "consent": ("consent", "S-001", "--signed", "now"),
    "facts": ("facts", "S-001", "weight=60 kg"),
    "judge": ("judge", "S-001", "E1", "no", "--reason", "none"),
    "pin": ("pin", "A1", "only", "--reason", "clear", "--yes"),
    "sign": ("sign", "S-001", "--group", "G", "--yes"),
    "part open": ("part", "open", "b", "--yes"),
    "enrol": ("enrol", "S-001", "--yes"),
    "reserve": ("reserve", "P-001"),
    "release": ("release", "P-001", "--reason", "not needed"),
    "confirm": ("confirm", "P-001", "identity"),
    "dose": ("dose", "P-001", "--yes"),
    "halt": ("halt", "--reason", "a worry"),
    "form": ("record", "form", "P-001", "d1", "vitals", "heart_rate=80", "--on", "now"),
    "correct": ("record", "correct", "P-001", "d1", "vitals", "heart_rate=8", "--reason", "slip"),
    "adjudicate": ("adjudicate", "AE-001", "dlt", "--reason", "seen", "--yes"),
    "assess": ("assess", "P-001"),
    "propose": ("decide", "propose", "--yes"),
    "vote": ("decide", "vote", "D-001", "for"),
    "report-sent": ("record", "report-sent", "AE-001", "--report", "to_sponsor", "--on", "now"),
    "value": ("record", "value", "P-001", "platelets", "--no-harm", "clotted sample"),
    "amend": ("amend", "other", "x", "--reference", "EC-1", "--reason", "why", "--yes"),
    "transplantation": ("record", "transplantation", "P-001", "--on", "now"),
    "death": ("record", "death", "P-001", "--on", "now", "--yes"),
    "withdrawal": ("record", "withdrawal", "P-001", "--on", "now", "--yes"),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A trial with P-001 dosed on 2 March, P-002 enrolled on 3 March, and it is the 3rd."""
    terminal = begin(tmp_path_factory.mktemp("trial"))
    dosed(terminal)
    terminal.at("2026-03-03 09:00")
    enrolled(terminal, "S-002")
    yield terminal
    terminal.close()


def dosed(run: Terminal) -> None:
    enrolled(run, "S-001")
    run.done("reserve", "P-001", *COORDINATOR)
    for check in ("identity", "product"):
        for person in (COORDINATOR, INVESTIGATOR):
            run.done("confirm", "P-001", check, *person)
    run.done("dose", "P-001", "--yes", *INVESTIGATOR)


def enrolled(run: Terminal, screening: str) -> None:
    run.done("screening", "open", *COORDINATOR)
    run.done("consent", screening, "--signed", "now", *COORDINATOR)
    run.done("facts", screening, "weight=60 kg", *COORDINATOR)
    run.done("judge", screening, "E1", "no", "--reason", "none", *INVESTIGATOR)
    run.done("sign", screening, "--group", "G", "--yes", *INVESTIGATOR)
    run.done("enrol", screening, "--yes", *INVESTIGATOR)


def rows(run: Terminal) -> int:
    """How many events the log holds."""
    found = run("verify", str(run.database), "--json")
    assert found.code == 0
    return int(found.json["trials"]["SMALL-1"]["rows"])


@pytest.mark.parametrize("verb", WRITING)
def test_the_auditor_writes_nothing(run: Terminal, verb: str) -> None:
    before = rows(run)
    # A name that exists and a role that may do nothing: nothing else can be the reason.
    said = run(*WRITING[verb], "--as", "auditor", "--at", run.now)
    assert said.code == 3, said
    assert "auditor" in said.words
    assert rows(run) == before


@pytest.mark.parametrize("verb", WRITING)
def test_nobody_in_particular_is_wrong_usage(run: Terminal, verb: str) -> None:
    said = run(*WRITING[verb])
    assert said.code == 2
    assert "--as" in said.err


@pytest.mark.parametrize("verb", sorted(set(VERBS) - NEEDS_NOTHING))
def test_a_verb_without_anything_explains_itself(run: Terminal, verb: str) -> None:
    said = run(verb)
    assert said.code == 2
    assert "Usage: dosepath" in said.out + said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("consent", "S-001", "--signed", "2026-03-04 09:00", *COORDINATOR), "future"),
        (("consent", "S-001", "--signed", "now", *COORDINATOR), "recorded already"),
        (("consent", "S-009", "--signed", "now", *COORDINATOR), "no screening S-009"),
        (("screening", "open", "--number", "S-001", *COORDINATOR), "is used"),
        (("enrol", "S-001", "--yes", *INVESTIGATOR), "enrolled as P-001"),
        (("enrol", "S-002", "--number", "P-001", "--yes", *INVESTIGATOR), "enrolled as P-002"),
        (("reserve", "P-001", *COORDINATOR), "was dosed"),
        (("reserve", "P-002", *COORDINATOR), "no cohort is open"),
        (("dose", "P-001", "--yes", *INVESTIGATOR), "one dose to each participant"),
        (("dose", "P-002", "--yes", *INVESTIGATOR), "may not be dosed"),
        (("dose", "P-002", "--given", "2026-03-09 09:00", "--yes", *INVESTIGATOR), "future"),
        (("confirm", "P-002", "identity", *COORDINATOR), "holds no slot"),
        (("judge", "S-001", "E9", "no", "--reason", "x", *INVESTIGATOR), "no criterion E9"),
        (("pin", "A1", "r7", "--reason", "x", "--yes", *INVESTIGATOR), "no reading r7"),
        (("assess", "P-001", *INVESTIGATOR), "window runs until"),
        (("decide", "vote", "D-001", "for", "--as", "statistician"), "no decision D-001"),
        (("sign", "D-001", "--yes", "--as", "statistician"), "no decision D-001"),
        (
            ("adjudicate", "AE-001", "dlt", "--reason", "x", "--yes", *INVESTIGATOR),
            "not a candidate",
        ),
        (("record", "update", "AE-001", "--grade", "2", "--reason", "x", *COORDINATOR), "AE-001"),
        (("dose", "P-002", "--check", *INVESTIGATOR, "--trial", "SMALL-1", "--json"), ""),
    ],
)
def test_a_rule_of_the_trial_refuses_with_code_3(
    run: Terminal, arguments: tuple[str, ...], words: str
) -> None:
    before = rows(run)
    said = run(*arguments, "--at", run.now)
    assert said.code == 3, said
    assert words in said.words
    assert "Traceback" not in said.err
    assert rows(run) == before


VITALS = ("record", "form", "P-001", "d1", "vitals")
EVENT = ("record", "event", "P-001", "Nausea", "--attribution", "possible")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*VITALS, "heart_rate=fast", "--on", "now", *COORDINATOR), "heart_rate"),
        ((*VITALS, "heart_rate=8000", "--on", "now", *COORDINATOR), "20"),
        ((*VITALS, "pulse=80", "--on", "now", *COORDINATOR), "pulse"),
        ((*VITALS, "heart_rate=80", "--on", "2026-03-01 09:00", *COORDINATOR), "earlier"),
        ((*VITALS, "heart_rate=80", "--on", "2026-03-05 09:00", *COORDINATOR), "future"),
        ((*EVENT, "--grade", "7", "--onset", "now", *COORDINATOR), "grade 7"),
        ((*EVENT, "--grade", "2", "--onset", "now", "--serious", *COORDINATOR), "aware"),
        (("facts", "S-002", "weight=60", *COORDINATOR, "--key", "k1"), None),
    ],
)
def test_bad_values_are_refused_and_named(
    run: Terminal, arguments: tuple[str, ...], words: str | None
) -> None:
    before = rows(run)
    said = run(*arguments, "--at", run.now)
    if words is None:  # a value without its unit may be recorded; it stays unknown
        assert said.code == 0
        return
    assert said.code == 3, said
    assert words in said.words
    assert rows(run) == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("facts", "S-002", "wieght=60 kg", *COORDINATOR), 1, "weight"),
        (("facts", "S-002", "weight=<<5 kg", *COORDINATOR), 1, "weight"),
        (("facts", "S-002", "--csv", "nowhere.csv", *COORDINATOR), 1, "nowhere.csv"),
        (("facts", "S-002", "E1=no", *COORDINATOR), 2, "dosepath judge"),
        (("facts", "S-002", *COORDINATOR), 2, "command line"),
        (("consent", "S-002", "--signed", "yesterday", *COORDINATOR), 2, "2026-11-20"),
        (("consent", "S-002", "--signed", "2026-03-02", *COORDINATOR), 2, "time of day"),
        (("decide", "propose", "--hold", "--stop", "1", "--yes", *INVESTIGATOR), 2, "one of"),
        (("decide", "propose", "--stop", "top", "--yes", *INVESTIGATOR), 2, "allowed"),
        (("dose", "P-002", *INVESTIGATOR), 2, "--yes"),
        (("reserve", "P-002", "--as", "nobody"), 1, "no account"),
        (("reserve", "P-002", *COORDINATOR, "--trial", "OTHER"), 1, "no trial OTHER"),
        (("enquire", "receive", "--phone", "1"), 2, "--agreed"),
        (("enquire", "receive", "--agreed"), 1, "telephone"),
        (("enquire", "read", "ENQ-NONE", *COORDINATOR), 1, "no enquiry"),
        (("record", "form", "P-001", "d1", "vitals", "--on", "now", *COORDINATOR), 2, "--file"),
    ],
)
def test_input_that_cannot_be_understood_says_what_is_allowed(
    run: Terminal, arguments: tuple[str, ...], code: int, words: str
) -> None:
    before = rows(run)
    said = run(*arguments, "--at", run.now)
    assert (said.code, said.out) == (code, ""), said
    assert words in said.words
    assert rows(run) == before


def test_a_wrong_password_signs_nothing(run: Terminal) -> None:
    before = rows(run)
    asked = ("sign", "S-002", "--group", "G", "--yes", *INVESTIGATOR, "--at", run.now)
    said = run(*asked, "--password-stdin", stdin="not-the-password\n")
    assert said.code == 3
    assert "not-the-password" not in said.words
    assert rows(run) == before


def test_the_same_key_records_once(run: Terminal) -> None:
    report = (*EVENT, "--grade", "1", "--onset", "now", *COORDINATOR, "--key", "once")
    first, before = run.done(*report), rows(run)
    again = run.done(*report)
    assert "AE-001" in first.words
    assert "used before" in again.words
    assert rows(run) == before


def test_a_person_untrained_cannot_sign(run: Terminal) -> None:
    said = run.refused("sign", "S-002", "--group", "G", "--yes", "--as", "investigator-2")
    assert "training" in said


def test_an_overdue_report_says_so_until_its_sending_is_recorded(tmp_path: Path) -> None:
    clocks = "  clocks: [{id: to_sponsor, event: serious, within: 24 h, to: sponsor}]\n"
    run = begin(tmp_path, STUDY + 'safety:\n  ctcae: "5.0"\n' + clocks)
    dosed(run)
    run.at("2026-03-03 12:00")
    given = ("--grade", "2", "--attribution", "possible", "--onset", "now", *COORDINATOR)
    told = run.done("record", "event", "P-001", "Fall", "--serious", "--aware", "now", *given)
    assert "report to the sponsor by 4 Mar 2026, 12:00 (UTC+8)" in told.words
    assert "due by 4 Mar 2026, 12:00 (UTC+8)" in run.done("today").words
    run.at("2026-03-04 12:01")
    assert "OVERDUE since 4 Mar 2026, 12:00 (UTC+8)" in run.done("today").words
    (report,) = run.done("today", "--json").json["reports"]
    assert (report["overdue"], report["event"], report["to"]) == (True, "AE-001", "sponsor")
    assert report["overdue_since"] == report["due"] == "2026-03-04T12:00:00+08:00"
    told = run.done("record", "report-sent", "AE-001", "--on", "2026-03-04 11:30", *COORDINATOR)
    assert "recorded as sent on 4 Mar 2026, 11:30" in told.words
    assert run.done("today", "--json").json["reports"] == []
    run.close()


def test_a_candidate_pauses_dosing_until_two_people_agree(run: Terminal) -> None:
    report = ("--grade", "3", "--attribution", "probable", "--onset", "now", *COORDINATOR)
    told = run.done("record", "event", "P-001", "Abdominal pain", *report)
    assert "may be a DLT" in told.words
    number = run.done("today", "--json").json["tasks"][0]["subject"]
    verdict = ("adjudicate", number, "not_dlt", "--reason", "another cause", "--yes")
    run.done(*verdict, *INVESTIGATOR)
    assert "have judged" in run.refused(*verdict, *INVESTIGATOR)
    assert "Waiting" in run.done("today").out
    run.done(*verdict, "--as", "independent_physician")
    assert run.done("today", "--json").json["tasks"] == []


def test_who_may_not_see_what_people_wrote(run: Terminal) -> None:
    heard = run("enquire", "receive", "--email", "a@b.example", "--agreed", "--json").json
    assert "a@b.example" not in run("enquire", "list").out
    run.refused("enquire", "read", heard["reference"], "--as", "monitor")
    assert "a@b.example" in run.done("enquire", "read", heard["reference"], *COORDINATOR).out


def test_ticking_twice_changes_nothing(run: Terminal) -> None:
    run.done("tick")
    before = rows(run)
    assert "No hold has run out" in run.done("tick").out
    assert rows(run) == before


def test_ticking_anchors_the_log_once_for_each_new_head(run: Terminal) -> None:
    anchors = run.database.parent / "anchors.jsonl"
    run.done("screening", "open", *COORDINATOR)
    before = len(anchors.read_text(encoding="utf-8").splitlines())
    for _ in range(2):
        run.done("tick")
    assert len(anchors.read_text(encoding="utf-8").splitlines()) == before + 1


def test_nothing_is_wider_than_80_columns(run: Terminal) -> None:
    for asked in (
        ("today",),
        ("recommend",),
        ("screening", "list"),
        ("screening", "show", "S-002"),
        ("enquire", "list"),
        ("account", "list"),
        ("dose", "P-002", "--check", *INVESTIGATOR),
        ("reserve", "P-002", *COORDINATOR),
    ):
        said = run(*asked)
        wide = [line for line in (said.out + said.err).splitlines() if len(line.rstrip()) > 80]
        assert wide == [], asked


def test_a_real_trial_takes_no_other_time_and_asks_who_is_there(tmp_path: Path) -> None:
    from tests.unit.cli.small_trial import STUDY, create

    approved = STUDY.replace("status: draft", "status: approved")
    (tmp_path / "draft.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(approved, encoding="utf-8")
    keys = {"DOSEPATH_CHAIN_KEY": "11" * 32, "DOSEPATH_IDENTITY_KEY": "22" * 32}
    run = Terminal(tmp_path / "real.sqlite3", DOSEPATH_PASSWORD=PASSWORD, **keys)
    create(run, "admin", "site_administrator")
    for role in ("investigator", "coordinator"):
        create(run, role, role, "--as", "admin", "--trained", "--delegated")
    draft = run("open", str(tmp_path / "draft.yaml"), "--yes", *INVESTIGATOR)
    assert draft.code == 3
    assert "is a draft" in draft.words
    run.done("open", str(tmp_path / "study.yaml"), "--yes", *INVESTIGATOR)
    back = run("screening", "open", *COORDINATOR, "--at", "2026-03-02 09:00")
    assert back.code == 3
    assert "real trial" in back.words
    liar = run("screening", "open", *COORDINATOR, "--password-stdin", stdin="guess\n")
    assert liar.code == 3
    assert "S-001" in run.done("screening", "open", *COORDINATOR).words
    run.close()
