"""The evening before: what is not well with a day of the published plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from webapp.fieldwork import queries
from webapp.fieldwork.rules.planning import VILLAGE_CENTRE
from webapp.fieldwork.rules.routes import lateness
from webapp.fieldwork.service import roster
from webapp.fieldwork.service.board import lay_out
from webapp.fieldwork.service.publishing import is_frozen
from webapp.places import queries as places
from webapp.staff import queries as staff


@dataclass(frozen=True, slots=True)
class Ahead:
    """planned: visits of the day. unserved: villages with nobody. vague: doors known by village only. broken: bookings
    that cannot be kept as things are. absent, unseen: names. announced: everybody has been told."""

    has_plan: bool
    planned: int
    unserved: list[str]
    vague: int
    broken: int
    stray: int
    absent: list[str]
    unseen: list[str]
    announced: bool


def look_ahead(area_code: str, day: date) -> Ahead:
    """The checklist of a day."""
    crew = roster.crew(area_code)
    villages = places.villages(area_code)
    unserved = [one.name for one in villages if not any(member.who.covers(one.code) for member in crew)]
    absent = [member.who.name for member in crew if not member.works(day)]
    plan = queries.published_plan(area_code)
    if plan is None:
        return Ahead(False, 0, unserved, 0, 0, 0, absent, [], is_frozen(area_code, day))
    board = lay_out(plan)
    target = (day - board.first) // timedelta(days=1)
    walks = [walk for walk in board.walks if walk.shift.day == target]
    listed = [door for walk in walks for door in walk.doors]
    unseen = [account for account, notice in queries.notices(plan.id).items() if notice.seen_at is None]
    return Ahead(
        True, len(listed), unserved, sum(door.basis == VILLAGE_CENTRE for door in listed),
        sum(len(lateness(walk, board.travel)[0]) for walk in walks), len(board.stray), absent,
        sorted(staff.names(unseen).values()), is_frozen(area_code, day),
    )  # fmt: skip
