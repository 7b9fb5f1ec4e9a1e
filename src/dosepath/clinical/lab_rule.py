"""The shape of a numeric CTCAE rule: steps that a laboratory value can pass.

A value has the highest grade among the steps it passes. A limit stands in the
unit of its term, or is a multiple of the upper or lower limit of normal or of the
participant's own baseline. Upper limits of a printed range are inclusive
("1.5 - 3.0": 3.0 has the lower grade), so the next step begins above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Of = Literal["unit", "uln", "lln", "baseline", "fall"]
Op = Literal[">", ">=", "<", "<="]

_COMPARE: dict[Op, Callable[[Decimal, Decimal], bool]] = {
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
}


@dataclass(frozen=True)
class World:
    """Everything one grading depends on, known or supposed: Decimals in one unit, and facts."""

    value: Decimal
    lln: Decimal | None
    uln: Decimal | None
    baseline: Decimal | None
    facts: Mapping[str, bool]

    def reference(self, of: Of) -> Decimal | None:
        """The number that a limit of kind ``of`` is a multiple of."""
        if of == "unit":
            return Decimal(1)
        return {"uln": self.uln, "lln": self.lln}.get(of, self.baseline)


@dataclass(frozen=True)
class Test:
    """``value op limit x reference``; for ``fall`` the fall from baseline in percent."""

    __test__ = False  # not a test of the test runner

    op: Op
    limit: Decimal
    of: Of

    def passed(self, world: World) -> bool:
        """Whether the value passes; a reference that is absent passes nothing."""
        reference = world.reference(self.of)
        if reference is None:
            return False
        if self.of == "fall":
            # limit <= 100 (baseline - value) / baseline, without a division
            fall = 100 * (reference - world.value)
            return _COMPARE[self.op](fall, self.limit * reference)
        return _COMPARE[self.op](world.value, self.limit * reference)


def baseline_above_uln(world: World) -> bool:
    """The participant's baseline was above the upper limit of normal."""
    return None not in (world.baseline, world.uln) and bool(world.baseline > world.uln)  # type: ignore[operator]


def baseline_not_above_uln(world: World) -> bool:
    """The participant's baseline was normal, or below normal."""
    return None not in (world.baseline, world.uln) and bool(world.baseline <= world.uln)  # type: ignore[operator]


def baseline_below_lln(world: World) -> bool:
    """The participant's baseline was below the lower limit of normal."""
    return None not in (world.baseline, world.lln) and bool(world.baseline < world.lln)  # type: ignore[operator]


def baseline_up_to_five_uln(world: World) -> bool:
    """The participant's baseline was above normal, and at most five times its upper limit."""
    return baseline_above_uln(world) and bool(world.baseline <= 5 * world.uln)  # type: ignore[operator]


def value_below_lln(world: World) -> bool:
    """The value itself is below the lower limit of normal."""
    return world.lln is not None and world.value < world.lln


def value_above_uln(world: World) -> bool:
    """The value itself is above the upper limit of normal."""
    return world.uln is not None and world.value > world.uln


# Conditions that follow from numbers; every other condition is a fact that someone states.
DERIVED: dict[str, Callable[[World], bool]] = {
    "baseline_above_uln": baseline_above_uln,
    "baseline_not_above_uln": baseline_not_above_uln,
    "baseline_below_lln": baseline_below_lln,
    "baseline_up_to_five_uln": baseline_up_to_five_uln,
    "value_below_lln": value_below_lln,
    "value_above_uln": value_above_uln,
}


@dataclass(frozen=True)
class Step:
    """Passing ``test`` while all conditions in ``when`` hold gives at least ``grade``."""

    grade: int
    test: Test
    when: tuple[str, ...] = ()

    def reached(self, world: World) -> bool:
        """Whether this step is reached."""
        return self.test.passed(world) and all(
            DERIVED[name](world) if name in DERIVED else world.facts[name] for name in self.when
        )


@dataclass(frozen=True)
class Gap:
    """Values that the printed text leaves ungraded or grades twice.

    ``grades`` are the grades between which a clinician must choose, empty when the text
    gives none at all. With ``unless`` the gap closes when that fact holds.
    """

    tests: tuple[Test, ...]
    grades: tuple[int, ...] = ()
    unless: str = ""

    def holds(self, world: World) -> bool:
        """Whether the value lies in this gap."""
        closed = bool(self.unless) and world.facts[self.unless]
        return not closed and all(test.passed(world) for test in self.tests)


@dataclass(frozen=True)
class LabTerm:
    """One term of a CTCAE version that a laboratory value can grade.

    ``name`` is the term as the version prints it, ``analyte`` the quantity measured,
    ``unit`` the UCUM unit of its absolute limits ("" when all limits are multiples).
    ``raised`` lists clinical findings that the text puts at a grade whatever the number;
    they count only when stated.
    """

    key: str
    name: str
    analyte: str
    unit: str
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...] = ()
    raised: tuple[tuple[int, str], ...] = ()

    @property
    def references(self) -> frozenset[str]:
        """Which of ``lln``, ``uln`` and ``baseline`` the rule refers to."""
        tests = [step.test for step in self.steps] + [t for gap in self.gaps for t in gap.tests]
        found = {"baseline" if test.of == "fall" else test.of for test in tests} - {"unit"}
        for name in (name for step in self.steps for name in step.when if name in DERIVED):
            found.add("lln" if name.endswith("lln") else "uln")
            found |= {"baseline"} if name.startswith("baseline") else set()
        return frozenset(found)

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that decide between grades where the numbers alone do not."""
        named = [name for step in self.steps for name in step.when if name not in DERIVED]
        named += [gap.unless for gap in self.gaps if gap.unless]
        return tuple(dict.fromkeys(named))


def ladder(
    op: Op, of: Of, *limits: str | None, when: tuple[str, ...] = (), first: Op | None = None
) -> tuple[Step, ...]:
    """Steps for grades 1, 2, 3, 4 in turn; None skips a grade; ``first`` is grade 1's operator."""
    return tuple(
        Step(grade, Test(first if first and grade == 1 else op, Decimal(limit), of), when)
        for grade, limit in enumerate(limits, start=1)
        if limit is not None
    )
