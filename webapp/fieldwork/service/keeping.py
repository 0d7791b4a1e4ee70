"""Promises that the published plan can keep: which windows are offered, and the stop of a new booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Stop
from webapp.fieldwork.queries import Carried
from webapp.fieldwork.rules.planning import DAY_S, Door
from webapp.fieldwork.rules.routes import Room, Slack, beginnings, put
from webapp.fieldwork.service import gathering, showing
from webapp.places.rules import parent_of
from webapp.shared.db import db
from webapp.visits.queries import OfferView


def planned_days(plan: Carried | None) -> set[date]:
    """The days that a plan decides about."""
    return {date.fromisoformat(day) for day in plan.days} if plan else set()


def weigh(household_id: UUID, village_code: str, offers: Sequence[OfferView]) -> list[OfferView] | None:
    """The offers that the plan can keep, least extra walking first; days without a plan behind them, as they were.

    None where there is no plan for any of these days.
    """
    plan = queries.carried(parent_of(village_code))
    planned = planned_days(plan)
    if plan is None or planned.isdisjoint(offer.day for offer in offers):
        return None
    crew, slacks = showing.crew_of(plan), showing.walks_for_showing(plan, village_code).slacks
    facts = queries.door_of(household_id)
    if facts is None:
        return None
    door = showing.door_at(facts, crew)
    by_day: dict[int, list[tuple[Slack, list[int]]]] = {}
    for slack in slacks:
        if len(slack.walk.doors) < crew.most:
            by_day.setdefault(slack.walk.shift.day, []).append((slack, slack.ways(door.spot)))
    found: list[tuple[int, OfferView]] = []
    for offer in offers:
        if offer.day in planned:
            window = gathering.span(offer.day, offer.window, crew.days[0])
            asked = door._replace(window=window, booked=True, firm=True)
            there = by_day.get((offer.day - crew.days[0]).days, [])
            rooms = [room for slack, ways in there if (room := slack.room(asked, ways))]
            if rooms:
                found.append((min(room.metres for room in rooms), offer))
    loose = [offer for offer in offers if offer.day not in planned]
    return [offer for _metres, offer in sorted(found, key=lambda one: one[0])] + loose


def place_booking(
    plan: Carried, household_id: UUID, village_code: str, day: date, window: str
) -> dict[str, Any] | None:
    """Where a new booking goes on the lists of a planned day: enumerator, position, begins. None: it cannot be kept.

    Whoever comes later that day moves on by one place; nobody changes person or day. In the caller's transaction.
    """
    showing.forget(village_code)
    crew, facts = showing.crew_of(plan, fresh=True), queries.door_of(household_id)
    if facts is None:
        return None
    slacks = showing.read_walks(plan, crew, village_code, day, household_id).slacks
    asked = showing.door_at(facts, crew)._replace(
        window=gathering.span(day, window, crew.days[0]), booked=True, firm=True
    )
    rooms = [
        (room.metres, n, room)
        for n, slack in enumerate(slacks)
        if len(slack.walk.doors) < crew.most and (room := slack.room(asked))
    ]
    if not rooms:
        return None
    _metres, n, chosen = min(rooms)
    earlier = sum(
        len(other.walk.doors)
        for other in slacks
        if other.walk.person == slacks[n].walk.person and other.walk.shift < slacks[n].walk.shift
    )
    _move_on(slacks[n], asked, chosen, earlier)
    return {"enumerator_id": UUID(slacks[n].walk.person), "position": earlier + chosen.place + 1,
            "begins": chosen.begins % DAY_S // 60, "plan_id": plan.id}  # fmt: skip


def _move_on(slack: Slack, asked: Door, chosen: Room, earlier: int) -> None:
    """Those behind the new door on its walk: later by one place and by the time that it takes."""
    walk = put(slack.walk, asked, chosen.place)
    times = beginnings(walk, slack.travel)
    for place, other in enumerate(walk.doors):
        if place > chosen.place:
            mine = Stop.household_id == UUID(other.id), Stop.state == rules.PLANNED
            values = {"position": earlier + place + 1, "begins": times[place] % DAY_S // 60}
            db.session.execute(
                update(Stop).where(*mine).values(**values).execution_options(synchronize_session=False)
            )
