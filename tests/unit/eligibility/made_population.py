"""A small population to test with: two groups, one exclusion, readings, a judgement."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

from dosepath.eligibility import Population, Result, build_population, evaluate, parse_facts
from dosepath.quantity import Place

AT = datetime(2026, 1, 15, 12, tzinfo=UTC)

DATA: dict[str, Any] = {
    "variables": {
        "weight": {"label": "Weight", "unit": "kg", "plausible": "20..300 kg", "from": "chart"},
        "inr": {"label": "INR", "unit": 1, "from": "laboratory"},
        "pta": {"label": "PTA", "unit": "%", "from": "laboratory"},
        "scan": {"label": "Scan", "choices": ["no", "suspected", "yes"], "from": "imaging"},
        "cirrhosis": {"label": "Cirrhosis", "type": "yes_no", "from": "chart"},
    },
    "groups": {
        "CLF": {
            "title": {"en": "Chronic"},
            "criteria": {
                "A1": {
                    "text": "Weight above 40 kg.",
                    "rule": "weight > 40 kg",
                    "ask": {"en": "More than 40 kg?", "zh-Hans": "超过 40 公斤？"},
                },
                "A2": {
                    "text": "With or without poor clotting.",
                    "readings": {
                        "r1": {"text": "recorded", "informative": True},
                        "r2": {"text": "required", "rule": "inr >= 1.5 or pta <= 40 %"},
                    },
                    "team_only": True,
                },
                "A3": {
                    "text": "Cirrhosis or not.",
                    "rule": "cirrhosis is yes",
                    "informative": True,
                    "team_only": True,
                },
            },
        },
        "ACLF": {
            "title": {"en": "Acute on chronic"},
            "criteria": {
                "B1": {"text": "Clotting.", "rule": "inr > 1.5 or pta < 40 %", "team_only": True}
            },
        },
    },
    "exclusions": {
        "E1": {"text": "Cancer.", "rule": "scan is suspected or scan is yes", "team_only": True},
        "E12": {"text": "Another reason.", "judgement": "There is a reason.", "team_only": True},
    },
}


def data() -> dict[str, Any]:
    """A copy to change."""
    return copy.deepcopy(DATA)


def place_of(path: tuple[str | int, ...]) -> Place:
    """A place whose column is 1, so that a fault's column is its place in the text."""
    return Place("study.yaml", 7, 1, ".".join(str(step) for step in path))


def built(changed: dict[str, Any] | None = None) -> Population:
    """The population of ``changed`` or of the whole."""
    return build_population(data() if changed is None else changed, place_of)


def screened(facts: str, population: Population | None = None, **pins: str) -> Result:
    """The result for facts in a line."""
    found = population or built()
    return evaluate(found, parse_facts(facts, found, at=AT), at=AT, pins=pins)
