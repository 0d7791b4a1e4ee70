"""What a plan is made from, on plain values. Metres, and seconds since 0 o'clock WIB of the plan's first day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

DAY_S = 86_400
EXACT, ASKED, SLS_POINT, VILLAGE_CENTRE = "exact", "asked", "sls", "village"
BASES = (EXACT, ASKED, SLS_POINT, VILLAGE_CENTRE)  # where a door's position comes from, the best first
EARTH_M = 111_320.0  # metres a degree of latitude
STEP_SHARE = (
    0.7  # of the square root of the ground a family: the usual way to the next door (Beardwood's constant)
)
BUILT_SHARE = 0.15  # of a village's ground that people live on, where only the village is known
USUAL_STEP_M = 60.0

# Way on the ground / straight line: 1.3 is usual for lanes among houses; hills and forest paths wind more.
TERRAINS = {"town": 1.2, "plain": 1.3, "hills": 1.5, "forest": 1.6}


class Travel(NamedTuple):
    """How people get about. Legs beyond ride_from metres are ridden."""

    factor: float = TERRAINS["plain"]
    walk_kmh: float = 4.5
    ride_kmh: float = 15.0
    ride_from: float = 1500.0

    def metres(self, one: Spot, other: Spot) -> int:
        """From one place to the other; between places that nobody knows exactly never less than the usual step."""
        straight = math.hypot(one.x - other.x, one.y - other.y) * self.factor
        return math.ceil(max(straight, one.step, other.step))

    def seconds(self, metres: float) -> int:
        """Rounded up, so that no day overruns."""
        kmh = self.ride_kmh if metres > self.ride_from else self.walk_kmh
        return math.ceil(metres * 3.6 / kmh)


class Spot(NamedTuple):
    """A place in metres east and north; step: the usual way between two doors there, 0 where the place is exact."""

    x: float
    y: float
    step: float = 0.0


class Door(NamedTuple):
    """A family to be visited. window: (earliest, latest beginning) of the visit; of one that is not firm, a wish.

    rank: the order of the register, by which doors of one neighbourhood are walked whose places nobody knows.
    urgency: higher ones are planned first where not all fit.
    """

    id: str
    village: str
    sls: str
    spot: Spot
    basis: str
    service: int
    window: tuple[int, int] | None = None
    rank: int = 0
    urgency: int = 0
    booked: bool = False
    firm: bool = True


class Shift(NamedTuple):
    """Working hours without a break; a pause for lunch or prayer makes two of a day."""

    early: int
    late: int

    @property
    def day(self) -> int:
        return self.early // DAY_S


class Person(NamedTuple):
    """An enumerator: the villages that she may work in, where she lives, when she works."""

    id: str
    villages: frozenset[str]
    home: str
    shifts: tuple[Shift, ...]


class Area(NamedTuple):
    """A part that is planned by itself: doors and people by their place in the lists."""

    doors: tuple[int, ...]
    people: tuple[int, ...]


def to_metres(latitude: float, longitude: float, origin: tuple[float, float]) -> tuple[float, float]:
    """East and north of the origin (latitude, longitude), good to a thousandth within a regency."""
    north = (latitude - origin[0]) * EARTH_M
    east = (longitude - origin[1]) * EARTH_M * math.cos(math.radians(origin[0]))
    return east, north


def usual_step(ground_m2: float, families: int) -> float:
    """Metres to the next door where `families` doors lie somewhere on that ground."""
    return STEP_SHARE * math.sqrt(ground_m2 / families) if families > 0 and ground_m2 > 0 else USUAL_STEP_M


def centre(spots: Sequence[Spot]) -> Spot:
    """The middle of some places."""
    return Spot(sum(s.x for s in spots) / len(spots), sum(s.y for s in spots) / len(spots))
