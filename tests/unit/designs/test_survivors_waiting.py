"""Behaviours around designs that wait: arrays answer as ``decide`` does, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dosepath.designs import Moves, build, decide_many
from tests.unit.designs.drawn import drawn_batch

INSIDE: dict[str, dict[str, Any]] = {
    "rolling_six": {},
    "tite_boin": {"target": 0.3, "max_n": 18},
    "tite_crm": {"target": 0.25, "max_n": 18, "skeleton": [0.1, 0.25, 0.4]},
}
BEHAVIOURS: dict[str, dict[str, Any]] = {
    "too_toxic": {"target": 0.3, "eliminate_above": 0.8},
    "cap_on_n": {"n": 9},
    "stop_at_recommended": {"n": 6},
    "no_skipping": {},
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("inside", INSIDE)
def test_arrays_and_rows_agree_on_who_waits(inside: str, behaviour: str) -> None:
    design = build([{inside: INSIDE[inside]}], 3, behaviours=[{behaviour: BEHAVIOURS[behaviour]}])
    batch = drawn_batch(11, levels=3, rows=250, pending=4, most=8)
    moves = decide_many(design, batch)
    wanted = Moves.empty(len(batch))
    for row in range(len(batch)):
        wanted.put(row, design.decide(batch.counts(row)))
    for name in ("level", "size", "mtd", "waits"):
        different = np.flatnonzero(getattr(moves, name) != getattr(wanted, name))
        assert not len(different), (name, batch.counts(int(different[0])))
    assert wanted.waits.any()
