"""How much work may be done for figures, and who does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dosepath.pathways.sampling import Sampling
from dosepath.pathways.spread import Spread
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason

# Told the name of a design and why it has to be simulated.
Tell = Callable[[str, Reason], None]


@dataclass(frozen=True)
class Effort:
    """How much work may be done.

    Attributes:
        limit: a design with more merged states than this is simulated; ``None``: as many as
            :func:`plan` follows.
        runs: simulated trials per scenario.
        seed: of the simulated trials.
        cancel_undosed: participants are followed one by one (exact figures only).
        tell: is told the name of a design that has to be simulated, and why.
        workers, spread, on_block: see :class:`Sampling`; they change no figure.
    """

    limit: int | None = None
    runs: int = 10_000
    seed: int = 1
    cancel_undosed: bool = False
    tell: Tell | None = field(default=None, compare=False, repr=False)
    workers: int = field(default=1, compare=False, repr=False)
    spread: Spread | None = field(default=None, compare=False, repr=False)
    on_block: Callable[[int, int], None] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        faults = [
            Fault(Place(path=path), "effort", "Not enough.", f"{value}", f"{least} or more")
            for path, value, least in (
                ("limit", 1 if self.limit is None else self.limit, 1),
                ("runs", self.runs, 1),
                ("seed", self.seed, 0),
                ("workers", self.workers, 1),
            )
            if value < least
        ]
        if faults:
            raise FaultsFound(faults)

    @property
    def sampling(self) -> Sampling:
        """What is simulated, and by whom."""
        return Sampling(
            self.runs,
            self.seed,
            workers=self.workers,
            spread=self.spread,
            on_block=self.on_block,
        )
