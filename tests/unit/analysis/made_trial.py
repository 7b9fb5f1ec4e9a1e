"""One synthetic trial for the tests of estimates and of the pack: ten dosed, level 3 open."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from dosepath.analysis import (
    AssumedRow,
    Cut,
    DecisionRow,
    EventRow,
    LevelRow,
    MeasurementRow,
    ParticipantRow,
    TrialData,
)
from dosepath.rule import Reason

CHINA = timezone(timedelta(hours=8))
VISITS = (("baseline", -1), ("d1", 1), ("d3", 3), ("d7", 7), ("d14", 14), ("d28", 28), ("d60", 60))
UNITS = {"bilirubin": "umol/L", "inr": "", "albumin": "g/L", "meld_3_0": "points"}


def participants() -> tuple[ParticipantRow, ...]:
    start = date(2026, 3, 2)

    def one(number: int, level: int, week: int, outcome: str, to: int, **more: object):  # type: ignore[no-untyped-def]
        return ParticipantRow(
            f"P-{number:03d}",
            level,
            start + timedelta(weeks=week),
            outcome,  # type: ignore[arg-type]
            to,
            **more,  # type: ignore[arg-type]
        )

    return (
        one(1, 1, 0, "none", 75),
        one(2, 2, 5, "none", 75),
        one(3, 2, 6, "dlt", 45, died_day=45),
        one(4, 2, 7, "none", 75, counts_grade_2=True),
        one(5, 2, 12, "none", 75),
        one(6, 2, 13, "not_evaluable", 75, transplanted_day=12),
        one(7, 2, 14, "none", 70, transplanted_day=40),
        one(8, 2, 16, "none", 62),
        one(9, 3, 22, "pending", 21),
        one(10, 3, 23, "pending", 14),
    )


def measurements() -> tuple[MeasurementRow, ...]:
    starts = {"bilirubin": 240.0, "inr": 2.1, "albumin": 29.0, "meld_3_0": 26.0}
    rows = []
    for place, person in enumerate(participants()):
        trend = (-0.012, 0.004, 0.011, -0.006, -0.009, 0.006, 0.003, -0.008, -0.004, 0.002)[place]
        end = min(person.followed_to, person.transplanted_day or 999)
        for visit, day in VISITS:
            if day > end:
                continue
            for name, first in starts.items():
                sign = -1 if name == "albumin" else 1
                own = first * (1 + 0.06 * (place % 5 - 2))
                value = own * (1 + sign * trend * max(day, 0) * (0.25 if sign < 0 else 1))
                shown = Decimal(f"{value:.{2 if name == 'inr' else 1}f}")
                rows.append(MeasurementRow(person.number, visit, day, name, shown, UNITS[name]))
    return tuple(rows)


EVENTS = (
    EventRow("P-001", "Abdominal pain", 1, 1),
    EventRow("P-002", "Abdominal pain", 2, 1, related=True),
    EventRow("P-002", "Abdominal pain", 1, 9, related=True),
    EventRow("P-003", "Peritoneal infection", 4, 6, related=True, serious=True),
    EventRow("P-003", "Fever", 2, 5),
    EventRow("P-004", "Fever", 1, 1, related=True),
    EventRow("P-004", "Abdominal distension", 2, 2, related=True),
    EventRow("P-005", "Blood bilirubin increased", 3, 8, baseline_grade=2),
    EventRow("P-006", "Encephalopathy", 3, 10, baseline_grade=1, serious=True),
    EventRow("P-006", "INR increased", 2, 10, baseline_grade=2),
    EventRow("P-007", "Platelet count decreased", 3, 20, baseline_grade=2),
    EventRow("P-008", "Nausea", 1, 2),
    EventRow("P-009", "Fever", 1, 1),
    EventRow("P-010", "Ascites", 2, -5),
)


def made_trial(**changes: object) -> TrialData:
    """The trial; ``changes`` replace fields of ``TrialData``."""

    def treat(level: int, n: int) -> Reason:
        return Reason.of("cell.treat", level=level, n=n)

    at = datetime(2026, 4, 4, 15, 20, tzinfo=CHINA)
    decisions = (
        DecisionRow("D-1", at, 48, treat(2, 3), treat(2, 3), "as_recommended", 3, True),
        DecisionRow(
            "D-2",
            at + timedelta(weeks=7),
            131,
            treat(2, 3),
            treat(2, 3),
            "as_recommended",
            3,
            True,
        ),
        DecisionRow(
            "D-3",
            at + timedelta(weeks=17),
            260,
            treat(3, 3),
            treat(3, 2),
            "more_cautious",
            4,
            True,
            reason="two at first, because bead volume rises",
        ),
    )
    values: dict[str, object] = {
        "study_id": "NCT05727722",
        "title": "Micro-encapsulated hepatocytes given into the abdomen in adult liver failure: "
        "dose escalation",
        "version": "0.1",
        "cut": Cut(
            312,
            "9f2c41d07be83a6655d2c1e4",
            datetime(2026, 8, 31, 9, 10, tzinfo=CHINA),
            "51c0aa37f9d2e46b7788c0aa",
            "dosepath 0.1.0",
        ),
        "synthetic": True,
        "planned": 10,
        "window_days": 28,
        "ctcae": "5.0",
        "levels": (
            LevelRow(1, "0.15e9 cells", state="past"),
            LevelRow(2, "0.5e9 cells", state="past"),
            LevelRow(3, "1.0e9 cells", assumed=True, state="open"),
            LevelRow(4, "1.5e9 cells", assumed=True),
        ),
        "participants": participants(),
        "measurements": measurements(),
        "events": EVENTS,
        "decisions": decisions,
        "visits": VISITS,
        "assumed": tuple(
            AssumedRow(path, value, reason)
            for path, value, reason in (
                ("doses.3", "1.0e9 cells", "levels 3 and 4 are not public"),
                ("doses.4", "1.5e9 cells", "levels 3 and 4 are not public"),
                ("escalation.dlt.window", "28 days", "as in a sister trial of the hospital"),
                ("escalation.stagger", "7 days", "a cautious default for a first-in-human product"),
                ("visits.d28", "0 to +3 days", "visit windows are not public"),
            )
        ),
        "recommendation": (Reason.of("pack.no_recommendation"),),
        "zone": "Asia/Shanghai",
    }
    return TrialData(**{**values, **changes})  # type: ignore[arg-type]
