"""Plans for sub-districts of made-up doors: seconds, kilometres against the house list, positions known by RT only."""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from bench import door_instance, house_list
from bench.door_instance import SubDistrict
from bench.table import Missed, Result, Taken
from webapp.fieldwork.rules import routes
from webapp.fieldwork.rules.planning import DAY_S, Door, Person, Shift, Spot, Travel
from webapp.fieldwork.rules.routes import Walk
from webapp.fieldwork.rules.splitting import seats
from webapp.fieldwork.service.routing import Options, Routes, plan_routes

if TYPE_CHECKING:
    from bench.census import Census

TRAVEL = Travel(1.3, 4.5, 4.5, math.inf)
START_S = 8 * 3600
PEOPLE, DOORS, VILLAGES = 40, 3000, 18
STEP_M = 45.0


def people_of(count: int, villages: int) -> list[Person]:
    hours = door_instance.DAY_HOURS * 3600
    shifts = tuple(
        Shift(day * DAY_S + START_S, day * DAY_S + START_S + hours) for day in range(door_instance.DAYS)
    )
    everywhere = frozenset(f"{n:03}" for n in range(villages))
    return [Person(f"p{n:05}", everywhere, "", shifts) for n in range(count)]


def doors_of(place: SubDistrict, *, by_sls: bool = False) -> list[Door]:
    """by_sls: every door at the middle of its RT, as where nothing better is known."""
    middles: dict[tuple[int, int], Spot] = {}
    if by_sls:
        groups = groupby(place.houses, key=lambda h: (h.village, h.rt))
        for key, found in ((key, list(group)) for key, group in groups):
            x, y = sum(h.x for h in found) / len(found), sum(h.y for h in found) / len(found)
            middles[key] = Spot(x, y, STEP_M)
    doors = []
    for n, house in enumerate(place.houses):
        window = None
        if house.booked:
            day, early, late = house.booked
            base = day * DAY_S + START_S
            window = (base + early * 60, base + late * 60)
        spot = middles.get((house.village, house.rt)) or Spot(house.x, house.y)
        doors.append(Door(f"{n:06}", f"{house.village:03}", f"{house.village:03}-{house.rt}", spot,
                          "exact", door_instance.INTERVIEW_MIN * 60, window, n))  # fmt: skip
    return doors


def offices_of(place: SubDistrict) -> dict[str, Spot]:
    return {f"{n:03}": Spot(v.x, v.y) for n, v in enumerate(place.villages)}


def metres(walks: Sequence[Walk]) -> int:
    return sum(routes.length(walk, TRAVEL) for walk in walks)


def true_metres(walks: Sequence[Walk], place: SubDistrict) -> int:
    """What a plan by RT costs on the ground: within an RT whoever is there goes to the next of the day's doors."""
    total = 0
    for walk in walks:
        here, chosen = walk.office, []
        for _key, group in groupby(walk.doors, key=lambda door: (door.sls, door.window)):
            left = [Spot(place.houses[int(d.id)].x, place.houses[int(d.id)].y) for d in group]
            while left:
                here = min(left, key=lambda spot: math.hypot(spot.x - here.x, spot.y - here.y))
                left.remove(here)
                chosen.append(here)
        spots = [walk.office, *chosen, walk.office]
        total += sum(TRAVEL.metres(a, b) for a, b in pairwise(spots))
    return total


def cpu_s() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def planned(
    place: SubDistrict, people: int, *, by_sls: bool = False, iterations: int = 60
) -> tuple[Routes, float]:
    doors, crew = doors_of(place, by_sls=by_sls), people_of(people, len(place.villages))
    began = cpu_s()
    found = plan_routes(doors, crew, offices_of(place), Options(TRAVEL, iterations=iterations))
    return found, cpu_s() - began


def kept(found: Routes, doors: int) -> str:
    late = sum(not routes.is_kept(walk, TRAVEL) for walk in found.walks)
    per: dict[str, int] = defaultdict(int)
    for walk in found.walks:
        per[walk.person] += len(walk.doors)
    share = f"{min(per.values())}-{max(per.values())} a person"
    return f"{doors - len(found.left)} of {doors} planned, {late} walks late, {share}"


def measure(_census: Census) -> Iterator[Result]:
    """One plan by all positions, one by RT points; what people would walk without a planner."""
    place = door_instance.make(DOORS, VILLAGES, seed=1)
    found, seconds = planned(place, PEOPLE)
    walked = metres(found.walks)
    listed, missed = _by_hand(place, nearest=False)
    nearest, _missed = _by_hand(place, nearest=True)
    longer, _seconds = planned(place, PEOPLE, iterations=600)
    note = kept(found, DOORS)
    yield Taken("plan_3000_cpu_s", seconds, note=note)
    yield Taken("plan_3000_km_ratio", walked / 1000, listed / 1000, "km",
                note=f"nearest next {nearest / 1000:.0f} km, ten times as long {metres(longer.walks) / 1000:.0f} km, "
                     f"bound {found.bound / 1000:.0f} km; by hand {missed} doors late or not reached")  # fmt: skip
    coarse, _seconds = planned(place, PEOPLE, by_sls=True)
    yield Taken("plan_3000_sls_ratio", true_metres(coarse.walks, place) / 1000, walked / 1000, "km",
                note=kept(coarse, DOORS))  # fmt: skip
    yield from _regency()


def _by_hand(place: SubDistrict, *, nearest: bool) -> tuple[int, int]:
    doors = doors_of(place)
    counts: dict[str, int] = defaultdict(int)
    for door in doors:
        counts[door.village] += 1
    crew = seats(counts, PEOPLE)
    shifts = people_of(1, 1)[0].shifts
    return house_list.by_hand(doors, crew, offices_of(place), shifts, TRAVEL, nearest=nearest)


def _regency() -> Iterator[Result]:
    """300,000 doors in a process of its own, so that its memory can be read."""
    if os.environ.get("SCALE") != "full":
        yield Missed("plan_300000_cpu_s", "asked for with SCALE=full only")
        yield Missed("plan_300000_mb", "asked for with SCALE=full only")
        return
    done = subprocess.run(
        [sys.executable, "-m", "bench.planning"], check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    yield Taken("plan_300000_cpu_s", told["cpu_s"], note=told["note"])
    yield Taken("plan_300000_mb", told["mb"], note="the largest of the processes")


def plan_regency(sub_districts: int = 16, doors: int = 18_750, villages: int = 18, people: int = 250) -> None:
    """Sub-district by sub-district, as coordinators do. Prints JSON."""
    left = 0
    for seed in range(sub_districts):
        place = door_instance.make(doors, villages, seed, families=1500)
        found, _seconds = planned(place, people)
        left += len(found.left)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        json.dumps(
            {"cpu_s": cpu_s(), "mb": peak / 1000, "note": f"{left} of {sub_districts * doors} left out"}
        )
    )


if __name__ == "__main__":
    plan_regency()
