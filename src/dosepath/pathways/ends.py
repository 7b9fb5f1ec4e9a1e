"""The ends of a trial walked as arrays, as a polynomial."""

from __future__ import annotations

import numpy as np

from dosepath.pathways.alphabet import Whole
from dosepath.pathways.array_walk import Walked
from dosepath.pathways.polynomial import Factors, Polynomial


def ends_of(walked: Walked) -> Polynomial:
    """The chance of each end; the participants given at the start have no part in it."""
    states = walked.states
    last = np.flatnonzero(states.stops)
    new = (walked.cells[last] - walked.cells[0]).astype(np.int64)
    factors, terms = [], []
    for level in range(new.shape[1]):
        exponents, which = _monomials(new[:, level])
        factors.append(Factors(exponents))
        terms.append(which)
    label = np.column_stack([states.mtd[last], states.n[last], walked.begun[last]])
    weight = walked.weight[last]
    return Polynomial.of(factors, np.stack(terms, axis=1), weight=weight, label=label)


def _monomials(cells: Whole) -> tuple[Whole, Whole]:
    """The different rows of one level's cells (T x C), and which of them each row is."""
    radix = int(cells.max()) + 1
    code = cells @ radix ** np.arange(cells.shape[1])
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    return cells[first], which
