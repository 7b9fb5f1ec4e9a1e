"""What computes the chances of the ends of a trial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from dosepath.pathways.alphabet import Whole
from dosepath.pathways.polynomial import Factors
from dosepath.pathways.scenario import Floats


class Evaluator(Protocol):
    """How the chances of the ends of a trial are computed; G ends, told by MTD and N.

    ``tables`` are the values of each level's factors under S scenarios, (F x S) each.
    ``evaluate`` and ``slopes`` answer with the ends (G x S) and the expected cohorts (S).
    """

    @property
    def factors(self) -> tuple[Factors, ...]:
        """What the chances are made of, level by level."""

    @property
    def mtd(self) -> Whole:
        """The level selected at each end, 0 for none; (G)."""

    @property
    def n(self) -> Whole:
        """Participants per level at each end; (G x D)."""

    @property
    def chunk(self) -> int:
        """How many scenarios to evaluate at a time."""

    def room(self, width: int) -> Any:
        """Arrays to evaluate in."""

    def evaluate(self, tables: Sequence[Floats], room: Any) -> tuple[Floats, Floats]:
        """Probability of each end, and expected cohorts; they last until the next call."""

    def slopes(self, tables: Sequence[Floats], moved: Floats, level: int) -> tuple[Floats, Floats]:
        """Derivatives where the factors of one level move by ``moved`` (F x S)."""
