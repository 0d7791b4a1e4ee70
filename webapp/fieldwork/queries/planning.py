"""What a plan of a sub-district is made from: its doors with what is known of their places and times, its ground."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from webapp.fieldwork import rules
from webapp.fieldwork.models import BlockedSls, ContactAttempt
from webapp.households import rules as household_rules
from webapp.households.models import Household
from webapp.places.models import Region, Sls
from webapp.shared.db import db
from webapp.visits import rules as visit_rules
from webapp.visits.models import Booking, Offer, Wish


@dataclass(frozen=True, slots=True)
class DoorFacts:
    """A family to be visited; nothing sealed. asked: the mean point of earlier attempts."""

    household_id: UUID
    village_code: str
    sls_id: UUID | None
    point: tuple[float | None, float | None]
    asked: tuple[float | None, float | None]
    sls_point: tuple[float | None, float | None]
    attempts: int
    last_at: datetime | None
    booked: tuple[date, str] | None
    wish: tuple[str, str] | None


def doors_to_plan(area_code: str, counting: Collection[str], ending: Collection[str]) -> list[DoorFacts]:
    """Families of an area that are not counted, not ended and not spent, in the order of the register."""
    tried = _tried(counting, ending)
    wanted = _doors(tried).where(
        Household.village_code.startswith(f"{area_code}.", autoescape=True),
        Household.state.in_(household_rules.UNCOUNTED),
        func.coalesce(tried.c.tries, 0) < rules.MOST_ATTEMPTS, func.coalesce(tried.c.ended, 0) == 0,
    )  # fmt: skip
    rows = db.session.execute(wanted.order_by(Household.village_code, Sls.rw, Sls.rt, Household.id))
    return [_facts(tuple(row)) for row in rows]


def facts_of(household_ids: Collection[UUID]) -> list[DoorFacts]:
    """The same of these doors, whatever their state."""
    tried = _tried((), (), ContactAttempt.household_id.in_(household_ids))
    rows = db.session.execute(_doors(tried).where(Household.id.in_(household_ids)).order_by(Household.id))
    return [_facts(tuple(row)) for row in rows]


def _doors(tried: Any) -> Any:
    return (
        select(
            Household.id, Household.village_code, Household.sls_id, Household.latitude, Household.longitude,
            tried.c.latitude, tried.c.longitude, Sls.latitude, Sls.longitude, func.coalesce(tried.c.tries, 0),
            tried.c.last_at, Offer.day, Offer.window, Wish.days, Wish.part,
        )
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .outerjoin(tried, tried.c.household_id == Household.id)
        .outerjoin(Booking, and_(Booking.household_id == Household.id, Booking.state == visit_rules.BOOKED))
        .outerjoin(Offer, Offer.id == Booking.offer_id)
        .outerjoin(Wish, Wish.household_id == Household.id)
    )  # fmt: skip


def _facts(row: tuple[Any, ...]) -> DoorFacts:
    (household_id, village, sls_id, lat, lng, asked_lat, asked_lng, sls_lat, sls_lng, tries, last_at, day, window,
     wish_days, wish_part) = row  # fmt: skip
    return DoorFacts(
        household_id, village, sls_id, (lat, lng), (asked_lat, asked_lng), (sls_lat, sls_lng), tries, last_at,
        (day, window) if day else None, (wish_days, wish_part) if wish_part else None,
    )  # fmt: skip


def _tried(counting: Collection[str], ending: Collection[str], *which: Any) -> Any:
    attempt = ContactAttempt
    counted = func.count().filter(attempt.outcome.in_(list(counting)))
    ended = func.count().filter(attempt.outcome.in_(list(ending)))
    return (
        select(
            attempt.household_id, counted.label("tries"), ended.label("ended"),
            func.max(attempt.at).label("last_at"), func.avg(attempt.latitude).label("latitude"),
            func.avg(attempt.longitude).label("longitude"),
        )
        .where(*which)
        .group_by(attempt.household_id)
        .subquery()
    )  # fmt: skip


def families(area_code: str) -> dict[tuple[str, UUID | None], int]:
    """How many families of the register live in each neighbourhood, counted or not."""
    rows = db.session.execute(
        select(Household.village_code, Household.sls_id, func.count())
        .where(Household.village_code.startswith(f"{area_code}.", autoescape=True))
        .group_by(Household.village_code, Household.sls_id)
    )
    return {(village, sls_id): n for village, sls_id, n in rows}


def ground(area_code: str) -> dict[str, tuple[float, float, float]]:
    """Latitude, longitude and square kilometres of each village."""
    rows = db.session.execute(
        select(Region.code, Region.latitude, Region.longitude, Region.area_km2).where(
            Region.parent == area_code
        )
    )
    return {code: (latitude, longitude, km2) for code, latitude, longitude, km2 in rows}


def blocked(first: date, last: date) -> dict[UUID, list[tuple[date, date]]]:
    """Neighbourhoods that cannot be reached on some of these days."""
    rows = db.session.execute(
        select(BlockedSls.sls_id, BlockedSls.first, BlockedSls.last).where(
            BlockedSls.first <= last, BlockedSls.last >= first
        )
    )
    found: dict[UUID, list[tuple[date, date]]] = {}
    for sls_id, begins, ends in rows:
        found.setdefault(sls_id, []).append((begins, ends))
    return found
