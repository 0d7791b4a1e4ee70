"""The planner's own process: one area a line in, its routes a line out.

Run as a file (`python .../solver.py`), so that it imports PyVRP and nothing of Catat, and no web worker ever imports
PyVRP. A crash in here costs one area. Units: metres and seconds; the clock of a plan begins at 0 o'clock of its first
day. The number of iterations is fixed, never the time: the same input and seed give the same plan on any machine.
"""

from __future__ import annotations

import itertools
import json
import logging
import math
import sys
from typing import Any

import numpy as np
import pyvrp
from pyvrp.search import NeighbourhoodParams
from pyvrp.stop import MaxIterations

NEIGHBOURS = 50  # with 20, cold starts were infeasible
BOOKED_PRIZE, PRIZE = 10_000_000, 100_000  # metres that a door is worth where not all of them fit
BOUND_TURNS = 20
DAY_S, FAR = 86_400, 10**9


def solve_area(area: dict[str, Any]) -> dict[str, Any]:
    """Routes as [shift, [door, ...]], the doors left out, and a bound that no set of routes can be shorter than."""
    if not area["doors"] or not area["shifts"]:
        return {"routes": [], "left": list(range(len(area["doors"]))), "bound": 0}
    metres, seconds = _matrices(area)
    data = _problem(area, metres, seconds, required=True)
    best = _search(data, area) if _may_fit(area) else None
    if best is None or not best.is_feasible():
        best = _search(_problem(area, metres, seconds, required=False), area)
    routes = []
    if best.is_feasible():
        routes = [[r.vehicle_type(), [a.idx for a in r if a.is_client()]] for r in best.routes()]
    kept = {door for _shift, doors in routes for door in doors}
    left = [n for n in range(len(area["doors"])) if n not in kept]
    return {"routes": routes, "left": left, "bound": lower_bound(area, metres, routes)}


def _search(data: Any, area: dict[str, Any]) -> Any:
    params = pyvrp.SolveParams(neighbourhood=NeighbourhoodParams(num_neighbours=NEIGHBOURS))
    stop = MaxIterations(area["iterations"])
    return pyvrp.solve(data, stop, seed=area["seed"], collect_stats=False, params=params).best


def _matrices(area: dict[str, Any]) -> tuple[Any, Any]:
    """Offices first, then doors. Without a matrix of roads: straight line by road factor, and between doors of one
    neighbourhood whose places nobody knows, the usual step there. Seconds are rounded up, so that no day overruns."""
    if area.get("matrix"):
        metres = np.array(area["matrix"], dtype=np.int64)
    else:
        points = np.array([*area["offices"], *area["doors"]], dtype=float)
        apart = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1)) * area["factor"]
        step = np.array([0.0] * len(area["offices"]) + area["steps"])
        metres = np.ceil(np.maximum(apart, np.maximum(step[:, None], step[None, :]))).astype(np.int64)
    np.fill_diagonal(metres, 0)
    speed = np.where(metres > area["ride_from"], area["ride_speed"], area["walk_speed"])
    return metres, np.ceil(metres / speed).astype(np.int64)


def _problem(area: dict[str, Any], metres: Any, seconds: Any, *, required: bool) -> Any:
    offices, doors = len(area["offices"]), len(area["doors"])
    places = [pyvrp.Location(0, 0)] * (offices + doors)
    clients = []
    for n, (window, service) in enumerate(zip(area["windows"], area["services"], strict=True)):
        early, late = window or (0, FAR)
        prize = 0 if required else BOOKED_PRIZE if window else PRIZE
        clients.append(pyvrp.Client(offices + n, delivery=[1], service_duration=service, tw_early=early, tw_late=late,
                                    required=required, prize=prize))  # fmt: skip
    shifts = [
        pyvrp.VehicleType(count, capacity=[area["most"]], start_depot=office, end_depot=office, tw_early=early,
                          tw_late=late)
        for office, early, late, count in area["shifts"]
    ]  # fmt: skip
    depots = [pyvrp.Depot(n) for n in range(offices)]
    return pyvrp.ProblemData(places, clients, depots, shifts, [metres], [seconds])


def _may_fit(area: dict[str, Any]) -> bool:
    """Whether the interviews alone fit into the hours: where not, nothing need be tried."""
    hours = sum((late - early) * count for _office, early, late, count in area["shifts"])
    places = sum(count for *_shift, count in area["shifts"]) * area["most"]
    return bool(sum(area["services"]) <= hours and len(area["doors"]) <= places)


def lower_bound(area: dict[str, Any], metres: Any, routes: list[Any]) -> int:
    """Metres that the planned doors cost at least, however they are visited.

    Proof: the legs of a plan join all doors and the office; one office leg taken out of each route leaves a spanning
    tree, which is no shorter than the shortest one, and the legs taken out lead to different doors. Some steps of Held
    and Karp's weights raise it: under them each plan grows by the same, because each door has two legs. Doors booked on
    different days are never next to each other.
    """
    doors = sorted(door for _shift, found in routes for door in found)
    if not doors:
        return 0
    offices = len(area["offices"])
    home, legs = _both_ways(area, metres, doors)
    walked = sum(_length(metres, offices, found) for _shift, found in routes)
    fewest = _fewest_routes(area, doors)
    weights: Any = np.zeros(len(doors))
    best = 0.0
    for turn in range(BOUND_TURNS):
        length, degrees = _tree(legs + weights[:, None] + weights[None, :], home + weights, fewest)
        bound = length - 2 * float(weights.sum())
        best = max(best, bound)
        slope = degrees - 2
        weights = weights + 0.3 * 0.85**turn * (walked - bound) / max(1.0, float(slope @ slope)) * slope
    return min(walked, int(best))


def _both_ways(area: dict[str, Any], metres: Any, doors: list[int]) -> tuple[Any, Any]:
    """The shortest office leg of each door, and the legs between doors."""
    offices = len(area["offices"])
    chosen = [offices + n for n in doors]
    shorter = np.minimum(metres, metres.T).astype(float)
    days = np.array([-1 if (window := area["windows"][n]) is None else window[0] // DAY_S for n in doors])
    apart = (days[:, None] >= 0) & (days[None, :] >= 0) & (days[:, None] != days[None, :])
    return shorter[:offices][:, chosen].min(axis=0), np.where(apart, FAR, shorter[np.ix_(chosen, chosen)])


def _length(metres: Any, offices: int, doors: list[int]) -> int:
    stops = [0, *(offices + n for n in doors), 0]
    return int(sum(metres[a, b] for a, b in itertools.pairwise(stops)))


def _fewest_routes(area: dict[str, Any], doors: list[int]) -> int:
    """At least as many as the hours ask for, and one a day with a booking."""
    longest = max(late - early for _office, early, late, _count in area["shifts"])
    hours = sum(area["services"][n] for n in doors) / longest
    days = {area["windows"][n][0] // DAY_S for n in doors if area["windows"][n]}
    fewest: int = max(1, math.ceil(max(hours, len(doors) / area["most"], len(days))))
    return fewest


def _tree(legs: Any, home: Any, routes: int) -> tuple[float, Any]:
    """The shortest tree that joins all doors and the office, with the shortest second office legs; legs a door."""
    near, origin, waiting = home.copy(), np.full(len(home), -1), np.ones(len(home), dtype=bool)
    degrees, length = np.zeros(len(home)), 0.0
    for _door in range(len(home)):
        door = int(np.where(waiting, near, np.inf).argmin())
        length += float(near[door])
        waiting[door] = False
        degrees[door] += 1
        if origin[door] >= 0:
            degrees[origin[door]] += 1
        closer = legs[door] < near
        near[closer], origin[closer] = legs[door][closer], door
    for n, door in enumerate(np.argsort(home, kind="stable")):
        if n >= routes and home[door] >= 0:
            break
        length += float(home[door])
        degrees[door] += 1
    return length, degrees


def main() -> None:
    """A line in, a line out, until the input ends."""
    told = logging.getLogger("pyvrp")  # by itself it writes to standard output, which belongs to the answers
    told.handlers.clear()
    told.setLevel(logging.ERROR)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(solve_area(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
