"""Plans and what is in them, drafts and the published one alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from webapp.fieldwork import rules
from webapp.fieldwork.models import Plan, PlanNotice, PlanVisit, Stop
from webapp.households.models import Household
from webapp.places.models import Sls
from webapp.shared.db import db
from webapp.visits import rules as visit_rules
from webapp.visits.models import Booking, Offer


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A door of a plan or of the published lists, in the order of day, person and walk. Nothing sealed."""

    household_id: UUID
    enumerator_id: UUID | None
    day: date | None
    position: int
    begins: int | None
    village_code: str
    sls_id: UUID | None
    rt: str | None
    rw: str | None
    letter_number: str
    booked_window: str | None
    basis: str = ""
    reason: str = ""


def plans_of(area_code: str, limit: int = 10) -> list[Plan]:
    """The newest plans of a sub-district first."""
    wanted = select(Plan).where(Plan.area_code == area_code).order_by(Plan.made_at.desc(), Plan.id.desc())
    return list(db.session.scalars(wanted.limit(limit)))


def published_plan(area_code: str) -> Plan | None:
    """What is carried out in a sub-district now."""
    wanted = select(Plan).where(Plan.area_code == area_code, Plan.state == rules.PUBLISHED)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def plan_visits(plan_id: UUID, day: date | None = None) -> list[VisitRow]:
    """The doors of a plan."""
    table = PlanVisit
    wanted = _doors(
        select(table.household_id, table.enumerator_id, table.day, table.position, table.begins, *_PLACE, Offer.window,
               table.basis, table.reason).select_from(table).join(Household, Household.id == table.household_id)
    ).where(table.plan_id == plan_id)  # fmt: skip
    if day:
        wanted = wanted.where(table.day == day)
    rows = db.session.execute(wanted.order_by(table.day, table.enumerator_id, table.position))
    return [VisitRow(*tuple(row)) for row in rows]


def published_visits(
    plan_id: UUID, first: date, last: date | None = None, people: Collection[UUID] | None = None
) -> list[VisitRow]:
    """The doors on the lists that a plan has written, as they stand now; of these people only, where they are given."""
    table = Stop
    wanted = _doors(
        select(
            table.household_id,
            table.enumerator_id,
            table.day,
            table.position,
            table.begins,
            *_PLACE,
            Offer.window,
        )
        .select_from(table)
        .join(Household, Household.id == table.household_id)
    ).where(table.plan_id == plan_id, table.state == rules.PLANNED, table.day.between(first, last or first))
    if people is not None:
        wanted = wanted.where(table.enumerator_id.in_(people))
    rows = db.session.execute(wanted.order_by(table.day, table.enumerator_id, table.position))
    return [VisitRow(*tuple(row)) for row in rows]


_PLACE = Household.village_code, Household.sls_id, Sls.rt, Sls.rw, Household.letter_number


def _doors(wanted: Any) -> Any:
    booked = and_(Booking.household_id == Household.id, Booking.state == visit_rules.BOOKED)
    return (
        wanted.outerjoin(Sls, Sls.id == Household.sls_id)
        .outerjoin(Booking, booked)
        .outerjoin(Offer, Offer.id == Booking.offer_id)
    )


def notices(plan_id: UUID) -> dict[UUID, PlanNotice]:
    """Who has been told of a plan."""
    rows = db.session.scalars(select(PlanNotice).where(PlanNotice.plan_id == plan_id))
    return {row.account_id: row for row in rows}


def sls_labels(sls_ids: Iterable[UUID]) -> dict[UUID, str]:
    """'RT 001/RW 002' of neighbourhoods."""
    rows = db.session.execute(select(Sls.id, Sls.rt, Sls.rw).where(Sls.id.in_(list(sls_ids))))
    return {sls_id: f"RT {rt}/RW {rw}" if rw else f"RT {rt}" for sls_id, rt, rw in rows}
