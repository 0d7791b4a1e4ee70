"""What people do without a planner: down the house list, or to the nearest next door, with bookings kept by hand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.fieldwork.rules.planning import DAY_S, Door, Shift, Spot, Travel


@dataclass
class Officer:
    """Somebody on her way: where, when, and how far she has come."""

    office: Spot
    spot: Spot
    moment: int = 0
    metres: int = 0


def by_hand(
    doors: Sequence[Door], villages: dict[str, int], offices: dict[str, Spot], shifts: Sequence[Shift],
    travel: Travel, *, nearest: bool,
) -> tuple[int, int]:  # fmt: skip
    """(metres, doors not reached). villages: how many people work in each; each takes her share of its list."""
    total = missed = 0
    for code, people in villages.items():
        inside = [door for door in doors if door.village == code]
        for n in range(people):
            share = inside[n * len(inside) // people : (n + 1) * len(inside) // people]
            walked, left = _one_person(share, offices[code], shifts, travel, nearest=nearest)
            total, missed = total + walked, missed + left
    return total, missed


def _one_person(
    doors: Sequence[Door], office: Spot, shifts: Sequence[Shift], travel: Travel, *, nearest: bool
) -> tuple[int, int]:
    free = [door for door in doors if door.window is None]
    booked: dict[int, list[Door]] = defaultdict(list)
    for door in doors:
        if door.window:
            booked[door.window[0] // DAY_S].append(door)
    a_day = math.ceil(len(doors) / len(shifts))
    total = missed = 0
    for shift in shifts:
        me = Officer(office, office, shift.early)
        waiting = sorted(booked[shift.day], key=lambda door: (door.window, door.rank))
        missed += _day(me, free, waiting, shift, travel, a_day, nearest=nearest)
        total += me.metres + travel.metres(me.spot, office)
    return total, missed + len(free)


def _day(  # noqa: PLR0917  the state of a day, passed on once
    me: Officer, free: list[Door], waiting: list[Door], shift: Shift, travel: Travel, most: int, *, nearest: bool
) -> int:  # fmt: skip
    """To each booking in time, and on the way there down the list. Returns how many bookings were missed."""
    missed = done = 0
    while waiting or (free and done < most):
        due = waiting[0] if waiting else None
        door = _next(me, free, nearest=nearest) if free and done + len(waiting) < most else None
        if door and _fits(me, door, due, shift, travel):
            free.remove(door)
        elif due:
            waiting.pop(0)
            door = due
        else:
            break
        missed += not _visit(me, door, travel)
        done += 1
    return missed


def _next(me: Officer, free: list[Door], *, nearest: bool) -> Door:
    if not nearest:
        return free[0]
    return min(free, key=lambda door: (door.spot.x - me.spot.x) ** 2 + (door.spot.y - me.spot.y) ** 2)


def _fits(me: Officer, door: Door, due: Door | None, shift: Shift, travel: Travel) -> bool:
    free_at = me.moment + travel.seconds(travel.metres(me.spot, door.spot)) + door.service
    target, until = (due.spot, due.window[1]) if due and due.window else (me.office, shift.late)
    return free_at + travel.seconds(travel.metres(door.spot, target)) <= until


def _visit(me: Officer, door: Door, travel: Travel) -> bool:
    way = travel.metres(me.spot, door.spot)
    me.metres, me.spot = me.metres + way, door.spot
    me.moment += travel.seconds(way)
    in_time = door.window is None or me.moment <= door.window[1]
    me.moment = max(me.moment, door.window[0] if door.window else 0) + door.service
    return in_time
