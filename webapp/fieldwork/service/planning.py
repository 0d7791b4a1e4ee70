"""Making a plan: a draft row and a job at once, the routes in the jobs loop."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Plan
from webapp.fieldwork.rules.figures import figures
from webapp.fieldwork.rules.planning import Door, Person, Spot
from webapp.fieldwork.rules.routes import length
from webapp.fieldwork.service import gathering, roster
from webapp.fieldwork.service.drafts import write_visits
from webapp.fieldwork.service.routing import Options, Routes, plan_routes
from webapp.places import queries as places
from webapp.shared import audit, clock, jobs
from webapp.shared.db import db, new_id, transaction
from webapp.shared.jobs import Progress

JOB = "plan"
LONGEST_DAYS = 30  # from the first day to the last: the horizon of bookings
MOST_PRICED = 6000  # doors up to which the plan is also made without bookings, to tell what they cost


def make_plan(
    area_code: str, days: Sequence[date], people: Sequence[UUID], options: dict[str, Any], by: UUID | None
) -> UUID:
    """A draft for these days and people; the jobs loop works it out. Raises NobodyChosen."""
    members = {one.who.id for one in roster.crew(area_code)}
    today = clock.today()
    last = today + timedelta(days=LONGEST_DAYS)
    wanted = sorted({day for day in days if today < day <= last} - places.holidays(today, last).keys())
    chosen = [str(one) for one in dict.fromkeys(people) if one in members]
    told = queries.frozen_days(area_code, today) if queries.published_plan(area_code) else set()
    wanted = [day for day in wanted if day not in told]  # what has been announced stays as it is
    if not wanted or not chosen:
        raise rules.NobodyChosen
    with transaction():
        published = queries.published_plan(area_code)
        plan = Plan(
            id=new_id(), area_code=area_code, state=rules.WAITING, days=[day.isoformat() for day in wanted],
            people=chosen, options={**gathering.DEFAULTS, **options}, base_id=published.id if published else None,
            made_by=by, made_at=clock.now(),
        )  # fmt: skip
        db.session.add(plan)
        db.session.flush()
        plan.job_id = jobs.enqueue(JOB, {"plan": str(plan.id)}, subject=area_code)
        audit.record("plan asked for", area_code, detail=f"{len(wanted)} days, {len(chosen)} people")
        return plan.id


def plan_of(plan_id: UUID) -> Plan:
    """The plan. Raises UnknownPlan."""
    found = db.session.get(Plan, plan_id, populate_existing=True)
    if found is None:
        raise rules.UnknownPlan
    return found


def days_of(plan: Plan) -> list[date]:
    """Its days."""
    return [date.fromisoformat(day) for day in plan.days]


def run_plan(payload: dict[str, Any], progress: Progress) -> None:
    """The job: repeatable, since all that it writes is the draft's."""
    plan = db.session.get(Plan, UUID(payload["plan"]))
    if plan is None or plan.state != rules.WAITING:
        return
    days, travel = days_of(plan), gathering.travel_of(plan.options)
    members = [one for one in roster.crew(plan.area_code) if str(one.who.id) in plan.people]
    crew = roster.people(members, plan.area_code, days)
    doors, offices, shut = gathering.gather(plan.area_code, days, int(plan.options["minutes"]))
    options = Options(travel, int(plan.options["most"]), int(plan.options["iterations"]),
                      int(plan.options["seed"]), max(1, (os.cpu_count() or 2) - 1))  # fmt: skip
    held = {str(one) for one in queries.announced_doors(plan.area_code, clock.today())}
    doors = [door for door in doors if door.id not in held]
    shut = {door_id: reason for door_id, reason in shut.items() if door_id not in held}
    db.session.rollback()  # the ways take seconds, and no read view is held meanwhile
    reached = [door for door in doors if door.id not in shut]
    found = plan_routes(reached, crew, offices, options, told=progress)
    found.left |= shut
    told = figures(found.walks, doors, found.left, travel)
    told |= {"bound": found.bound, "areas": found.areas, "lost_areas": found.lost_areas,
             "price": _price(found, reached, crew, offices, options)}  # fmt: skip
    with transaction():
        plan = plan_of(UUID(payload["plan"]))
        if plan.state == rules.WAITING:
            write_visits(plan, found.walks, doors, found.left)
            plan.options = {**plan.options, "homes": found.homes}
            plan.figures, plan.state = told, rules.READY


def _price(
    found: Routes, doors: Sequence[Door], crew: Sequence[Person], offices: dict[str, Spot], options: Options
) -> int | None:
    """Metres that the bookings cost: the way with them less the way without, both of as many doors."""
    booked = sum(door.booked for door in doors)
    if not booked:
        return 0
    if len(doors) > MOST_PRICED or found.left:
        return None
    free = [door._replace(window=None) if door.booked else door for door in doors]
    quick = replace(options, iterations=max(1, options.iterations // 2))
    other = plan_routes(free, crew, offices, quick)
    if other.left:
        return None
    return sum(length(w, options.travel) for w in found.walks) - sum(
        length(w, options.travel) for w in other.walks
    )
