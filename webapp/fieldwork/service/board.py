"""A plan laid out to be changed: its walks, with the doors and the people of now; and its way back into rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Plan, Stop
from webapp.fieldwork.rules.figures import figures
from webapp.fieldwork.rules.planning import Door, Person, Spot, Travel
from webapp.fieldwork.rules.routes import Walk, insert_cheapest, without
from webapp.fieldwork.service import gathering, roster, showing
from webapp.fieldwork.service.drafts import placed, walks_of, write_visits
from webapp.fieldwork.service.planning import days_of
from webapp.shared import clock
from webapp.shared.db import db

_OF_THE_PLANNER: tuple[str, ...] = ("bound", "areas", "lost_areas", "price")


@dataclass(slots=True)
class Board:
    """walks: one for each working time of each person, empty ones too. left: doors that are on no walk, and why.

    stray: doors on the list of somebody who does not work then any more, or in a place that is shut then. shut: doors
    that cannot be reached on any of the days.
    """

    plan: Plan
    first: date
    doors: dict[str, Door]
    offices: Mapping[str, Spot]
    people: list[Person]
    walks: list[Walk]
    left: dict[str, str] = field(default_factory=dict)
    stray: list[str] = field(default_factory=list)
    shut: set[str] = field(default_factory=set)

    @property
    def travel(self) -> Travel:
        return gathering.travel_of(self.plan.options)

    @property
    def most(self) -> int:
        return int(self.plan.options["most"])

    def figures(self) -> dict[str, Any]:
        return figures(self.walks, list(self.doors.values()), self.left, self.travel)

    def take_out(self, ids: Collection[str]) -> list[Door]:
        """These doors off their walks."""
        self.walks = [without(walk, ids) for walk in self.walks]
        return [self.doors[one] for one in ids if one in self.doors]

    def put_in(self, doors: Sequence[Door], able: Collection[int]) -> list[Door]:
        """Each door where it costs least on the walks with these places. Returns what found no room."""
        chosen = sorted(able)
        changed, lost = insert_cheapest([self.walks[n] for n in chosen], doors, self.travel, self.most)
        for n, walk in zip(chosen, changed, strict=True):
            self.walks[n] = walk
        for door in doors:
            self.left.pop(door.id, None)
        return lost

    def walks_for(self, door: Door) -> list[int]:
        """The walks of whoever may work in the door's village."""
        able = {person.id for person in self.people if door.village in person.villages}
        return [n for n, walk in enumerate(self.walks) if walk.person in able]


def lay_out(plan: Plan) -> Board:
    """The draft, or what is left of the published plan from today on."""
    days, today = days_of(plan), clock.today()
    if plan.state == rules.PUBLISHED:
        rows = queries.published_visits(plan.id, today, max(days[-1], today))
    else:
        rows = queries.plan_visits(plan.id)
    doors, offices, shut = gathering.gather(plan.area_code, days, int(plan.options["minutes"]))
    by_id = {door.id: door for door in doors}
    members = [one for one in roster.crew(plan.area_code) if str(one.who.id) in plan.people]
    people = roster.people(members, plan.area_code, days)
    walks = walks_of(rows, by_id, people, offices, days[0], homes=plan.options.get("homes", {}))
    walked = {door.id for walk in walks for door in walk.doors}
    listed = [str(row.household_id) for row in rows if row.day and str(row.household_id) in by_id]
    left = {str(row.household_id): row.reason for row in rows if row.day is None}
    stray = [one for one in listed if one not in walked or one in shut or _is_barred(one, by_id, walks)]
    return Board(plan, days[0], by_id, offices, people, walks, left, list(dict.fromkeys(stray)), set(shut))


def _is_barred(door_id: str, doors: Mapping[str, Door], walks: Sequence[Walk]) -> bool:
    """Whether a door stands on a day outside of its firm window: its neighbourhood is shut then."""
    door = doors[door_id]
    if door.booked or not door.firm or door.window is None:
        return False
    shift = next((walk.shift for walk in walks if door in walk.doors), None)
    return shift is not None and not (shift.early <= door.window[1] and shift.late >= door.window[0])


def keep_draft(board: Board) -> None:
    """The changed draft back into its rows. In the caller's transaction."""
    write_visits(board.plan, board.walks, list(board.doors.values()), board.left)
    old = board.plan.figures or {}
    board.plan.figures = {name: old[name] for name in _OF_THE_PLANNER if name in old} | board.figures()


def keep_lists(board: Board) -> dict[UUID, int]:
    """The changed walks back into the published lists. Returns whose list has changed, and how long it is.

    In the caller's transaction.
    """
    showing.forget()
    today = clock.today()
    rows = queries.published_visits(board.plan.id, today, date.max)
    now = {str(row.household_id): (row.enumerator_id, row.day) for row in rows}
    touched: set[UUID] = set()
    for door_id, person, day, position, begins in placed(board.walks, board.first, board.travel):
        before = now.get(door_id)
        if day < today or before is None:
            continue
        who = UUID(person)
        if before != (who, day):
            touched |= {who, *([before[0]] if before[0] else [])}
        mine = Stop.household_id == UUID(door_id), Stop.state == rules.PLANNED
        values = {"enumerator_id": who, "day": day, "position": position, "begins": begins}
        db.session.execute(
            update(Stop).where(*mine).values(**values).execution_options(synchronize_session=False)
        )
    lengths = dict.fromkeys(touched, 0)
    for walk in board.walks:
        if UUID(walk.person) in lengths:
            lengths[UUID(walk.person)] += len(walk.doors)
    return lengths
