"""Whole numbers for rows of small whole numbers, equal for equal rows and for no others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dosepath.pathways.alphabet import Whole

# Words are kept below this, so that the sum of their digits cannot overflow.
_WORD = 1 << 62


def one_word(words: Whole) -> Whole:
    """Several words as one, which keeps unequal ones apart: by their ranks."""
    key = words[:, 0]
    for word in words.T[1:]:
        high, low = (np.unique(one, return_inverse=True)[1] for one in (key, word))
        key = high * (int(low.max()) + 1) + low
    return np.asarray(key)


def factors_of(digits: Sequence[int]) -> Whole:
    """The worth of each digit in each word of a key; (digits x words)."""
    worth: list[tuple[int, int]] = []
    word, value = 0, 1
    for radix in digits:
        if value * radix >= _WORD:
            word, value = word + 1, 1
        worth.append((word, value))
        value *= radix
    factor = np.zeros((len(digits), word + 1), dtype=np.int64)
    for digit, (column, value) in enumerate(worth):
        factor[digit, column] = value
    return factor
