"""Tile maps: one square a place, laid out roughly as on the map, so that small and large places weigh the same."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, sqrt

# The 16 sub-districts of Blora as (column, row), read off the map: Todanan far west, Cepu in the south-east.
SUB_DISTRICTS = {
    "33.16.14": (0, 0), "33.16.13": (0, 1), "33.16.16": (1, 0), "33.16.12": (1, 1), "33.16.10": (2, 0),
    "33.16.11": (2, 1), "33.16.09": (3, 0), "33.16.08": (4, 1), "33.16.15": (4, 0), "33.16.07": (5, 1),
    "33.16.01": (1, 3), "33.16.02": (2, 3), "33.16.03": (3, 3), "33.16.04": (4, 3), "33.16.06": (5, 2),
    "33.16.05": (5, 3),
}  # fmt: skip


def spread(points: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Places with (latitude, longitude) as (column, row): rows of equal length from north to south, west to east."""
    if not points:
        return {}
    columns = ceil(sqrt(len(points) * 1.4))
    southward = sorted(points, key=lambda code: (-points[code][0], code))
    found = {}
    for start in range(0, len(southward), columns):
        row = sorted(southward[start : start + columns], key=lambda code: (points[code][1], code))
        found.update({code: (column, start // columns) for column, code in enumerate(row)})
    return found
