"""A made-up sub-district of doors as in visits.md: villages of hamlets of neighbourhoods, houses along lanes.

Numbers run along each lane; one house in eight was built later and has a number from the end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

RT_FAMILIES, HAMLET_RTS = 40, 5
LANES, LANE_GAP_M, HOUSE_GAP_M = 4, 60.0, 22.0
WINDOW_HOURS, DAY_HOURS, DAYS, INTERVIEW_MIN, BOOKED = 2, 7, 10, 30, 0.2


@dataclass(frozen=True, slots=True)
class House:
    """x, y in metres; booked: (day, first minute, last minute) from the beginning of the day's work."""

    village: int
    rt: int
    number: int
    x: float
    y: float
    booked: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Village:
    """Its centre, where the day begins and ends, and how many families live there, counted or not."""

    x: float
    y: float
    families: int


@dataclass(frozen=True, slots=True)
class SubDistrict:
    """Houses to be visited, in house-number order."""

    villages: list[Village]
    houses: list[House]


def make(doors: int, villages: int, seed: int, km2: float = 120.0, families: int = 950) -> SubDistrict:
    """`doors` houses not counted yet, spread over villages of about `families` families each."""
    rng = Random(seed)  # an instance must repeat
    across = math.ceil(math.sqrt(villages))
    cell = math.sqrt(km2 * 1e6 / villages)
    places, every = [], []
    for n in range(villages):
        x, y = (n % across + rng.uniform(0.3, 0.7)) * cell, (n // across + rng.uniform(0.3, 0.7)) * cell
        size = int(families * rng.uniform(0.6, 1.4))
        places.append(Village(x, y, size))
        every += _village(rng, n, (x, y), size, cell)
    chosen = sorted(rng.sample(range(len(every)), doors))
    houses = [House(*every[n], booked=_booking(rng)) for n in chosen]
    return SubDistrict(places, houses)


def _booking(rng: Random) -> tuple[int, int, int] | None:
    if rng.random() >= BOOKED:
        return None
    start = rng.randrange(0, DAY_HOURS - WINDOW_HOURS + 1) * 60
    return rng.randrange(DAYS), start, start + WINDOW_HOURS * 60


def _village(
    rng: Random, village: int, middle: tuple[float, float], families: int, cell: float
) -> list[tuple[int, int, int, float, float]]:
    x, y = middle
    found = []
    rts = math.ceil(families / RT_FAMILIES)
    hamlet = (x, y)
    for rt in range(rts):
        if rt and rt % HAMLET_RTS == 0:
            turn, far = rng.uniform(0, math.tau), rng.uniform(0.12, 0.42) * cell
            hamlet = (x + far * math.cos(turn), y + far * math.sin(turn))
        spot = (hamlet[0] + rng.gauss(0, 220), hamlet[1] + rng.gauss(0, 220))
        size = min(RT_FAMILIES, families - rt * RT_FAMILIES)
        found += [(village, rt, *house) for house in _neighbourhood(rng, *spot, size)]
    return found


def _neighbourhood(rng: Random, x: float, y: float, families: int) -> list[tuple[int, float, float]]:
    """(number, x, y) in the order of numbers."""
    turn = rng.uniform(0, math.tau)
    a_lane = math.ceil(families / LANES)
    spots = []
    for n in range(families):
        lane, along = divmod(n, a_lane)
        u = (along - a_lane / 2) * HOUSE_GAP_M + rng.gauss(0, 6)
        v = (lane - LANES / 2) * LANE_GAP_M + rng.choice((-8, 8)) + rng.gauss(0, 3)
        number = n + (1000 if rng.random() < 1 / 8 else 0)
        spots.append(
            (number, x + u * math.cos(turn) - v * math.sin(turn), y + u * math.sin(turn) + v * math.cos(turn))
        )
    return sorted(spots)
