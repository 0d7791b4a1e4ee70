"""Promises that the published plan can keep: which windows are offered, and the stop of a new booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Plan, Stop
from webapp.fieldwork.rules.planning import Door
from webapp.fieldwork.rules.routes import Room, Slack, beginnings, put
from webapp.fieldwork.service import gathering, roster
from webapp.fieldwork.service.drafts import walks_of
from webapp.places.rules import parent_of
from webapp.shared import clock
from webapp.shared.db import db
from webapp.staff import queries as staff
from webapp.visits.queries import OfferView


def planned_days(plan: Plan | None) -> set[date]:
    """The days that a plan decides about."""
    return {date.fromisoformat(day) for day in plan.days} if plan else set()


def weigh(household_id: UUID, village_code: str, offers: Sequence[OfferView]) -> list[OfferView] | None:
    """The offers that the plan can keep, least extra walking first; days without a plan behind them, as they were.

    None where there is no plan for any of these days.
    """
    plan = queries.published_plan(parent_of(village_code))
    days = planned_days(plan) & {offer.day for offer in offers}
    if plan is None or not days:
        return None
    first = min(days)
    slacks, ground = _slacks_for_showing(plan, village_code, first, max(days))
    (facts,) = queries.facts_of([household_id])
    door = gathering.to_door(facts, ground, sorted(days), int(plan.options["minutes"]), 0)
    ways = [slack.ways(door.spot) for slack in slacks]
    found: list[tuple[int, OfferView]] = []
    for offer in offers:
        if offer.day in days:
            asked = door._replace(window=gathering.span(offer.day, offer.window, first), booked=True)
            rooms = [
                room
                for slack, way in zip(slacks, ways, strict=True)
                if (room := _room(plan, slack, asked, way))
            ]
            if rooms:
                found.append((min(room.metres for room in rooms), offer))
    loose = [offer for offer in offers if offer.day not in planned_days(plan)]
    return [offer for _metres, offer in sorted(found, key=lambda one: one[0])] + loose


Shown = tuple[list[Slack], gathering.Ground]
_FRESH = timedelta(seconds=20)
_MOST_KEPT = 400
_shown: dict[tuple[UUID, str, date, date], tuple[datetime, Shown]] = {}


def forget_shown() -> None:
    """The lists have changed: what is kept for showing is read anew."""
    _shown.clear()


def _slacks_for_showing(plan: Plan, village_code: str, first: date, last: date) -> Shown:
    """The walks of a village as they were at most 20 seconds ago: a booking looks again inside its transaction."""
    key = plan.id, village_code, first, last
    kept = _shown.get(key)
    if kept is None or clock.now() - kept[0] > _FRESH:
        if len(_shown) >= _MOST_KEPT:
            _shown.clear()
        slacks, _door = _slacks(plan, None, village_code, first, last)
        kept = _shown[key] = clock.now(), (slacks, gathering.light_ground(parent_of(village_code)))
    return kept[1]


def _room(plan: Plan, slack: Slack, door: Door, ways: Sequence[int]) -> Room | None:
    if len(slack.walk.doors) >= int(plan.options["most"]):
        return None
    return slack.room(door, ways)


def _slacks(
    plan: Plan, household_id: UUID | None, village_code: str, first: date, last: date
) -> tuple[list[Slack], Door | None]:
    """The walks of whoever works in the village on these days, without the door itself, and the door."""
    able = {one.id for one in staff.enumerators_of(village_code)}
    days = sorted(day for day in planned_days(plan) if first <= day <= last)
    rows = [
        row
        for row in queries.published_visits(plan.id, first, last, able)
        if row.household_id != household_id
    ]
    wanted = [*([household_id] if household_id else []), *(row.household_id for row in rows)]
    facts = {one.household_id: one for one in queries.facts_of(wanted)}
    ground = gathering.light_ground(parent_of(village_code))
    minutes = int(plan.options["minutes"])
    doors = {
        str(one.household_id): gathering.to_door(one, ground, days, minutes, 0) for one in facts.values()
    }
    members = [one for one in roster.crew(village_code) if str(one.who.id) in plan.people]
    people = roster.people(members, parent_of(village_code), days)
    walks = walks_of(rows, doors, people, ground.offices, days[0], homes=plan.options.get("homes", {}))
    travel = gathering.travel_of(plan.options)
    return [Slack(walk, travel) for walk in walks], doors.get(str(household_id))


def place_booking(
    plan: Plan, household_id: UUID, village_code: str, day: date, window: str
) -> dict[str, Any] | None:
    """Where a new booking goes on the lists of a planned day: enumerator, position, begins. None: it cannot be kept.

    Whoever comes later that day moves on by one place; nobody changes person or day. In the caller's transaction.
    """
    forget_shown()
    slacks, door = _slacks(plan, household_id, village_code, day, day)
    if door is None:
        return None
    asked = door._replace(window=gathering.span(day, window, day), booked=True, firm=True)
    rooms = [
        (room.metres, n, room)
        for n, slack in enumerate(slacks)
        if (room := _room(plan, slack, asked, slack.ways(asked.spot)))
    ]
    if not rooms:
        return None
    _metres, n, chosen = min(rooms)
    walk = put(slacks[n].walk, asked, chosen.place)
    earlier = sum(
        len(other.walk.doors)
        for other in slacks
        if other.walk.person == walk.person and other.walk.shift < walk.shift
    )
    times = beginnings(walk, slacks[n].travel)
    for place, other in enumerate(walk.doors):
        if place > chosen.place:
            mine = Stop.household_id == UUID(other.id), Stop.state == rules.PLANNED
            values = {"position": earlier + place + 1, "begins": times[place] // 60}
            db.session.execute(
                update(Stop).where(*mine).values(**values).execution_options(synchronize_session=False)
            )
    return {"enumerator_id": UUID(walk.person), "position": earlier + chosen.place + 1, "begins": chosen.begins // 60,
            "plan_id": plan.id}  # fmt: skip
