"""Small made-up places for the tests of planning."""

from __future__ import annotations

import math
from collections.abc import Iterable
from random import Random

from webapp.fieldwork.rules.planning import DAY_S, Door, Person, Shift, Spot, Travel

WALKING = Travel(1.3, 4.5, 4.5, math.inf)
OFFICE = Spot(0, 0)


def shift(day: int = 0, first_hour: float = 8, last_hour: float = 15) -> Shift:
    return Shift(day * DAY_S + int(first_hour * 3600), day * DAY_S + int(last_hour * 3600))


def person(name: str = "a", villages: Iterable[str] = ("v",), days: int = 1, home: str = "") -> Person:
    return Person(name, frozenset(villages), home, tuple(shift(day) for day in range(days)))


def door(name: str, x: float = 0, y: float = 0, *, village: str = "v", at: tuple[int, float, float] | None = None,
         step: float = 0, sls: str = "", rank: int = 0, urgency: int = 0) -> Door:  # fmt: skip
    """at: (day, first hour, last hour) of a booking."""
    window = (at[0] * DAY_S + int(at[1] * 3600), at[0] * DAY_S + int(at[2] * 3600)) if at else None
    return Door(
        name,
        village,
        sls or f"{village}-1",
        Spot(x, y, step),
        "exact",
        1800,
        window,
        rank,
        urgency,
        at is not None,
    )


def doors(count: int, village: str = "v", seed: int = 1, booked: bool = False) -> list[Door]:
    """Doors within half a kilometre; with `booked` every fifth has a window on the first day."""
    rng = Random(seed)
    return [
        door(f"{village}{n:03}", rng.uniform(-500, 500), rng.uniform(-500, 500), village=village,
             at=(0, 8 + n % 5, 10 + n % 5) if booked and n % 5 == 0 else None, rank=n)
        for n in range(count)
    ]  # fmt: skip
