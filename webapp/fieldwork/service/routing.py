"""From doors and people to everybody's walks: split, solve, insert what is left, deal. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webapp.fieldwork.rules.dealing import deal, deal_alike
from webapp.fieldwork.rules.planning import Area, Door, Person, Shift, Spot, Travel, centre
from webapp.fieldwork.rules.routes import Walk, insert_cheapest
from webapp.fieldwork.rules.splitting import split
from webapp.fieldwork.service.workers import Job, Told, solve_all

NO_OFFICER, NO_HOURS, NO_TIME, WINDOW_MISSED = "no_officer", "no_hours", "no_time", "window_missed"
USUAL_TRAVEL, NOWHERE = Travel(), Spot(0, 0)
LEG_S = 120  # the usual way to the next door, for how many doors a day can hold


@dataclass(frozen=True, slots=True)
class Options:
    """most: interviews a person and working time at most."""

    travel: Travel = USUAL_TRAVEL
    most: int = 999
    iterations: int = 60
    seed: int = 1
    workers: int = 1


@dataclass(slots=True)
class Routes:
    """A plan. left: door -> why it could not be fitted. bound: metres that no routes of these areas can be under.

    homes: the village in which each person's days begin.
    """

    walks: list[Walk] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    bound: int = 0
    areas: int = 0
    lost_areas: int = 0
    homes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Part:
    """An area with what it is planned from. rest: doors for which there is no room, and why."""

    doors: list[Door]
    people: list[Person]
    shifts: dict[Shift, int]
    office: Spot = NOWHERE
    main: str = ""
    rest: dict[str, str] = field(default_factory=dict)


def plan_routes(
    doors: Sequence[Door], people: Sequence[Person], offices: Mapping[str, Spot], options: Options,
    told: Told | None = None,
) -> Routes:  # fmt: skip
    """Plan all doors. offices: where the day begins and ends, by village. The same input gives the same plan."""
    areas, unserved = split(doors, people)
    parts = [_part(area, doors, people, offices, options) for area in areas]
    plan = Routes(left={doors[n].id: NO_OFFICER for n in unserved}, areas=len(areas))
    answers = solve_all([_job(part, options) for part in parts], options.workers, told)
    for part, answer in zip(parts, answers, strict=True):
        _take(plan, part, answer, options)
    _rescue(plan, doors, people, offices, options)
    return plan


def _part(
    area: Area, doors: Sequence[Door], people: Sequence[Person], offices: Mapping[str, Spot], options: Options
) -> _Part:
    mine = [people[n] for n in area.people]
    part = _Part([], mine, dict(sorted(Counter(shift for one in mine for shift in one.shifts).items())))
    for door in (doors[n] for n in area.doors):
        if door.window and not door.firm and not any(_meets(door.window, shift) for shift in part.shifts):
            part.doors.append(_without_wish(door))
        elif door.window and not any(_meets(door.window, shift) for shift in part.shifts):
            part.rest[door.id] = NO_HOURS
        else:
            part.doors.append(door)
    _leave_out(part, options)
    villages = Counter(door.village for door in part.doors)
    part.main = min(villages, key=lambda code: (-villages[code], code), default="")
    part.office = offices.get(part.main) or (
        centre([door.spot for door in part.doors]) if part.main else NOWHERE
    )
    return part


def _leave_out(part: _Part, options: Options) -> None:
    """Where there is not time for all: bookings and urgent doors first, then neighbourhood by neighbourhood."""
    usual = sum(door.service for door in part.doors) // len(part.doors) if part.doors else 0
    room = sum(
        n * min(options.most, (shift.late - shift.early) // (usual + LEG_S))
        for shift, n in part.shifts.items()
    )
    if len(part.doors) > room:
        part.doors.sort(key=lambda d: (not d.booked, -d.urgency, d.village, d.sls, d.rank, d.id))
        part.rest |= {door.id: NO_TIME for door in part.doors[room:]}
        del part.doors[room:]


def _without_wish(door: Door) -> Door:
    return door if door.firm else door._replace(window=None)


def _meets(window: tuple[int, int], shift: Shift) -> bool:
    return window[0] < shift.late and window[1] >= shift.early


def _job(part: _Part, options: Options) -> Job:
    travel = options.travel
    return {
        "offices": [[part.office.x, part.office.y]], "doors": [[door.spot.x, door.spot.y] for door in part.doors],
        "steps": [door.spot.step for door in part.doors], "windows": [door.window for door in part.doors],
        "services": [door.service for door in part.doors],
        "shifts": [[0, shift.early, shift.late, count] for shift, count in part.shifts.items()],
        "factor": travel.factor, "ride_from": travel.ride_from, "walk_speed": travel.walk_kmh / 3.6,
        "ride_speed": travel.ride_kmh / 3.6, "most": options.most, "iterations": options.iterations,
        "seed": options.seed,
    }  # fmt: skip


def _take(plan: Routes, part: _Part, answer: Job | None, options: Options) -> None:
    """An area's answer into the plan; where its worker died, everything is inserted one by one."""
    if answer is None:
        plan.lost_areas += 1
        answer = {"routes": [], "left": range(len(part.doors)), "bound": 0}
    order = list(part.shifts)
    walks = [
        Walk(part.office, order[n], tuple(part.doors[i] for i in found))
        for n, found in answer["routes"]
        if found
    ]
    if answer["left"]:
        used = Counter(walk.shift for walk in walks)
        empty = [
            Walk(part.office, shift, ()) for shift, n in part.shifts.items() for _n in range(n - used[shift])
        ]
        left = [_without_wish(part.doors[i]) for i in answer["left"]]
        walks, lost = insert_cheapest([*walks, *empty], left, options.travel, options.most)
        part.rest |= {door.id: WINDOW_MISSED if door.window else NO_TIME for door in lost}
    plan.walks += deal([walk for walk in deal_alike(walks) if walk.doors], part.people)
    plan.bound += answer["bound"]
    plan.homes |= {person.id: part.main for person in part.people if part.main}
    plan.left |= part.rest


def _rescue(
    plan: Routes, doors: Sequence[Door], people: Sequence[Person], offices: Mapping[str, Spot], options: Options
) -> None:  # fmt: skip
    """Bookings that their own area cannot keep, by whoever of the others can: a promise goes before a corner."""
    lost = [door for door in doors if door.window and plan.left.get(door.id) in (NO_HOURS, WINDOW_MISSED)]
    busy = {(walk.person, walk.shift) for walk in plan.walks}
    for door in lost:
        able = {one.id: one for one in people if door.village in one.villages}
        near = [n for n, walk in enumerate(plan.walks) if walk.person in able]
        empty = [
            Walk(offices.get(plan.homes.setdefault(one.id, door.village), door.spot), shift, (), one.id)
            for one in able.values() for shift in one.shifts
            if (one.id, shift) not in busy and door.window and _meets(door.window, shift)
        ]  # fmt: skip
        walks, missed = insert_cheapest(
            [*(plan.walks[n] for n in near), *empty], [door], options.travel, options.most
        )
        if missed:
            continue
        for n, walk in zip(near, walks, strict=False):
            plan.walks[n] = walk
        new = [walk for walk in walks[len(near) :] if walk.doors]
        plan.walks += new
        busy |= {(walk.person, walk.shift) for walk in new}
        del plan.left[door.id]
