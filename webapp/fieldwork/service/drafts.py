"""Walks into rows and rows into walks: drafts, and the lists that a published plan has written."""

from __future__ import annotations

from collections import Counter, defaultdict
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
from webapp.visits.rules import WINDOWS

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
    first: date, *, homes: Mapping[str, str],
) -> list[Walk]:  # fmt: skip
    """The walks that rows stand for, one for each working time of each person, empty ones too.

    homes: the village in which each person's days begin; whoever has none begins where most of her doors are.
    """
    inside: dict[tuple[str, int], list[tuple[int, Door]]] = defaultdict(list)
    villages: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        door = doors.get(str(row.household_id))
        if door is not None and row.enumerator_id and row.day:
            day = (row.day - first).days
            inside[str(row.enumerator_id), day].append((day * DAY_S + _minute(row) * 60, door))
            villages[str(row.enumerator_id)][door.village] += 1
    found = []
    for person in people:
        most = villages[person.id].most_common(1)
        home = homes.get(person.id) or (most[0][0] if most else min(person.villages, default=""))
        office = offices.get(home, Spot(0, 0))
        for shift in person.shifts:
            same = [other for other in person.shifts if other.day == shift.day]
            mine = (door for begins, door in inside[person.id, shift.day] if _shift_of(begins, same) == shift)
            found.append(Walk(office, shift, tuple(mine), person.id))
    return found


def _minute(row: VisitRow) -> int:
    if row.begins is None and row.booked_window:
        starts = WINDOWS[row.booked_window].starts
        return starts.hour * 60 + starts.minute
    return row.begins or 0


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
