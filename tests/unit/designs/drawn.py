"""Random observations for designs that heed more than DLTs, reachable or not."""

from __future__ import annotations

import numpy as np

from dosepath.designs import Batch


def drawn_batch(
    seed: int, *, levels: int, rows: int = 400, pending: int = 0, most: int = 12
) -> Batch:
    """``rows`` observations of ``levels`` levels: mostly a ladder climbed, some with holes."""
    rng = np.random.default_rng(seed)
    n = rng.integers(0, most + 1, (rows, levels))
    n[rng.random((rows, levels)) < 0.3] = 3
    reached = rng.integers(0, levels + 1, rows)
    climbed = rng.random(rows) < 0.8
    n[climbed[:, None] & (np.arange(levels) >= reached[:, None])] = 0
    dlt = rng.binomial(n, rng.uniform(0, 0.6, (rows, levels)))
    both = rng.binomial(dlt, 0.4)
    free = rng.binomial(n - dlt, rng.uniform(0, 1, (rows, levels)))
    at = np.where(climbed, reached, rng.integers(0, levels + 1, rows))
    places = rng.integers(0, levels + 1, (rows, pending))
    near = np.clip(at, 1, levels)[:, None]
    places = np.where((rng.random((rows, pending)) < 0.6) & (places > 0), near, places)
    return Batch(
        n,
        dlt,
        at,
        responses=free + both,
        responses_with_dlt=both,
        pending_level=places,
        pending_share=rng.random((rows, pending)) * (places > 0),
    )
