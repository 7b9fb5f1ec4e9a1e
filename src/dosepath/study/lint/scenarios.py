"""Scenarios in which a higher dose is less toxic: allowed, and seldom meant."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.study.lint.warning import Warned
from dosepath.study.study import Study


def lint_scenarios(study: Study) -> Iterator[Warned]:
    """Scenarios whose DLT probability falls; not with two agents, whose levels have no order."""
    if hasattr(study.design, "grid"):
        return
    for name, scenario in study.scenarios.items():
        if scenario.falls_at:
            place = study.source.place(("escalation", "scenarios", name, "dlt"))
            level = scenario.falls_at[0]
            message = f"P(DLT) is lower at level {level} than at the level below"
            below, here = scenario.dlt[level - 2], scenario.dlt[level - 1]
            yield Warned(place, "scenario_not_monotone", message, f"{here:g} after {below:g}")
