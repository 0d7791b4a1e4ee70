"""Doors as a plan sees them: where they stand as well as anybody knows, and when they may be knocked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from webapp.fieldwork import queries
from webapp.fieldwork.queries import DoorFacts
from webapp.fieldwork.rules import planning
from webapp.fieldwork.rules.planning import DAY_S, Door, Spot, Travel
from webapp.fieldwork.service.outcomes import counting, ending
from webapp.visits.rules import WINDOWS

BLOCKED = "blocked"
DEFAULTS = {"minutes": 20, "most": 30, "terrain": "plain", "seed": 1, "iterations": 60}


@dataclass(frozen=True, slots=True)
class Ground:
    """Positions of an area: its origin, the middle of each village, and how far doors are apart there."""

    origin: tuple[float, float]
    offices: Mapping[str, Spot]
    steps: Mapping[tuple[str, UUID | None], float]
    village_steps: Mapping[str, float]

    def spot(self, facts: DoorFacts) -> tuple[Spot, str]:
        """The best position that is known, and what it rests on."""
        for point, basis in ((facts.point, planning.EXACT), (facts.asked, planning.ASKED)):
            if point[0] is not None and point[1] is not None:
                return Spot(*planning.to_metres(point[0], point[1], self.origin)), basis
        latitude, longitude = facts.sls_point
        if latitude is not None and longitude is not None:
            step = self.steps.get((facts.village_code, facts.sls_id), planning.USUAL_STEP_M)
            return Spot(*planning.to_metres(latitude, longitude, self.origin), step), planning.SLS_POINT
        middle = self.offices[facts.village_code]
        return middle._replace(step=self.village_steps[facts.village_code]), planning.VILLAGE_CENTRE


def ground_of(area_code: str, facts: Sequence[DoorFacts]) -> Ground:
    """facts: the doors to be planned, whose density says how far the next one is."""
    villages = queries.ground(area_code)
    origin = next(iter(villages.values()))[:2] if villages else (0.0, 0.0)
    every = queries.families(area_code)
    of_village: Counter[str] = Counter()
    for (village, _sls), n in every.items():
        of_village[village] += n
    waiting = Counter((one.village_code, one.sls_id) for one in facts)
    built = {code: km2 * 1e6 * planning.BUILT_SHARE for code, (_lat, _lng, km2) in villages.items()}
    steps = {
        key: planning.usual_step(built.get(key[0], 0.0) * every.get(key, n) / max(1, of_village[key[0]]), n)
        for key, n in waiting.items()
    }
    left = Counter(one.village_code for one in facts)
    return Ground(
        origin, {code: Spot(*planning.to_metres(lat, lng, origin)) for code, (lat, lng, _km2) in villages.items()},
        steps, {code: planning.usual_step(built.get(code, 0.0), n) for code, n in left.items()},
    )  # fmt: skip


def light_ground(area_code: str) -> Ground:
    """Positions without densities, for one booking: the usual step stands in."""
    villages = queries.ground(area_code)
    origin = next(iter(villages.values()))[:2] if villages else (0.0, 0.0)
    offices = {
        code: Spot(*planning.to_metres(lat, lng, origin)) for code, (lat, lng, _km2) in villages.items()
    }
    return Ground(origin, offices, {}, dict.fromkeys(villages, planning.USUAL_STEP_M))


def gather(
    area_code: str, days: Sequence[date], minutes: int
) -> tuple[list[Door], dict[str, Spot], dict[str, str]]:
    """The doors to be planned, where each village's day begins, and doors that these days cannot reach."""
    facts = queries.doors_to_plan(area_code, counting(), ending())
    ground = ground_of(area_code, facts)
    shut = queries.blocked(days[0], days[-1])
    doors, unreachable = [], {}
    for rank, one in enumerate(facts):
        door = to_door(one, ground, days, minutes, rank)
        barred = shut.get(one.sls_id, []) if one.sls_id else []
        reached = _around(door, barred, days) if barred else door
        if reached is None:
            unreachable[door.id] = BLOCKED
        doors.append(reached or door)
    return doors, dict(ground.offices), unreachable


def to_door(facts: DoorFacts, ground: Ground, days: Sequence[date], minutes: int, rank: int) -> Door:
    """A booking is kept to its window; a wish is tried on the first day that fits it."""
    spot, basis = ground.spot(facts)
    window, booked = None, facts.booked is not None and facts.booked[0] in days
    if facts.booked and booked:
        window = span(facts.booked[0], facts.booked[1], days[0])
    wished = _wish(facts, days, rank) if not booked else None
    return Door(
        str(facts.household_id), facts.village_code, str(facts.sls_id or facts.village_code), spot, basis,
        minutes * 60, window or wished, rank, facts.attempts, booked, firm=booked or wished is None,
    )  # fmt: skip


def span(day: date, window: str, first: date) -> tuple[int, int]:
    """The earliest and the latest beginning of a visit in a window, on the clock of a plan that begins with `first`."""
    base, shown = (day - first).days * DAY_S, WINDOWS[window]
    return (base + shown.starts.hour * 3600 + shown.starts.minute * 60,
            base + shown.ends.hour * 3600 + shown.ends.minute * 60)  # fmt: skip


def _wish(facts: DoorFacts, days: Sequence[date], rank: int) -> tuple[int, int] | None:
    if facts.wish is None:
        return None
    weekdays, part = facts.wish
    fitting = [day for day in days if not weekdays or str(day.weekday()) in weekdays]
    if not fitting or (part not in WINDOWS and len(fitting) == len(days)):
        return None
    day = fitting[rank % len(fitting)]
    if part in WINDOWS:
        return span(day, part, days[0])
    base = (day - days[0]).days * DAY_S
    return base, base + DAY_S - 1


def _around(door: Door, barred: Sequence[tuple[date, date]], days: Sequence[date]) -> Door | None:
    """The door with the longest run of days on which it can be reached as its window; None without any."""
    open_days = [day for day in days if not any(a <= day <= b for a, b in barred)]
    if door.booked and door.window:
        booked_on = days[0] + timedelta(days=door.window[0] // DAY_S)
        return door if booked_on in open_days else None
    runs: list[list[date]] = []
    for day in open_days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    if not runs:
        return None
    best = max(runs, key=len)
    early, late = ((day - days[0]).days * DAY_S for day in (best[0], best[-1]))
    return door._replace(window=(early, late + DAY_S - 1), firm=True)


def travel_of(options: Mapping[str, object]) -> Travel:
    """How people get about on this ground."""
    return Travel(planning.TERRAINS.get(str(options.get("terrain", "plain")), planning.TERRAINS["plain"]))
