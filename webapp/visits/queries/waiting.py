"""Who waits for a visit, and for which days and time of day: for offers, and for the planner to honour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from webapp.households.models import Household
from webapp.households.rules import UNCOUNTED
from webapp.shared import clock
from webapp.shared.db import db
from webapp.visits import rules
from webapp.visits.models import Booking, Offer, Wish


@dataclass(frozen=True, slots=True)
class WishView:
    """A family that waits. days: weekday numbers 0-6 (Monday 0), "" for any; part: a window's key, or "any"."""

    household_id: UUID
    village_code: str
    days: str
    part: str
    at: datetime

    def suits(self, day: date, window: str) -> bool:
        return rules.suits(self.days, self.part, day, window)


def wishes(area: ColumnElement[bool]) -> list[WishView]:
    """Every standing wish of an area, the earliest first, of families that are not counted and have no visit booked.

    `area`: a condition on Household.village_code.
    """
    return _views(_standing().where(area))


def waiting(since: datetime, most_offered: int, limit: int) -> list[WishView]:
    """Those who may be told of a time now: not told since, and not told too often."""
    quiet = or_(Wish.offered_at.is_(None), Wish.offered_at < since)
    return _views(_standing().where(quiet, Wish.offered < most_offered).limit(limit))


def promised(since: datetime) -> dict[UUID, int]:
    """How many families were told of a time since then and still wait, by offer."""
    found: dict[UUID, int] = {}
    for offer_id in db.session.scalars(select(Wish.offer_id).where(Wish.offered_at >= since)):
        if offer_id is not None:
            found[offer_id] = found.get(offer_id, 0) + 1
    return found


def _standing() -> Any:
    booked = (
        select(Booking.id)
        .join(Offer, Offer.id == Booking.offer_id)
        .where(
            Booking.household_id == Wish.household_id,
            Booking.state == rules.BOOKED,
            Offer.day >= clock.today(),
        )
    )
    return (
        select(Wish.household_id, Household.village_code, Wish.days, Wish.part, Wish.at)
        .join(Household, Household.id == Wish.household_id)
        .where(Household.state.in_(UNCOUNTED), ~booked.exists())
        .order_by(Wish.at, Wish.household_id)
    )


def _views(rows: Any) -> list[WishView]:
    return [WishView(*row) for row in db.session.execute(rows)]
