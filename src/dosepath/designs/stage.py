"""Questions to any design besides ``decide``, each with an answer for a design that is silent.

A design offers what it has to say as a method or attribute of the name used here; wrappers
hand the question to what they wrap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, cast

from dosepath.designs.decision import Counts, Design, Stop, Tally, Treat
from dosepath.designs.options import SixAtMtd
from dosepath.rule import Reason

Need = Literal["pending", "responses"]
Selects = Literal["mtd", "obd"]


def _ask(design: Design, name: str, *given: object, silent: object, **named: object) -> Any:
    answer = getattr(design, name, None)
    return silent if answer is None else answer(*given, **named)


def warnings(design: Design) -> tuple[Reason, ...]:
    """Parameters of ``design`` that can never have an effect, each as a reason."""
    return cast("tuple[Reason, ...]", _ask(design, "warnings", silent=()))


def needs(design: Design) -> frozenset[Need]:
    """What a design heeds besides evaluated participants and DLTs.

    ``pending``: participants under observation (:attr:`Tally.pending`). ``responses``:
    :attr:`Tally.responses`.
    """
    return cast("frozenset[Need]", getattr(design, "needs", frozenset()))


def heeds_grade_2(design: Design, counts: Counts, *, treat: Treat) -> bool:
    """Whether grade-2 events in the cohort ``treat`` can change a later decision."""
    return bool(_ask(design, "heeds_grade_2", counts, treat=treat, silent=False))


def merge(design: Design, counts: Counts, *, keep_sizes: bool = True) -> Counts:
    """Counts with the same decisions ever after and, by default, the same numbers treated.

    ``counts`` itself for a design that offers no ``merge``.
    """
    return cast("Counts", _ask(design, "merge", counts, keep_sizes=keep_sizes, silent=counts))


def merge_tally(design: Design, *, keep_sizes: bool) -> Callable[[Tally], Tally] | None:
    """What :func:`merge` makes of a level, where that does not depend on the other levels.

    ``None`` for a design that does not say so.
    """
    merging = getattr(design, "merge_tally", None)
    return None if merging is None else partial(merging, keep_sizes=keep_sizes)


def most_dlts(design: Design, counts: Counts) -> tuple[int, ...]:
    """Per level the most DLTs that :func:`merge` makes equal to those of ``counts``."""
    alone = tuple(tally.dlt for tally in counts.levels)
    return cast("tuple[int, ...]", _ask(design, "dlts_alike", counts, silent=alone))


def phase(design: Design, counts: Counts) -> Literal["titration", "escalation"]:
    """The stage that answers at ``counts``."""
    return "titration" if _ask(design, "is_titrating", counts, silent=False) else "escalation"


def select(design: Design, counts: Counts) -> Stop:
    """What the design would recommend if the escalation ended now.

    A design that states none recommends nothing.
    """
    silent = Stop(None, Reason.of("design.no_selection"))
    return cast("Stop", _ask(design, "select", counts, silent=silent))


def selects(design: Design) -> Selects:
    """What the level that a design selects is: the MTD, or the optimal biological dose."""
    return cast("Selects", getattr(design, "selects", "mtd"))


def most_per_level(design: Design) -> int | None:
    """The most participants that ``design`` treats at one level; ``None`` if it states none."""
    return cast("int | None", getattr(design, "most_per_level", None))


def six_at_mtd(design: Design) -> SixAtMtd | None:
    """The design's ``six_at_mtd``; ``None`` for a design without that choice."""
    return cast("SixAtMtd | None", getattr(design, "six_at_mtd", None))


def six_at_mtd_variants(design: Design) -> Mapping[str, Design]:
    """The same rule with each value of ``six_at_mtd``; none for a design without that choice."""
    return cast("Mapping[str, Design]", _ask(design, "six_at_mtd_variants", silent={}))
