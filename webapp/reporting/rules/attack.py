"""What a patient reader can conclude from all published tables together: bounds of every true count.

Each figure bounds its own count; totals bound their parts and parts their total. The bounds are tightened until
nothing moves. A count whose bounds meet is known with certainty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)
_ANYTHING = 1 << 40
Sum = tuple[Cell, Sequence[Cell]]  # a total and all of its parts


class Contradiction(Exception):
    """The figures cannot all be true: some count would have to be more than it may be at most."""


def bounds(
    figures: Mapping[Cell, int], sums: Iterable[Sum[Cell]], possible: Callable[[int], tuple[int, int]]
) -> dict[Cell, tuple[int, int]]:
    """The tightest bounds that follow, by cell. Raises Contradiction."""
    found = {cell: possible(shown) for cell, shown in figures.items()}
    rules = list(sums)
    for total, parts in rules:  # what is not published can be anything
        for cell in (total, *parts):
            found.setdefault(cell, (0, _ANYTHING))
    where: dict[Cell, list[int]] = defaultdict(list)
    for at, (total, parts) in enumerate(rules):
        for cell in (total, *parts):
            where[cell].append(at)
    waiting = dict.fromkeys(range(len(rules)))
    while waiting:
        at = next(iter(waiting))
        del waiting[at]
        for cell in _tighten(found, *rules[at]):
            waiting |= dict.fromkeys(other for other in where[cell] if other != at)
    return found


def _tighten(found: dict[Cell, tuple[int, int]], total: Cell, parts: Sequence[Cell]) -> list[Cell]:
    """Apply one sum both ways; returns what has moved."""
    moved: list[Cell] = []
    while True:
        low, high = sum(found[part][0] for part in parts), sum(found[part][1] for part in parts)
        wanted = {total: (low, high)}
        below, above = found[total]
        for part in parts:
            least, most = found[part]
            wanted[part] = (below - (high - most), above - (low - least))
        changed = [cell for cell, (least, most) in wanted.items()
                   if least > found[cell][0] or most < found[cell][1]]  # fmt: skip
        if not changed:
            return moved
        for cell in changed:
            least, most = wanted[cell]
            found[cell] = max(least, found[cell][0]), min(most, found[cell][1])
            if found[cell][0] > found[cell][1]:  # else the bounds would run apart for ever
                raise Contradiction(cell)
        moved += changed


def given_away(known: Mapping[Cell, tuple[int, int]]) -> list[Cell]:
    """Cells of one or two people that are known with certainty."""
    return [cell for cell, (least, most) in known.items() if least == most and least in (1, 2)]
