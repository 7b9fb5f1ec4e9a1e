"""Dose decisions: what was recommended on which data, what was chosen, who signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dosepath.conduct.record.stamp import Stamp

TREAT, STOP, HOLD = "treat", "stop", "hold"


@dataclass(frozen=True, slots=True, order=True)
class Filling:
    """Up to ``n`` participants to be backfilled at ``level``, below the escalation."""

    level: int
    n: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a decision does: ``treat`` ``n`` at ``level``, ``stop`` with ``mtd``, or ``hold``.

    ``level`` and ``n`` are 0 unless the action is ``treat``; ``mtd`` is ``None`` for none
    and for the other actions. ``backfill`` names the lower levels that may be filled
    meanwhile, the lowest first, each with its most participants; only ``treat`` has any.
    """

    action: str
    level: int = 0
    n: int = 0
    mtd: int | None = None
    backfill: tuple[Filling, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the fields fit the action: nothing but ``treat`` names people and a level."""
        if self.action == TREAT:
            return self.level >= 1 and self.n >= 1 and self.mtd is None and self._fills_below()
        if self.level or self.n or self.backfill:
            return False
        return self.action == STOP or (self.action == HOLD and self.mtd is None)

    @property
    def filled(self) -> dict[str, tuple[str, ...]]:
        """The ``levels`` to be filled and the ``most`` participants at each, to be put in words."""
        return {
            "levels": tuple(str(one.level) for one in self.backfill),
            "most": tuple(str(one.n) for one in self.backfill),
        }

    def _fills_below(self) -> bool:
        """Whether places for backfilling are at different levels below the escalation's."""
        levels = [one.level for one in self.backfill]
        inside = all(1 <= one.level < self.level and one.n >= 1 for one in self.backfill)
        return inside and levels == sorted(set(levels))

    def to_json(self) -> dict[str, object]:
        """A JSON object with the first four fields, and ``backfill`` if there is any."""
        said: dict[str, object] = {
            "action": self.action,
            "level": self.level,
            "n": self.n,
            "mtd": self.mtd,
        }
        if self.backfill:
            said["backfill"] = [{"level": one.level, "n": one.n} for one in self.backfill]
        return said

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Choice:
        """The inverse of :meth:`to_json`."""
        mtd, filled = data.get("mtd"), data.get("backfill")
        rows = filled if isinstance(filled, list | tuple) else ()
        return cls(
            str(data["action"]),
            int(str(data.get("level", 0))),
            int(str(data.get("n", 0))),
            None if mtd is None else int(str(mtd)),
            tuple(Filling(int(str(row["level"])), int(str(row["n"]))) for row in rows),
        )


@dataclass(frozen=True, slots=True)
class DataCut:
    """What a decision rests on: the log up to ``seq`` with its head hash, study and engine."""

    seq: int
    head_hash: str
    study_hash: str
    engine: str


@dataclass(frozen=True, slots=True)
class Vote:
    """A committee member's opinion: ``for``, ``against`` or ``abstain``; dissent stays visible."""

    answer: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under a decision: printed name, meaning, role and time (in the stamp)."""

    name: str
    meaning: str
    role: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class DoseDecision:
    """A committee decision (``D-001``).

    ``recommendation`` is the JSON object frozen at the data cut; ``choice`` is what the
    committee decides, equal to the recommendation or more cautious with ``minutes`` saying
    why. It has no effect before ``effective`` is set, which happens with the signature that
    completes the quorum and the required roles. ``part`` is the part of the trial that it
    decides on; empty for the main one.
    """

    number: str
    cut: DataCut
    recommendation: Mapping[str, object]
    choice: Choice
    minutes: str
    proposed: Stamp
    votes: tuple[Vote, ...] = ()
    signatures: tuple[Signature, ...] = ()
    effective: Stamp | None = None
    part: str = ""

    @property
    def is_effective(self) -> bool:
        """Whether quorum and required roles have signed."""
        return self.effective is not None

    @property
    def latest_votes(self) -> tuple[Vote, ...]:
        """The last vote of each member."""
        return tuple({vote.stamp.actor: vote for vote in self.votes}.values())

    @property
    def dissent(self) -> tuple[Vote, ...]:
        """The votes against that stand: who signs all the same is asked to say why."""
        return tuple(vote for vote in self.latest_votes if vote.answer == "against")


@dataclass(frozen=True, slots=True)
class Cohort:
    """A permission to dose: ``n`` participants at ``level``, and what opened it.

    ``number`` counts from 1 over all parts of the trial; ``part`` is the cohort's.
    ``opened_by`` is ``protocol`` for the first cohort of a part, which the opening of the trial
    (or of the part) permits, else the number of an effective decision. ``n`` is 0 when the
    decision was to hold or to stop. ``backfill`` are the places at lower levels that the same
    decision opened beside the escalation; they are none of the ``n``.
    """

    number: int
    level: int
    n: int
    opened_by: str
    since: datetime
    part: str = ""
    backfill: tuple[Filling, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A recorded amendment: ``what`` changed to which ``value``, with the approval's reference."""

    what: str
    value: str
    reference: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Halt:
    """Dosing was halted by a person; a decision effective on later data lifts it."""

    stamp: Stamp
