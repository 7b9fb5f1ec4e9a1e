"""Visit forms and their corrections: the old value is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dosepath.conduct.record.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Correction:
    """What changed in a form: item -> (old, new), with the reason in the stamp."""

    changes: Mapping[str, tuple[object, object]]
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class ValueJudgement:
    """Why a worsened laboratory value is no adverse event; the reason is in the stamp.

    ``of_seq`` is the entry or correction that was judged: another value is judged again.
    """

    participant: str
    item: str
    term: str
    of_seq: int
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One form of one visit. ``items`` are the values in force; ``corrections`` oldest first.

    ``on`` is when the visit took place, with offset. ``stamp.seq`` identifies the entry.
    """

    participant: str
    visit: str
    form: str
    on: datetime
    items: Mapping[str, object]
    stamp: Stamp
    corrections: tuple[Correction, ...] = ()
