"""Who is to be where on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from webapp.fieldwork import rules
from webapp.fieldwork.models import Plan, Stop
from webapp.households.models import Household
from webapp.places.models import Region, Sls
from webapp.shared.db import db
from webapp.visits.models import Booking
from webapp.visits.rules import WINDOWS

_MINUTES = {key: window.starts.hour * 60 + window.starts.minute for key, window in WINDOWS.items()}
_WINDOW_ORDER = case(_MINUTES, value=Stop.window, else_=24 * 60)


@dataclass(frozen=True, slots=True)
class StopRow:
    """A door on a day's list; nothing sealed."""

    id: UUID
    household_id: UUID
    enumerator_id: UUID | None
    window: str | None
    state: str
    village_code: str
    village: str
    rt: str
    rw: str
    letter_number: str
    channel: str | None
    day: date


def stops(which: ColumnElement[bool], day: date, last: date | None = None) -> list[StopRow]:
    """The stops of a day (until `last`), in the order of time and place; those that were dropped are left out.

    which: a condition on Stop or on Household.village_code.
    """
    rows = db.session.execute(
        select(
            Stop.id, Stop.household_id, Stop.enumerator_id, Stop.window, Stop.state, Household.village_code,
            Region.name, func.coalesce(Sls.rt, ""), func.coalesce(Sls.rw, ""), Household.letter_number, Booking.channel,
            Stop.day,
        )
        .join(Household, Household.id == Stop.household_id)
        .join(Region, Region.code == Household.village_code)
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .outerjoin(Booking, Booking.id == Stop.booking_id)
        .where(which, Stop.day.between(day, last or day), Stop.state != rules.DROPPED)
        .order_by(Stop.day, func.coalesce(Stop.begins, _WINDOW_ORDER), _WINDOW_ORDER, Household.village_code, Sls.rw,
                  Sls.rt, Stop.id)
    )  # fmt: skip
    return [StopRow(*tuple(row)) for row in rows]


def load_of(enumerator_ids: list[UUID], day: date, window: str) -> dict[UUID, int]:
    """How many stops each of these has in a window of a day."""
    rows = db.session.execute(
        select(Stop.enumerator_id, func.count())
        .where(Stop.enumerator_id.in_(enumerator_ids), Stop.day == day, Stop.window == window,
               Stop.state == rules.PLANNED)
        .group_by(Stop.enumerator_id)
    )  # fmt: skip
    return {enumerator_id: n for enumerator_id, n in rows if enumerator_id}


def planned_stop(household_id: UUID) -> Stop | None:
    """The stop that a family stands on now, if any."""
    return db.session.scalar(
        select(Stop).where(Stop.household_id == household_id, Stop.state == rules.PLANNED)
    )


def begins_of(stop_ids: list[UUID]) -> dict[UUID, int | None]:
    """When a plan comes by, in minutes since 0 o'clock WIB."""
    rows = db.session.execute(select(Stop.id, Stop.begins).where(Stop.id.in_(stop_ids)))
    return dict(rows.all())


def progress_by_village(area_code: str) -> dict[str, tuple[int, int]]:
    """(visits done, visits still on the lists) of the plan that is carried out, by village."""
    done = func.count().filter(Stop.state == rules.DONE)
    rows = db.session.execute(
        select(Household.village_code, done, func.count() - done)
        .select_from(Stop)
        .join(Plan, Plan.id == Stop.plan_id)
        .join(Household, Household.id == Stop.household_id)
        .where(Plan.state == rules.PUBLISHED, Plan.area_code == area_code, Stop.state != rules.DROPPED)
        .group_by(Household.village_code)
    )
    return {village: (over, waiting) for village, over, waiting in rows}
