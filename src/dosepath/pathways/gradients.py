"""How the exact figures move with the assumed probabilities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

from dosepath.pathways.characteristics import check_response
from dosepath.pathways.program import Program
from dosepath.pathways.scenario import Floats, Toxicity, read_scenario
from dosepath.pathways.summing import figures_of
from dosepath.quantity import Fault, FaultsFound, Place

Of = Literal["dlt", "grade_2", "response"]

_CHUNK = 256


@dataclass(frozen=True, eq=False)
class Gradients:
    """Derivatives of figures in the probability ``of`` of each level.

    The last axis is the level whose probability moves (D); a leading axis S stands before
    the others if several scenarios were given. Probabilities are moved alone: that of no
    event makes room.

    Attributes:
        selection: of the probability that none or level 1..D is selected; (D + 1 x D).
        participants, dlts: of the expected numbers per level; (D x D).
        size_probability: of the probabilities of N; (K x D).
        cohorts: of the expected number of cohorts; (D).
        of: which probability moves.
        engine: how they were made.
    """

    selection: Floats
    participants: Floats
    dlts: Floats
    size_probability: Floats
    cohorts: Floats
    of: Of
    engine: str
    scenario: Toxicity = field(repr=False)

    @property
    def expected_size(self) -> Floats:
        """Of the expected number of participants; (D)."""
        return np.asarray(self.participants.sum(axis=-2))

    def to_json(self) -> dict[str, Any]:
        """Plain lists under the attributes' names."""
        names = ("selection", "participants", "dlts", "size_probability", "cohorts")
        found: dict[str, Any] = {name: getattr(self, name).tolist() for name in names}
        return {"of": self.of, "engine": self.engine, **found}


def gradients(program: Program, scenario: object, *, of: Of = "dlt") -> Gradients:
    """Exact derivatives of the figures of :func:`operating_characteristics`.

    Raises:
        FaultsFound: a scenario that is not one, or ``of`` that there is not.
    """
    if of not in get_args(Of):
        allowed = ", ".join(get_args(Of))
        raise FaultsFound([Fault(Place(path="of"), "gradient", "Not known.", str(of), allowed)])
    truth = read_scenario(scenario, program.design.levels)
    check_response(program.alphabet, truth)
    starts = range(0, len(truth.dlt), _CHUNK)
    moved = np.concatenate(
        [_moved(program, truth.part(slice(at, at + _CHUNK)), of) for at in starts]
    )
    parts = {name: moved[:, part] for name, part in program.summing.parts.items()}
    dlts = parts["participants"] * truth.dlt[:, :, None]
    if of == "dlt":
        given = program.given
        before = 0 if given is None else np.array([tally.n for tally in given.levels])
        dlts = dlts + np.eye(program.design.levels) * (_expected(program, truth) - before)[:, None]
    last = 0 if truth.single else slice(None)
    return Gradients(
        selection=parts["selection"][last],
        participants=parts["participants"][last],
        dlts=dlts[last],
        size_probability=parts["size"][last],
        cohorts=moved[:, -1][last],
        of=of,
        engine=program.engine,
        scenario=truth,
    )


def _expected(program: Program, truth: Toxicity) -> Floats:
    matrix = program.summing.matrix[:, program.summing.parts["participants"]]
    return figures_of(program.evaluator, program.alphabet, truth, np.ascontiguousarray(matrix))[0]


def _moved(program: Program, truth: Toxicity, of: Of) -> Floats:
    """Derivatives of all figures, the cohorts last: (S x K + 1 x D)."""
    evaluator, alphabet = program.evaluator, program.alphabet
    levels = range(program.design.levels)
    chances = [alphabet.chances(truth, level) for level in levels]
    tables = [
        factors.values(chance) for factors, chance in zip(evaluator.factors, chances, strict=True)
    ]
    found = []
    for level in levels:
        by = evaluator.factors[level].slopes(chances[level], alphabet.slopes(truth, level, of))
        ends, cohorts = evaluator.slopes(tables, by, level)
        found.append(np.column_stack([ends.T @ program.summing.matrix, cohorts]))
    return np.stack(found, axis=2)
