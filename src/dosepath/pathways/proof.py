"""What a proof says, and which laws a design is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dosepath.designs import DecisionTable, Design, NoSkipping, most_per_level
from dosepath.pathways.alphabet import innermost
from dosepath.rule import Reason


@dataclass(frozen=True)
class Law:
    """One law and what was found.

    ``code`` names it (its sentence is in the wording room); ``checked`` is the number of
    observations it was checked on; ``limit`` a number it states. ``counterexample`` is
    the shortest path that breaks it; where two paths are compared, ``against`` is the
    one with fewer DLTs. ``holds`` is ``None`` if the law could not be checked to the end:
    then none of the ``checked`` observations breaks it, and there are more.
    ``is_known``: the design as published is known to break it.
    """

    code: str
    holds: bool | None
    checked: int
    limit: int | None = None
    counterexample: str | None = None
    against: str | None = None
    is_known: bool = False

    def row(self) -> dict[str, object]:
        """Plain named values."""
        return {
            "law": self.code,
            "holds": self.holds,
            "checked": self.checked,
            "limit": self.limit,
            "counterexample": self.counterexample,
            "against": self.against,
            "is_known": self.is_known,
        }


@dataclass(frozen=True)
class Proof:
    """The laws of one design.

    Attributes:
        laws: those it was asked about.
        states: how many merged states were visited.
        is_complete: whether these are all that can be reached.
        not_asked: the laws it was not asked about.
        to_come: the laws that were not reached yet, without a finding, where it was stopped;
            the first was being checked.
    """

    laws: tuple[Law, ...]
    states: int
    is_complete: bool = True
    not_asked: tuple[NotAsked, ...] = ()
    to_come: tuple[Law, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether it was stopped before every law was checked."""
        return bool(self.to_come)

    @property
    def holds(self) -> bool:
        """Whether every law was checked and holds."""
        return not self.is_partial and all(law.holds is True for law in self.laws)

    @property
    def is_sound(self) -> bool:
        """Whether every law holds, but for those that the design is known to break."""
        sound = (law.holds is True or (law.holds is False and law.is_known) for law in self.laws)
        return not self.is_partial and all(sound)

    @property
    def is_broken(self) -> bool:
        """Whether a law is broken that the design is not known to break."""
        return any(law.holds is False and not law.is_known for law in self.laws)

    def rows(self) -> list[dict[str, object]]:
        """One row per law."""
        return [law.row() for law in self.laws]

    def to_json(self) -> dict[str, object]:
        """States, whether all hold, the laws, those not asked, and those not reached."""
        return {
            "states": self.states,
            "is_complete": self.is_complete,
            "holds": self.holds,
            "is_sound": self.is_sound,
            "laws": self.rows(),
            "not_asked": [one.row() for one in self.not_asked],
            "is_partial": self.is_partial,
            "to_come": [law.code for law in self.to_come],
        }


class Limits(NamedTuple):
    """The numbers that laws state; ``None``: the design's own.

    Attributes:
        dlts: no escalation above a level with this many DLTs; for ``None`` 2, and not checked
            for a design that aims at a ``target`` DLT rate.
        level: most participants at one level.
        cap: most participants in all; for ``None`` the design's ``max_n``.
    """

    dlts: int | None = None
    level: int | None = None
    cap: int | None = None


@dataclass(frozen=True)
class NotAsked:
    """A law that a design is not asked about: it states no such number, or means not to keep it."""

    code: str
    why: Reason

    def row(self) -> dict[str, object]:
        """Plain named values."""
        return {"law": self.code, "why": self.why.to_json()}


class Stated(NamedTuple):
    """The numbers that laws state for one design; a law without its number is not asked."""

    dlts: int | None
    level: int | None
    cap: int | None
    may_skip: bool

    @classmethod
    def of(cls, design: Design, limits: Limits) -> Stated:
        """Those given, else the design's own."""
        return cls(
            _dlt_limit(design) if limits.dlts is None else limits.dlts,
            most_per_level(design) if limits.level is None else limits.level,
            getattr(design, "max_n", None) if limits.cap is None else limits.cap,
            may_skip(design),
        )

    def not_asked(self, design: Design) -> Iterator[NotAsked]:
        """The laws left out."""
        if self.may_skip:
            yield NotAsked("law.no_skipping", Reason.of("law.why.skips", by=_skips_by(design)))
        if self.dlts is None:
            table = isinstance(innermost(design), DecisionTable)
            yield NotAsked(
                "law.no_escalation", Reason.of("law.why.table" if table else "law.why.target")
            )
        for code, number, option in (
            ("law.level_limit", self.level, "--level-limit"),
            ("law.cap", self.cap, "--cap"),
        ):
            if number is None:
                yield NotAsked(code, Reason.of("law.why.no_number", option=option))


def _dlt_limit(design: Design) -> int | None:
    """Two, as in a k+m rule; a design that aims at a rate of DLTs states no such number.

    Nor does a table of decisions, which may follow any rule.
    """
    inner = innermost(design)
    parts = (inner, getattr(inner, "escalation", None))
    aims = any(hasattr(part, name) for part in parts for name in ("target", "target_interval"))
    return None if aims or isinstance(inner, DecisionTable) else 2


def may_skip(design: Design) -> bool:
    """Whether a rule goes up by several levels on purpose."""
    while isinstance(within := getattr(design, "design", None), Design):
        if isinstance(design, NoSkipping):
            return False
        design = within
    return getattr(design, "allow_skipping", False) or getattr(design, "titration_step", 1) > 1


def _skips_by(design: Design) -> str:
    """The parameter that lets a rule skip levels."""
    return (
        "allow_skipping"
        if getattr(innermost(design), "allow_skipping", False)
        else "titration_step"
    )
