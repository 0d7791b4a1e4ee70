"""A published table laid out: its whole grid of true counts, by place and total, before there is noise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from webapp.reporting.rules import noise, tables
from webapp.reporting.rules.records import OTHER
from webapp.reporting.rules.tables import TOTAL, Categories, Table

Cell = tuple[str, str, tuple[str, ...]]  # table, place, one category a column
Count = tuple[int, int]  # how many records, and the sum of their keys
Counts = dict[Cell, Count]


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as laid out: its categories by column, and the true counts of its whole grid."""

    table: Table
    categories: tuple[Categories, ...]
    counts: Counts


def places_of(village_code: str) -> tuple[str, ...]:
    """A village, its sub-district, its regency."""
    parts = village_code.split(".")
    return ".".join(parts), ".".join(parts[:3]), ".".join(parts[:2])


def lay_out(
    table: Table, categories: tuple[Categories, ...], groups: Iterable[tuple[str, tuple[str, ...], int, int]],
    residents: Mapping[str, int],
) -> Laid:  # fmt: skip
    """Add up by place and total. groups: village, its categories, records, sum of keys; residents: by place.

    Cells without anybody are there as 0: a missing line would say more than a figure.
    """
    summed: dict[Cell, list[int]] = defaultdict(lambda: [0, 0])
    shown = {place for place, n in residents.items() if _large_enough(table, place, n)}
    for village, values, n, keys in groups:
        for place in places_of(village):
            for cell in product(*((value, TOTAL) for value in values)) if place in shown else ():
                one = summed[table.key, place, cell]
                one[0] += n
                one[1] += keys
    counts: Counts = {}
    for place in sorted(shown):
        for cell in product(*categories):
            n, keys = summed.get((table.key, place, cell), (0, 0))
            counts[table.key, place, cell] = n, keys % noise.KEYS
    return _joined(Laid(table, categories, counts)) if table.sensitive else Laid(table, categories, counts)


def _large_enough(table: Table, place: str, residents: int) -> bool:
    if table.sensitive:
        return place.count(".") < 3 and residents >= tables.LEAST_AREA_SENSITIVE
    return residents >= tables.LEAST_AREA


def _joined(laid: Laid) -> Laid:
    """Of a sensitive table: in each place categories of few people become part of "other"."""
    counts: Counts = {}
    for place in sorted({cell[1] for cell in laid.counts}):
        mine = {cell[2][0]: count for cell, count in laid.counts.items() if cell[1] == place}
        rest = mine.pop(OTHER, (0, 0))
        total = mine.pop(TOTAL)
        for value, (n, keys) in sorted(mine.items(), key=lambda item: (item[1][0], item[0])):
            if n < tables.LEAST_CATEGORY or 0 < rest[0] < tables.LEAST_CATEGORY:
                rest = rest[0] + n, (rest[1] + keys) % noise.KEYS
                del mine[value]
        for value, count in {TOTAL: total, **mine, OTHER: rest}.items():
            counts[laid.table.key, place, (value,)] = count
    return Laid(laid.table, ({**laid.categories[0], OTHER: "Lainnya"},), counts)
