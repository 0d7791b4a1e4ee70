"""How many families each village of the made-up register gets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from webapp.households.rules.population import VillageShare

# Inhabitants per square kilometre. Jati, Sambong and Cepu are published (2022); the others are estimates of
# ours that bring the regency to its mean. For made-up data only: no figure of Catat rests on them.
_DENSITY = {
    "33.16.01": 230, "33.16.02": 330, "33.16.03": 370, "33.16.04": 540, "33.16.05": 1561, "33.16.06": 272,
    "33.16.07": 241, "33.16.08": 526, "33.16.09": 1294, "33.16.10": 544, "33.16.11": 570, "33.16.12": 580,
    "33.16.13": 534, "33.16.14": 408, "33.16.15": 426, "33.16.16": 287,
}  # fmt: skip
_MEAN_DENSITY = 465
_TOWN_WEIGHT = 2.0  # a kelurahan against a desa of the same area


class VillageArea(NamedTuple):
    """A village as the reference list has it."""

    code: str
    sub_district_code: str
    is_town: bool
    area_km2: float


def shares(villages: Sequence[VillageArea], households: int) -> list[VillageShare]:
    """Divide families among villages by estimated population, exactly; empty villages drop out."""
    area_of: dict[str, float] = {}
    weight_of: dict[str, float] = {}
    for village in villages:
        around = village.sub_district_code
        area_of[around] = area_of.get(around, 0) + village.area_km2
        weight_of[around] = weight_of.get(around, 0) + _weight(village)
    people = [
        area_of[v.sub_district_code]
        * _DENSITY.get(v.sub_district_code, _MEAN_DENSITY)
        * _weight(v)
        / weight_of[v.sub_district_code]
        for v in villages
    ]
    counts = apportion(households, people)
    return [
        VillageShare(v.code, v.is_town, count) for v, count in zip(villages, counts, strict=True) if count
    ]


def _weight(village: VillageArea) -> float:
    # Much of a large village is forest: its people grow slower than its area.
    return math.sqrt(village.area_km2) * (_TOWN_WEIGHT if village.is_town else 1)


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights, adding up to the total (largest remainder)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda at: (counts[at] - exact[at], at))
    for at in by_remainder[: total - sum(counts)]:
        counts[at] += 1
    return counts
