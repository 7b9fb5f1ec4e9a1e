"""Matrix products that keep to one thread.

The library behind numpy shares a large product among all cores, and its threads wait for one
another longer than ours take: on a computer that has other work, several times as long.
Products below a certain size are never shared, so ours are worked in such parts.
"""

from __future__ import annotations

import numpy as np

from dosepath.pathways.scenario import Floats

# Multiplications of one part; sharing begins at about twice as many.
_PART = 1 << 19


def product(left: Floats, right: Floats) -> Floats:
    """``left`` (F x M) by ``right`` (M x S), in parts of S."""
    out = np.empty((len(left), right.shape[1]))
    width = max(1, _PART // max(1, left.size))
    for at in range(0, right.shape[1], width):
        np.matmul(left, right[:, at : at + width], out=out[:, at : at + width])
    return out


def product_into(left: Floats, right: Floats, *, out: Floats) -> None:
    """``left`` (S x G) by ``right`` (G x K) into ``out`` (S x K), in parts of S."""
    width = max(1, _PART // max(1, right.size))
    for at in range(0, len(left), width):
        np.matmul(left[at : at + width], right, out=out[at : at + width])
