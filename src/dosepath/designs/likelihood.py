"""Maximum likelihood for the one-parameter curves of the CRM.

Source: O'Quigley J, Shen LZ. Continual reassessment method: a likelihood approach. Biometrics
1996;52:673-84. With t = exp(b) the log-likelihoods of both curves are concave in t, so the score
falls through zero once; bisection finds it for every observation at the same time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dosepath.designs.batch import Batch, Floats
from dosepath.designs.isotonic import Flags

_FAR = 12.0
"""b is sought from -12 to 12, where every rate is 0 or 1 (or the intercept's) to six digits."""
_HALVINGS = 60


def is_heterogeneous(batch: Batch) -> Flags:
    """Whether there is both a participant with and one without a DLT, as an estimate needs; (S)."""
    n, dlt = batch.n.sum(axis=1), batch.dlt.sum(axis=1)
    return np.asarray((dlt > 0) & (dlt < n))


def power_estimates(batch: Batch, skeleton: Floats) -> Floats:
    """Rates skeleton ^ exp(b) at the maximum likelihood estimate of b; (S x D).

    Of meaning only where :func:`is_heterogeneous`.
    """
    logs = np.log(skeleton)

    def score(b: Floats) -> Floats:
        log_p = np.exp(b)[:, None] * logs
        # d/db of y log p + (n - y) log(1 - p) is log p (y - (n - y) p / (1 - p)).
        odds = np.exp(log_p) / -np.expm1(log_p)
        return np.asarray((log_p * (batch.dlt - (batch.n - batch.dlt) * odds)).sum(axis=1))

    return np.asarray(np.exp(np.exp(_root(score, len(batch)))[:, None] * logs))


def logistic_estimates(batch: Batch, x: Floats, intercept: float) -> Floats:
    """Rates with log odds intercept + exp(b) x at the maximum likelihood estimate; (S x D)."""

    def rates(b: Floats) -> Floats:
        odds = intercept + np.exp(b)[:, None] * x
        return np.asarray(np.exp(-np.logaddexp(0.0, -odds)))

    def score(b: Floats) -> Floats:
        return np.asarray(((batch.dlt - batch.n * rates(b)) * x).sum(axis=1))

    return rates(_root(score, len(batch)))


def _root(score: Callable[[Floats], Floats], rows: int) -> Floats:
    low, high = np.full(rows, -_FAR), np.full(rows, _FAR)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        up = score(middle) > 0
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return np.asarray((low + high) / 2)
