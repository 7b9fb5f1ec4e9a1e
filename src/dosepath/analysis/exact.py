"""Exact intervals for a proportion (Clopper and Pearson, Biometrika 1934;26:404)."""

from __future__ import annotations

from scipy.stats import beta

from dosepath.analysis.table import Share


def clopper_pearson(x: int, n: int, *, confidence: float = 0.95) -> Share:
    """The exact two-sided interval for ``x`` events in ``n`` people.

    With nobody observed the interval is 0 to 1. Raises ValueError for impossible counts.
    """
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n}: need 0 <= events <= people")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence}: need a number between 0 and 1")
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, x, n - x + 1)) if x else 0.0
    high = float(beta.ppf(1 - tail, x + 1, n - x)) if x < n else 1.0
    return Share(x, n, low, high, confidence)
