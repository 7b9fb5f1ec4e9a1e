"""Whatever is written in a study file, the answer is a study or faults with places."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from dosepath.quantity import Fault, FaultsFound
from dosepath.schedule import Course, Visit, VisitStatus, visit_status
from dosepath.study import Study, lint, load_text, show

TABLE = Path(__file__).resolve().parents[1] / "spec" / "bad_study_files.md"
GOOD = TABLE.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
LINES = GOOD.splitlines()

# What people and programs really put where something else was meant.
ODD = st.sampled_from(
    ["", "null", "~", "0", "-1", "1e999", ".nan", "yes", "[]", "{}", "[[]]", "{a: b}", '""', "'",
     "2026-13-01", "5 mg", "7 d", "*x", "&x", "<<: *x", "!!str 1", "|", ">-", "@", "%", "中", "\t",
     "{value: 1, assumed: why}", "{value: {value: 1, assumed: a}, assumed: b}", "assumed", "- x"]
)  # fmt: skip


SECTIONS = [line.partition(":")[0] for line in LINES if line[0] not in " -"]


def _without(lines: list[str], section: str, value: str) -> list[str]:
    """The lines with a whole section replaced by one odd value."""
    kept, inside = [], False
    for line in lines:
        if line[:1] not in ("", " ", "-"):
            inside = line.startswith(f"{section}:")
            if inside:
                kept.append(f"{section}: {value}")
        if not inside:
            kept.append(line)
    return kept or [""]


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """The good file after a few mishaps."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["drop", "value", "section", "indent", "twice", "cut", "swap"]))
        line = lines[at]
        if kind == "drop":
            lines[at] = ""
        elif kind == "value":
            lines[at] = line.partition(":")[0] + ": " + draw(ODD)
        elif kind == "section":
            lines = _without(lines, draw(st.sampled_from(SECTIONS)), draw(ODD))
        elif kind == "indent":
            lines[at] = "  " + line
        elif kind == "twice":
            lines[at] = f"{line}\n{line}"
        elif kind == "cut":
            lines[at] = line[: draw(st.integers(0, len(line)))]
        else:
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


def outcome(text: str) -> Study | tuple[Fault, ...]:
    """What reading ``text`` comes to; anything but these two is a defect."""
    try:
        return load_text(text, "f.yaml")
    except FaultsFound as refused:
        return refused.faults


@settings(max_examples=300)
@given(spoiled())
def test_a_spoiled_file_gives_a_study_or_faults_with_places(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Study):
        assert found.levels > 0
        lint(found)
        return
    assert found
    for fault in found:
        assert fault.message
        assert fault.place.file == "f.yaml"
        assert 1 <= fault.place.line <= text.count("\n") + 2
        assert show(fault, text)


@given(st.text(max_size=200))
def test_any_text_gives_a_study_or_faults(text: str) -> None:
    found = outcome(text)
    assert isinstance(found, Study) or all(fault.place.file == "f.yaml" for fault in found)


@given(
    day=st.integers(-10, 60),
    before=st.integers(0, 10),
    after=st.integers(0, 10),
    dosed=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    today=st.integers(-30, 90),
)
def test_a_visit_that_nobody_did_goes_one_way(
    day: int, before: int, after: int, dosed: date, today: int
) -> None:
    """Upcoming, then due, then overdue: never back, and due on every day of the window."""
    visit = Visit("v", day, before, after)
    course = Course(dosed, ZoneInfo("UTC"))
    order = [VisitStatus.UPCOMING, VisitStatus.DUE, VisitStatus.OVERDUE]
    now = order.index(visit_status(visit, course, at=dosed + timedelta(today)))
    then = order.index(visit_status(visit, course, at=dosed + timedelta(today + 1)))
    assert now <= then
    assert (now == 1) is (visit.first_day <= today <= visit.last_day)
