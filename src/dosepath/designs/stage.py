"""Questions to any design besides ``decide``: its warnings, phase and need of grade 2."""

from __future__ import annotations

from typing import Literal

from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.decision import Counts, Design, Treat
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.rule import Reason


def warnings(design: Design) -> tuple[Reason, ...]:
    """Parameters of ``design`` that can never have an effect, each as a reason."""
    return design.warnings() if isinstance(design, AcceleratedTitration) else ()


def heeds_grade_2(design: Design, counts: Counts, treat: Treat) -> bool:
    """Whether grade-2 events in the cohort ``treat`` can change a later decision."""
    return isinstance(design, AcceleratedTitration) and design.heeds_grade_2(counts, treat)


def merge(design: Design, counts: Counts) -> Counts:
    """Counts with the same numbers treated and the same decisions ever after.

    ``counts`` itself for a design that offers no ``merge``.
    """
    if isinstance(design, AcceleratedTitration | ThreePlusThree):
        return design.merge(counts)
    return counts


def phase(design: Design, counts: Counts) -> Literal["titration", "escalation"]:
    """The stage that answers at ``counts``."""
    if isinstance(design, AcceleratedTitration) and design.is_titrating(counts):
        return "titration"
    return "escalation"
