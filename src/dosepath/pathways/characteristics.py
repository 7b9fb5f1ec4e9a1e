"""Exact operating characteristics: one forward pass over a compiled design.

Expected DLTs and grade-2 events need no states of their own: every participant treated
at a level has the level's probability whatever led there (Wald's identity).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from dosepath.designs import Decision, Stop, Treat
from dosepath.pathways.explore import Node
from dosepath.pathways.program import Factor, Program
from dosepath.pathways.scenario import Floats, Toxicity, read_scenario
from dosepath.quantity import Fault, FaultsFound, Place

# Scenarios per pass: few enough that the vectors of a pass stay in the processor's cache.
_CHUNK = 2048


@dataclass(frozen=True, eq=False)
class OperatingCharacteristics:
    """What a design does under assumed true toxicity.

    Every array has a leading axis S if several scenarios were given; D levels.

    Attributes:
        selection: probability that the MTD is none (index 0) or level 1..D; (D + 1).
        participants: expected participants per level; (D).
        dlts: expected DLTs per level; (D).
        grade2: expected grade-2 events (not DLTs) per level; (D).
        tried: probability that a level is ever treated; (D).
        sizes: the possible numbers of participants, ascending; (K), no axis S.
        size_probability: their probabilities; (K).
        cohorts: expected number of cohorts.
        below_selected: expected participants treated under the level that is selected
            (none selected: 0).
        scenario: the probabilities assumed.
        target: DLT probability above which a level is an overdose, if one was given.
        engine: how the figures were made.
        design: the repr of the design.
    """

    selection: Floats
    participants: Floats
    dlts: Floats
    grade2: Floats
    tried: Floats
    sizes: tuple[int, ...]
    size_probability: Floats
    cohorts: Floats
    below_selected: Floats
    scenario: Toxicity = field(repr=False)
    target: float | None
    engine: str
    design: str = field(repr=False)

    def __repr__(self) -> str:
        if not self.scenario.single:
            return f"OperatingCharacteristics({len(self.scenario.dlt)} scenarios, {self.engine})"
        chosen = ", ".join(f"{share:.3f}" for share in self.selection)
        return (
            f"OperatingCharacteristics(selection none, 1..{self.levels}: {chosen}; "
            f"E[N] {float(self.expected_size):.2f}; {self.engine})"
        )

    @property
    def levels(self) -> int:
        """D."""
        return int(self.participants.shape[-1])

    @property
    def expected_size(self) -> Floats:
        """Expected number of participants."""
        return np.asarray(self.participants.sum(axis=-1))

    @property
    def expected_dlts(self) -> Floats:
        """Expected number of DLTs."""
        return np.asarray(self.dlts.sum(axis=-1))

    def probability_above(self, n: int) -> Floats:
        """P(N > n)."""
        above = np.asarray(self.sizes) > n
        return np.asarray(self.size_probability[..., above].sum(axis=-1))

    def probability_of_size(self, n: int) -> Floats:
        """P(N = n)."""
        return np.asarray(self.size_probability[..., np.asarray(self.sizes) == n].sum(axis=-1))

    def quantile(self, share: float) -> Floats:
        """The smallest n with P(N <= n) >= ``share``."""
        if not 0 <= share <= 1:
            place = Place(path="share")
            message = "A quantile is asked for by a share."
            raise FaultsFound([Fault(place, "quantile", message, f"{share:g}", "0 to 1")])
        # Sums of probabilities can fall short of a share by rounding alone.
        reached = np.cumsum(self.size_probability, axis=-1) >= share - 1e-12
        return np.asarray(np.asarray(self.sizes)[np.argmax(reached, axis=-1)])

    def participants_below(self, level: int) -> Floats:
        """Expected participants at levels under ``level`` (1-based)."""
        return np.asarray(self.participants[..., : level - 1].sum(axis=-1))

    @property
    def overdosed(self) -> Floats | None:
        """Expected participants at levels whose true DLT probability exceeds the target."""
        if self.target is None:
            return None
        return np.asarray((self.participants * self._is_above).sum(axis=-1))

    @property
    def overdose_selected(self) -> Floats | None:
        """Probability that the selected MTD exceeds the target."""
        if self.target is None:
            return None
        return np.asarray((self.selection[..., 1:] * self._is_above).sum(axis=-1))

    @property
    def _is_above(self) -> Floats:
        above = self.scenario.dlt > (self.target or 0.0)
        return np.asarray(above[0] if self.scenario.single else above, dtype=np.float64)

    def rows(self) -> list[dict[str, Any]]:
        """One row per scenario and level (level 0: no MTD) with named figures."""
        return list(self._rows())

    def _rows(self) -> Iterator[dict[str, Any]]:
        for number, (dlt, grade_2) in enumerate(
            zip(self.scenario.dlt, self.scenario.grade_2, strict=True)
        ):
            selection = self._row(self.selection, number)
            yield {"scenario": number + 1, "level": 0, "selected": float(selection[0])}
            for place in range(self.levels):
                yield {
                    "scenario": number + 1,
                    "level": place + 1,
                    "dlt": float(dlt[place]),
                    "grade_2": float(grade_2[place]),
                    "selected": float(selection[place + 1]),
                    "tried": float(self._row(self.tried, number)[place]),
                    "participants": float(self._row(self.participants, number)[place]),
                    "dlts": float(self._row(self.dlts, number)[place]),
                    "grade2_events": float(self._row(self.grade2, number)[place]),
                }

    def _row(self, array: Floats, number: int) -> Floats:
        return array if self.scenario.single else np.asarray(array[number])

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers under the attributes' names."""
        return {
            "design": self.design,
            "engine": self.engine,
            "scenario": {
                "dlt": _plain(self.scenario.dlt, single=self.scenario.single),
                "grade_2": _plain(self.scenario.grade_2, single=self.scenario.single),
            },
            "selection": self.selection.tolist(),
            "participants": self.participants.tolist(),
            "dlts": self.dlts.tolist(),
            "grade_2_events": self.grade2.tolist(),
            "tried": self.tried.tolist(),
            "sizes": list(self.sizes),
            "size_probability": self.size_probability.tolist(),
            "expected_size": self.expected_size.tolist(),
            "expected_dlts": self.expected_dlts.tolist(),
            "cohorts": self.cohorts.tolist(),
            "below_selected": self.below_selected.tolist(),
            "target": self.target,
            "overdosed": None if self.overdosed is None else self.overdosed.tolist(),
            "overdose_selected": (
                None if self.overdose_selected is None else self.overdose_selected.tolist()
            ),
        }


def _plain(array: Floats, *, single: bool) -> object:
    return (array[0] if single else array).tolist()


def operating_characteristics(
    program: Program, scenario: object, *, target: float | None = None
) -> OperatingCharacteristics:
    """Exact figures of a compiled design under one scenario or many.

    Args:
        program: from :func:`dosepath.pathways.compile_design`.
        scenario: see :func:`dosepath.pathways.read_scenario`: (D), (S x D), or a value with
            ``dlt`` and ``grade_2``.
        target: DLT probability above which a level counts as an overdose.

    Raises:
        FaultsFound: a scenario or target that is not one, by scenario and level.
    """
    toxicity = read_scenario(scenario, program.design.levels)
    if target is not None and not 0 <= target <= 1:
        place = Place(path="target")
        message = "Not a probability."
        raise FaultsFound([Fault(place, "scenario.probability", message, f"{target:g}", "0 to 1")])
    sums = _sums(program, toxicity)
    figures = {name: rows.T for name, rows in sums.items()}
    if toxicity.single:
        figures = {name: rows[0] for name, rows in figures.items()}
    dlt, grade_2 = (
        (array[0] if toxicity.single else array) for array in (toxicity.dlt, toxicity.grade_2)
    )
    return OperatingCharacteristics(
        selection=figures["selection"],
        participants=figures["participants"],
        dlts=figures["participants"] * dlt,
        grade2=figures["participants"] * grade_2,
        tried=figures["tried"],
        sizes=_sizes(program),
        size_probability=figures["size"],
        cohorts=figures["cohorts"][..., 0],
        below_selected=figures["below_selected"][..., 0],
        scenario=toxicity,
        target=target,
        engine=program.engine,
        design=repr(program.design),
    )


def _sizes(program: Program) -> tuple[int, ...]:
    return tuple(sorted({node.counts.total for _, node in program.terminals}))


def _sums(program: Program, toxicity: Toxicity) -> dict[str, Floats]:
    """Every figure as an array (rows of the figure x S), scenarios taken in chunks."""
    plan = _plan(program)
    parts = []
    for start in range(0, len(toxicity.dlt), _CHUNK):
        part = slice(start, start + _CHUNK)
        chances = [
            chance(factor, toxicity.dlt[part], toxicity.grade_2[part]) for factor in program.factors
        ]
        reached = _forward(program, chances)
        parts.append({name: matrix @ reached[states] for name, (matrix, states) in plan.items()})
    return {name: np.concatenate([part[name] for part in parts], axis=1) for name in plan}


def _forward(program: Program, chances: Sequence[Floats]) -> Floats:
    """The probability of ever being in each state: (states x scenarios)."""
    reached = np.zeros((program.states, len(chances[0])))
    reached[0] = 1.0
    step = np.empty(len(chances[0]))
    for link in program.links:
        np.multiply(reached[link.source], chances[link.factor], out=step)
        reached[link.to] += step
    return reached


def chance(factor: Factor, dlt: Floats, grade_2: Floats) -> Floats:
    """The probability of a factor's results under S scenarios (S x D each): (S)."""
    p = dlt[:, factor.level - 1]
    q = grade_2[:, factor.level - 1] if factor.graded else np.zeros_like(p)
    free = np.clip(1 - p - q, 0.0, None)
    total = np.zeros_like(p)
    for n, with_dlt, with_grade2, ways in factor.results:
        rest = n - with_dlt - with_grade2
        total += ways * p**with_dlt * q**with_grade2 * free**rest
    return total


@lru_cache(maxsize=64)
def _plan(program: Program) -> dict[str, tuple[Floats, list[int]]]:
    """Per figure: a matrix, and the states whose probabilities it weighs."""
    ends = [index for index, _ in program.terminals]
    nodes = [node for _, node in program.terminals]
    treated = np.array([[tally.n for tally in node.counts.levels] for node in nodes], dtype=float)
    chosen = np.array([_mtd(node.decision) for node in nodes])
    levels, sizes = np.arange(program.design.levels + 1), np.array(_sizes(program))
    below = (treated * (levels[1:] < chosen[:, None])).sum(axis=1)
    starts = [index for index, node in enumerate(program.graph.nodes) if _begins(program, node)]
    return {
        "selection": ((levels[:, None] == chosen).astype(float), ends),
        "participants": (treated.T, ends),
        "tried": ((treated.T > 0).astype(float), ends),
        "size": ((sizes[:, None] == treated.sum(axis=1)).astype(float), ends),
        "below_selected": (below[None, :], ends),
        "cohorts": (np.ones((1, len(starts))), starts),
    }


def _mtd(decision: Decision) -> int:
    return (decision.mtd or 0) if isinstance(decision, Stop) else 0


def _begins(program: Program, node: Node) -> bool:
    """Whether a cohort begins here; one by one, the rest of a cohort is not a new one."""
    if not isinstance(node.decision, Treat):
        return False
    return not program.cancel_undosed or node.decision.because.code != "design.rest_of_cohort"
