"""The cell-key method: a published count is the true one and a little noise, the same wherever the same people stand.

Every record has a fixed number by chance; the sum of those in a cell decides the cell's noise. So asking twice gives
the same figure, and a cell in two tables shows the same. The noise has mean 0, is at most LARGEST, leaves 0 as 0, and
no published figure is 1 or 2.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from math import exp

LARGEST = 4
SPREAD = 3.0
NEVER_SHOWN = (1, 2)
KEYS = 1 << 32
_ALIKE = LARGEST + NEVER_SHOWN[-1] + 1  # from this count on the noise is the same
_NEXT_DRAW = 0x9E3779B1  # odd: draws of one cell that follow each other have nothing to do with each other
Thresholds = tuple[tuple[float, int], ...]


def published(count: int, key: int, draw: int = 0) -> int:
    """The count as it is shown. draw: 1 and more where the first ones gave somebody away (see protect.py)."""
    if count == 0:
        return 0
    at = ((key + draw * _NEXT_DRAW) % KEYS) / KEYS
    return next((count + shift for below, shift in _row(min(count, _ALIKE)) if at < below), count)


def possible(shown: int) -> tuple[int, int]:
    """The least and the greatest true count that can have given this figure: what anybody may conclude from it."""
    counts = [n for n in range(max(0, shown - LARGEST), shown + LARGEST + 1) if shown - n in chances(n)]
    return counts[0], counts[-1]


def chances(count: int) -> dict[int, float]:
    """shift -> its probability: bell-shaped, tilted as far as makes the mean 0."""
    return dict(_chances(min(count, _ALIKE)))


@cache
def _chances(count: int) -> tuple[tuple[int, float], ...]:
    shifts = [s for s in range(-LARGEST, LARGEST + 1) if count + s >= 0 and count + s not in NEVER_SHOWN]
    if count == 0:
        return ((0, 1.0),)
    low, high = -20.0, 20.0
    for _ in range(200):
        tilt = (low + high) / 2
        weights = [exp(tilt * s - s * s / (2 * SPREAD)) for s in shifts]
        low, high = (
            (tilt, high) if sum(w * s for w, s in zip(weights, shifts, strict=True)) < 0 else (low, tilt)
        )
    whole = sum(weights)
    return tuple((s, w / whole) for s, w in zip(shifts, weights, strict=True))


@cache
def _row(count: int) -> Thresholds:
    pairs = list(chances(count).items())
    ends = list(accumulate(share for _shift, share in pairs))
    ends[-1] = 1.0
    return tuple((end, shift) for end, (shift, _share) in zip(ends, pairs, strict=True))
