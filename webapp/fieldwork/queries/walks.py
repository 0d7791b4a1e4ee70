"""The walks of a published plan, read for every family that looks at its times: prepared statements, plain rows."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, literal_column, select

from webapp.fieldwork import rules
from webapp.fieldwork.models import ContactAttempt, Plan, Stop
from webapp.fieldwork.queries.planning import DoorFacts
from webapp.fieldwork.queries.plans import VisitRow
from webapp.households.models import Household
from webapp.places.models import Sls
from webapp.shared.quick import Quick
from webapp.visits import rules as visit_rules
from webapp.visits.models import Booking, Offer


class Carried(NamedTuple):
    """A published plan without its figures."""

    id: UUID
    area_code: str
    days: list[str]
    people: list[str]
    options: dict[str, Any]


def _mean(column: Any) -> Any:
    own = ContactAttempt.household_id == Household.id
    return select(func.avg(column)).where(own).correlate(Household).scalar_subquery()


_FACTS = (
    Household.id, Household.village_code, Household.sls_id, Household.latitude, Household.longitude,
    _mean(ContactAttempt.latitude), _mean(ContactAttempt.longitude), Sls.latitude, Sls.longitude,
)  # fmt: skip
_planned: Any = literal_column(f"'{rules.PLANNED}'")  # constants: SQLite else keeps from its partial indexes
_booked: Any = literal_column(f"'{visit_rules.BOOKED}'")
_published: Any = literal_column(f"'{rules.PUBLISHED}'")

_plan = Quick(
    select(Plan.id, Plan.area_code, Plan.days, Plan.people, Plan.options).where(
        Plan.area_code == bindparam("area"), Plan.state == _published
    )
)
_stops = Quick(
    select(Stop.day, Stop.position, Stop.begins, Offer.day, Offer.window, *_FACTS)
    .select_from(Stop)
    .join(Household, Household.id == Stop.household_id)
    .outerjoin(Sls, Sls.id == Household.sls_id)
    .outerjoin(Booking, and_(Booking.household_id == Household.id, Booking.state == _booked))
    .outerjoin(Offer, Offer.id == Booking.offer_id)
    .where(
        Stop.enumerator_id == bindparam("enumerator"), Stop.day.between(bindparam("first"), bindparam("last")),
        Stop.plan_id == bindparam("plan"), Stop.state == _planned,
    )
    .order_by(Stop.day, Stop.position)
)  # fmt: skip
_one = Quick(
    select(*_FACTS)
    .select_from(Household)
    .outerjoin(Sls, Sls.id == Household.sls_id)
    .where(Household.id == bindparam("id"))
)


def carried(area_code: str) -> Carried | None:
    """What is carried out in a sub-district now."""
    found = _plan.first(area=area_code)
    return Carried(*found) if found else None


def walked(plan_id: UUID, enumerator_id: UUID, first: date, last: date) -> list[tuple[VisitRow, DoorFacts]]:
    """The doors on somebody's lists from first to last. What a family wished for is settled by its place on them."""
    rows = _stops.all(plan=plan_id, enumerator=enumerator_id, first=first, last=last)
    found = []
    for day, position, begins, booked_day, window, *rest in rows:
        facts = _facts(rest, (booked_day, window) if booked_day else None)
        visit = VisitRow(facts.household_id, enumerator_id, day, position, begins, facts.village_code, facts.sls_id,
                         None, None, "", window)  # fmt: skip
        found.append((visit, facts))
    return found


def door_of(household_id: UUID) -> DoorFacts | None:
    """Where a family lives."""
    found = _one.first(id=household_id)
    return _facts(found, None) if found else None


def _facts(row: Any, booked: tuple[date, str] | None) -> DoorFacts:
    household_id, village, sls_id, lat, lng, asked_lat, asked_lng, sls_lat, sls_lng = row
    return DoorFacts(household_id, village, sls_id, (lat, lng), (asked_lat, asked_lng), (sls_lat, sls_lng), 0, None,
                     booked, None)  # fmt: skip
