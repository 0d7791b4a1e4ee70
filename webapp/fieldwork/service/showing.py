"""The walks that windows are weighed against: read by prepared statements, kept for looks, read afresh for bookings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from webapp.fieldwork import queries
from webapp.fieldwork.queries import Carried
from webapp.fieldwork.rules.planning import Door, Person, Travel
from webapp.fieldwork.rules.routes import Slack
from webapp.fieldwork.service import gathering, roster
from webapp.fieldwork.service.drafts import walks_of
from webapp.shared import clock

WALKS_KEPT, CREW_KEPT = timedelta(seconds=20), timedelta(seconds=120)
_MOST_KEPT = 400


@dataclass(frozen=True, slots=True)
class Crew:
    """What changes seldom: the people of a plan with their working times on its days to come, and its ground."""

    people: Mapping[str, Person]
    ground: gathering.Ground
    travel: Travel
    days: list[date]
    minutes: int
    most: int
    homes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """The walks of whoever works in a village. touched: all villages that one of them works in."""

    slacks: list[Slack]
    touched: frozenset[str]


_crews: dict[tuple[UUID, date], tuple[datetime, Crew]] = {}
_walks: dict[tuple[UUID, str, date], tuple[datetime, Shown]] = {}


def forget(village_code: str | None = None) -> None:
    """Lists have changed: of a village (and of whoever works there), or everywhere."""
    if village_code is None:
        _crews.clear()
        _walks.clear()
        return
    for key in [key for key, (_at, shown) in list(_walks.items()) if village_code in shown.touched]:
        _walks.pop(key, None)


def crew_of(plan: Carried, *, fresh: bool = False) -> Crew:
    """As it was at most two minutes ago."""
    key = plan.id, clock.today()
    kept = _crews.get(key)
    if fresh or kept is None or clock.now() - kept[0] > CREW_KEPT:
        kept = clock.now(), _read_crew(plan)
        if not fresh:
            _make_space(_crews)
            _crews[key] = kept
    return kept[1]


def _read_crew(plan: Carried) -> Crew:
    days = [date.fromisoformat(day) for day in plan.days]
    members = [one for one in roster.crew(plan.area_code) if str(one.who.id) in plan.people]
    people = {one.id: one for one in roster.people(members, plan.area_code, days)}
    return Crew(people, gathering.light_ground(plan.area_code), gathering.travel_of(plan.options), days,
                int(plan.options["minutes"]), int(plan.options["most"]), plan.options.get("homes", {}))  # fmt: skip


def walks_for_showing(plan: Carried, village_code: str) -> Shown:
    """As they were at most 20 seconds ago: a booking looks again inside its transaction."""
    key = plan.id, village_code, clock.today()
    kept = _walks.get(key)
    if kept is None or clock.now() - kept[0] > WALKS_KEPT:
        kept = clock.now(), read_walks(plan, crew_of(plan), village_code)
        _make_space(_walks)
        _walks[key] = kept
    return kept[1]


def _make_space(kept: dict[tuple[UUID, date], tuple[datetime, Crew]]
                | dict[tuple[UUID, str, date], tuple[datetime, Shown]]) -> None:  # fmt: skip
    if len(kept) >= _MOST_KEPT:
        kept.clear()


def read_walks(
    plan: Carried, crew: Crew, village_code: str, day: date | None = None, without: UUID | None = None
) -> Shown:
    """The walks of whoever works in the village on the days to come (or on this one), without one family."""
    able = [person for person in crew.people.values() if village_code in person.villages]
    days = [day] if day else [one for one in crew.days if one > clock.today()]
    if not able or not days:
        return Shown([], frozenset())
    rows, doors = [], {}
    for person in able:
        for row, facts in queries.walked(plan.id, UUID(person.id), days[0], days[-1]):
            if row.household_id != without:
                rows.append(row)
                doors[str(row.household_id)] = door_at(facts, crew)
    walks = walks_of(rows, doors, able, crew.ground.offices, crew.days[0], homes=crew.homes)
    wanted = {(one - crew.days[0]).days for one in days}
    touched = frozenset().union(*(person.villages for person in able))
    return Shown([Slack(walk, crew.travel) for walk in walks if walk.shift.day in wanted], touched)


def door_at(facts: queries.DoorFacts, crew: Crew) -> Door:
    """A door on the clock of the plan."""
    return gathering.to_door(facts, crew.ground, crew.days, crew.minutes, 0)
