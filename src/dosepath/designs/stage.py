"""Questions to any design besides ``decide``: its warnings, phase and need of grade 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, get_args

from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.decision import Counts, Design, Treat
from dosepath.designs.options import SixAtMtd
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.rule import Reason


def warnings(design: Design) -> tuple[Reason, ...]:
    """Parameters of ``design`` that can never have an effect, each as a reason."""
    return design.warnings() if isinstance(design, AcceleratedTitration) else ()


def heeds_grade_2(design: Design, counts: Counts, *, treat: Treat) -> bool:
    """Whether grade-2 events in the cohort ``treat`` can change a later decision."""
    return isinstance(design, AcceleratedTitration) and design.heeds_grade_2(counts, treat=treat)


def merge(design: Design, counts: Counts, *, keep_sizes: bool = True) -> Counts:
    """Counts with the same decisions ever after and, by default, the same numbers treated.

    ``counts`` itself for a design that offers no ``merge``.
    """
    if isinstance(design, AcceleratedTitration | ThreePlusThree):
        return design.merge(counts, keep_sizes=keep_sizes)
    return counts


def most_dlts(design: Design, counts: Counts) -> tuple[int, ...]:
    """Per level the most DLTs that :func:`merge` makes equal to those of ``counts``."""
    if isinstance(design, AcceleratedTitration | ThreePlusThree):
        return design.dlts_alike(counts)
    return tuple(tally.dlt for tally in counts.levels)


def phase(design: Design, counts: Counts) -> Literal["titration", "escalation"]:
    """The stage that answers at ``counts``."""
    if isinstance(design, AcceleratedTitration) and design.is_titrating(counts):
        return "titration"
    return "escalation"


def most_per_level(design: Design) -> int | None:
    """The most participants that ``design`` treats at one level; ``None`` if it states none."""
    if isinstance(design, ThreePlusThree):
        return design.cohort + design.expansion
    if isinstance(design, AcceleratedTitration):
        return design.top_up_to + design.escalation.expansion
    return None


def six_at_mtd(design: Design) -> SixAtMtd | None:
    """The design's ``six_at_mtd``; ``None`` for a design without that choice."""
    if isinstance(design, AcceleratedTitration):
        return design.escalation.six_at_mtd
    return design.six_at_mtd if isinstance(design, ThreePlusThree) else None


def six_at_mtd_variants(design: Design) -> Mapping[str, Design]:
    """The same rule with each value of ``six_at_mtd``; none for a design without that choice."""
    if isinstance(design, AcceleratedTitration):
        return {
            name: replace(design, escalation=escalation)
            for name, escalation in six_at_mtd_variants(design.escalation).items()
            if isinstance(escalation, ThreePlusThree)
        }
    if isinstance(design, ThreePlusThree):
        # down_to_three says the same as six_at_mtd and would contradict its other values.
        choices: tuple[SixAtMtd, ...] = get_args(SixAtMtd)
        return {name: replace(design, six_at_mtd=name, down_to_three=None) for name in choices}
    return {}
