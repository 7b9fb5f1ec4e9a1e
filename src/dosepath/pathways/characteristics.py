"""Exact operating characteristics: the chances of a compiled design's ends, summed.

Expected DLTs, grade-2 events and responses need no states of their own: every participant
treated at a level has the level's probability whatever led there (Wald's identity).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dosepath.designs import Counts
from dosepath.pathways.alphabet import Alphabet
from dosepath.pathways.program import Program
from dosepath.pathways.scenario import Floats, Toxicity, read_scenario, require_response
from dosepath.pathways.summing import figures_of
from dosepath.quantity import Fault, FaultsFound, Place


@dataclass(frozen=True, eq=False)
class OperatingCharacteristics:
    """What a design does under assumed true toxicity.

    Every array has a leading axis S if several scenarios were given; D levels.

    Attributes:
        selection: probability that the MTD is none (index 0) or level 1..D; (D + 1).
        participants: expected participants per level; (D).
        dlts: expected DLTs per level; (D).
        grade2: expected grade-2 events (not DLTs) per level; (D).
        responses: expected responses per level; (D), ``None`` if none are assumed.
        tried: probability that a level is ever treated; (D).
        sizes: the possible numbers of participants, ascending; (K), no axis S.
        size_probability: their probabilities; (K).
        cohorts: expected number of cohorts; those begun before the data given do not count.
        below_selected: expected participants treated under the level that is selected
            (none selected: 0).
        scenario: the probabilities assumed.
        target: DLT probability above which a level is an overdose, if one was given.
        engine: how the figures were made.
        design: the repr of the design.
        given: participants evaluated before, on whom all figures are conditional and whom
            they count.
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
    responses: Floats | None = None
    given: Counts | None = None

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

    @property
    def expected_responses(self) -> Floats | None:
        """Expected number of responses; ``None`` if none are assumed."""
        return None if self.responses is None else np.asarray(self.responses.sum(axis=-1))

    @property
    def expected_remaining(self) -> Floats:
        """Expected number of participants besides those given."""
        return self.expected_size - (0 if self.given is None else self.given.total)

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
        return None if self.target is None else self._beyond(self.participants)[0]

    @property
    def underdosed(self) -> Floats | None:
        """Expected participants under the highest level whose probability is within the target.

        All of them are at levels from which it was safe to go up; 0 if no level is within.
        """
        return None if self.target is None else self._beyond(self.participants)[1]

    @property
    def overdose_selected(self) -> Floats | None:
        """Probability that the selected MTD exceeds the target."""
        return None if self.target is None else self._beyond(self.selection[..., 1:])[0]

    def _beyond(self, of: Floats) -> tuple[Floats, Floats]:
        dlt = self.scenario.dlt[0] if self.scenario.single else self.scenario.dlt
        return dosed_beyond(of, dlt, target=self.target or 0.0)

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
                    **self._response_row(number, place),
                }

    def _response_row(self, number: int, place: int) -> dict[str, float]:
        if self.responses is None or self.scenario.response is None:
            return {}
        return {
            "response": float(self.scenario.response[number, place]),
            "responses": float(self._row(self.responses, number)[place]),
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
                **{
                    name: _plain(array, single=self.scenario.single)
                    for name in ("response", "response_if_dlt")
                    if (array := getattr(self.scenario, name)) is not None
                },
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
            "responses": _listed(self.responses),
            "overdosed": _listed(self.overdosed),
            "underdosed": _listed(self.underdosed),
            "overdose_selected": _listed(self.overdose_selected),
            "given": None if self.given is None else [list(t) for t in _numbers(self.given)],
        }


def dosed_beyond(of: ArrayLike, dlt: ArrayLike, *, target: float) -> tuple[Floats, Floats]:
    """Sums of ``of`` (..., D) over the levels above a target, and over those short of it.

    The first are the levels whose true DLT probability ``dlt`` exceeds ``target``; the second
    lie under the highest level that does not.
    """
    values, truth = np.asarray(of, dtype=np.float64), np.asarray(dlt, dtype=np.float64)
    place = np.arange(1, truth.shape[-1] + 1)
    highest = ((truth <= target) * place).max(axis=-1, keepdims=True)
    over, under = truth > target, place < highest
    return np.asarray((values * over).sum(axis=-1)), np.asarray((values * under).sum(axis=-1))


def _plain(array: Floats, *, single: bool) -> object:
    return (array[0] if single else array).tolist()


def _listed(array: Floats | None) -> object:
    return None if array is None else array.tolist()


def _numbers(counts: Counts) -> list[tuple[int, int]]:
    return [(tally.n, tally.dlt) for tally in counts.levels]


def operating_characteristics(
    program: Program, scenario: object, *, target: float | None = None
) -> OperatingCharacteristics:
    """Exact figures of a compiled design under one scenario or many.

    Args:
        program: from :func:`dosepath.pathways.compile_design`.
        scenario: see :func:`dosepath.pathways.read_scenario`: (D), (S x D), or a value with
            ``dlt``, and ``grade_2``, ``response`` and ``response_if_dlt`` where they matter.
        target: DLT probability above which a level counts as an overdose.

    Raises:
        FaultsFound: a scenario or target that is not one, by scenario and level; no
            ``response`` for a design that heeds responses.
    """
    toxicity = read_scenario(scenario, program.design.levels)
    check_target(target)
    check_response(program.alphabet, toxicity)
    plan = program.summing
    sums, cohorts = figures_of(program.evaluator, program.alphabet, toxicity, plan.matrix)
    if toxicity.single:
        sums, cohorts = sums[0], cohorts[0]
    parts = {name: sums[..., part] for name, part in plan.parts.items()}
    participants = parts["participants"]
    seen = [[0] * program.design.levels] * 4
    if (given := program.given) is not None:
        named = ("n", "dlt", "grade2", "responses")
        seen = [[getattr(tally, name) for tally in given.levels] for name in named]
    new = participants - np.array(seen[0], dtype=np.float64)
    truth = (toxicity.dlt, toxicity.grade_2, toxicity.response)
    expected = [
        None if share is None else new * (share[0] if toxicity.single else share) + before
        for share, before in zip(truth, np.array(seen[1:], dtype=np.float64), strict=True)
    ]
    dlts, grade2, responses = expected
    return OperatingCharacteristics(
        selection=parts["selection"],
        participants=participants,
        dlts=np.asarray(dlts),
        grade2=np.asarray(grade2),
        tried=parts["tried"],
        sizes=plan.sizes,
        size_probability=parts["size"],
        cohorts=np.asarray(cohorts),
        below_selected=parts["below_selected"][..., 0],
        scenario=toxicity,
        target=target,
        engine=program.engine,
        design=repr(program.design),
        responses=responses,
        given=given,
    )


def check_target(target: float | None) -> None:
    """Raise FaultsFound for a target that is no probability."""
    if target is not None and not 0 <= target <= 1:
        place = Place(path="target")
        message = "Not a probability."
        raise FaultsFound([Fault(place, "scenario.probability", message, f"{target:g}", "0 to 1")])


def check_response(alphabet: Alphabet, toxicity: Toxicity) -> None:
    """Raise FaultsFound where a design heeds responses and the scenario says nothing of them."""
    if alphabet.name == "responses":
        require_response(toxicity)
