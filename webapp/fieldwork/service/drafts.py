"""Walks into rows and rows into walks: drafts, and the lists that a published plan has written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from webapp.fieldwork import queries
from webapp.fieldwork.models import Plan, PlanVisit
from webapp.fieldwork.queries import VisitRow
from webapp.fieldwork.rules.planning import DAY_S, Door, Person, Shift, Spot, Travel
from webapp.fieldwork.rules.routes import Walk, beginnings
from webapp.fieldwork.service import gathering
from webapp.shared.db import db

_CHUNK = 2000


def write_visits(plan: Plan, walks: Sequence[Walk], doors: Sequence[Door], left: Mapping[str, str]) -> None:
    """The draft's doors, in place of those it had. In the caller's transaction."""
    travel = gathering.travel_of(plan.options)
    first = date.fromisoformat(plan.days[0])
    basis = {door.id: door.basis for door in doors}
    rows = [
        {"plan_id": plan.id, "household_id": UUID(door_id), "enumerator_id": UUID(person), "day": day,
         "position": position, "begins": begins, "basis": basis.get(door_id, ""), "reason": ""}
        for door_id, person, day, position, begins in placed(walks, first, travel)
    ]  # fmt: skip
    rows += [
        {"plan_id": plan.id, "household_id": UUID(door_id), "enumerator_id": None, "day": None, "position": 0,
         "begins": None, "basis": basis.get(door_id, ""), "reason": reason}
        for door_id, reason in left.items()
    ]  # fmt: skip
    db.session.execute(delete(PlanVisit).where(PlanVisit.plan_id == plan.id))
    for start in range(0, len(rows), _CHUNK):
        db.session.execute(insert(PlanVisit), rows[start : start + _CHUNK])


def placed(walks: Iterable[Walk], first: date, travel: Travel) -> list[tuple[str, str, date, int, int]]:
    """(door, person, day, position in the day, minute at which it begins) of every visit."""
    found = []
    done: Counter[tuple[str, int]] = Counter()
    for walk in sorted(walks, key=lambda one: (one.person, one.shift)):
        for door, begins in zip(walk.doors, beginnings(walk, travel), strict=False):
            key = walk.person, walk.shift.day
            done[key] += 1
            day = first + timedelta(days=walk.shift.day)
            found.append((door.id, walk.person, day, done[key], begins % DAY_S // 60))
    return found


def walks_of(
    rows: Sequence[VisitRow], doors: Mapping[str, Door], people: Sequence[Person], offices: Mapping[str, Spot],
    first: date,
) -> list[Walk]:  # fmt: skip
    """The walks that rows stand for, one for each working time of each person, empty ones too.

    A walk begins at the middle of the village in which most of its day is.
    """
    inside: dict[tuple[str, int], list[tuple[int, Door]]] = {}
    for row in rows:
        door = doors.get(str(row.household_id))
        if door is not None and row.enumerator_id and row.day:
            day = (row.day - first).days
            begins = day * DAY_S + (row.begins or 0) * 60
            inside.setdefault((str(row.enumerator_id), day), []).append((begins, door))
    return [walk for person in people for walk in _walks_of_person(person, inside, offices)]


def _walks_of_person(
    person: Person, inside: Mapping[tuple[str, int], list[tuple[int, Door]]], offices: Mapping[str, Spot]
) -> list[Walk]:
    found = []
    for shift in person.shifts:
        day = inside.get((person.id, shift.day), [])
        same = [other for other in person.shifts if other.day == shift.day]
        villages = Counter(door.village for _begins, door in day) or Counter(sorted(person.villages)[:1])
        office = offices[min(villages, key=lambda code: (-villages[code], code))] if villages else Spot(0, 0)
        mine = tuple(door for begins, door in day if _shift_of(begins, same) == shift)
        found.append(Walk(office, shift, mine, person.id))
    return found


def _shift_of(begins: int, shifts: Sequence[Shift]) -> Shift:
    """The working time that a moment lies in, else the last before it."""
    return max((one for one in shifts if one.early <= begins), default=shifts[0], key=lambda one: one.early)


def doors_by_id(
    area_code: str, days: Sequence[date], minutes: int
) -> tuple[dict[str, Door], dict[str, Spot]]:
    """The doors that are still to be visited, and where days begin."""
    doors, offices, _shut = gathering.gather(area_code, days, minutes)
    return {door.id: door for door in doors}, offices


def visits_by_day(rows: Iterable[VisitRow]) -> dict[Any, list[VisitRow]]:
    """Rows by their day."""
    found: dict[Any, list[VisitRow]] = {}
    for row in rows:
        found.setdefault(row.day, []).append(row)
    return found


def draft_rows(plan_id: UUID) -> list[VisitRow]:
    """All doors of a draft."""
    return queries.plan_visits(plan_id)
