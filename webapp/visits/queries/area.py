"""What a coordinator sees of an area: the times that are open, and the visits that are booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from webapp.households.models import Household
from webapp.households.rules import UNCOUNTED
from webapp.places.models import Sls
from webapp.shared.db import db
from webapp.visits import rules
from webapp.visits.models import Booking, Offer, OfferVillage, Wish
from webapp.visits.queries.family import WINDOW_ORDER

# What areas of staff are compared with. An expression, so that no index serves it: bookings and wishes are few, and
# SQLite would else walk all families of the area first (28 ms at 20,000 families).
HOUSEHOLD_VILLAGE = Household.village_code.concat("")


def opened(area: ColumnElement[bool], first: date, last: date) -> list[Offer]:
    """The offers of an area from first to last, in the order of time. `area`: a condition on Offer.area_code."""
    wanted = select(Offer).where(area, Offer.day.between(first, last))
    return list(db.session.scalars(wanted.order_by(Offer.day, WINDOW_ORDER, Offer.id)))


def villages_of(offer_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The villages that each offer is for."""
    rows = db.session.execute(
        select(OfferVillage.offer_id, OfferVillage.village_code)
        .where(OfferVillage.offer_id.in_(offer_ids))
        .order_by(OfferVillage.village_code)
    )
    found: dict[UUID, list[str]] = {}
    for offer_id, village in rows:
        found.setdefault(offer_id, []).append(village)
    return found


def already_open(village_codes: Iterable[str], days: Iterable[date]) -> set[tuple[str, date, str]]:
    """Which (village, day, window) have an offer."""
    rows = db.session.execute(
        select(OfferVillage.village_code, OfferVillage.day, OfferVillage.window).where(
            OfferVillage.village_code.in_(list(village_codes)), OfferVillage.day.in_(list(days))
        )
    )
    return {(village, day, window) for village, day, window in rows}


def bookings(area: ColumnElement[bool], first: date, last: date) -> list[Any]:
    """Booked visits of an area: day, window, village, neighbourhood, letter number, channel, moves. Nothing sealed.

    `area`: a condition on Household.village_code.
    """
    wanted = _booked(
        select(
            Booking.id, Booking.household_id, Offer.day, Offer.window, Household.village_code, Sls.rt, Sls.rw,
            Household.letter_number, Booking.channel, Booking.moves, Booking.booked_at,
        )
    ).outerjoin(Sls, Sls.id == Household.sls_id)  # fmt: skip
    chosen = wanted.where(area, Offer.day.between(first, last))
    return list(db.session.execute(chosen.order_by(Offer.day, WINDOW_ORDER, Household.village_code, Sls.rt)))


def count_bookings(area: ColumnElement[bool], days: Sequence[date]) -> dict[date, int]:
    """How many visits are booked on each of these days."""
    wanted = _booked(select(Offer.day, func.count())).where(area, Offer.day.in_(days)).group_by(Offer.day)
    return dict.fromkeys(days, 0) | dict(db.session.execute(wanted).all())


def _booked(wanted: Any) -> Any:
    return (
        wanted.select_from(Booking)
        .join(Offer, Offer.id == Booking.offer_id)
        .join(Household, Household.id == Booking.household_id)
        .where(Booking.state == rules.BOOKED)
    )


def area_of_offer(offer_id: UUID) -> str | None:
    """The sub-district that an offer belongs to."""
    return db.session.scalar(select(Offer.area_code).where(Offer.id == offer_id))


def village_of(household_id: UUID) -> str | None:
    """The village of a family, None for an unknown one."""
    return db.session.scalar(select(Household.village_code).where(Household.id == household_id))


def count_wishes(area: ColumnElement[bool]) -> dict[str, int]:
    """How many families wait for a time, by village. `area`: a condition on Household.village_code."""
    rows = db.session.execute(
        select(Household.village_code, func.count())
        .join(Wish, Wish.household_id == Household.id)
        .where(area, Household.state.in_(UNCOUNTED))
        .group_by(Household.village_code)
        .order_by(Household.village_code)
    )
    return dict(rows.all())


def count_spare(village_codes: Sequence[str], first: date) -> dict[str, int]:
    """How many places families can still book from a day on, by village (an offer of several counts for each)."""
    rows = db.session.execute(
        select(OfferVillage.village_code, func.sum(Offer.capacity - Offer.taken))
        .join(Offer, Offer.id == OfferVillage.offer_id)
        .where(OfferVillage.village_code.in_(village_codes), OfferVillage.day >= first)
        .group_by(OfferVillage.village_code)
    )
    return {village: int(spare) for village, spare in rows}
