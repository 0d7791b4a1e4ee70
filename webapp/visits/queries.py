"""Reads of visits: what a family can choose, what it has booked, what a coordinator has opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select

from webapp.households.models import Household
from webapp.places.models import Sls
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.i18n import format_day
from webapp.visits import rules
from webapp.visits.models import Booking, Offer, OfferVillage, Wish

_WINDOW_ORDER = case({key: n for n, key in enumerate(rules.WINDOWS)}, value=Offer.window)


@dataclass(frozen=True, slots=True)
class OfferView:
    """A time that a family can choose; `spare` places are left."""

    id: UUID
    day: date
    window: str
    spare: int

    @property
    def label(self) -> str:
        """Sabtu, 24 Desember, 13.00-15.30 WIB"""
        return slot_label(self.day, self.window)


@dataclass(frozen=True, slots=True)
class BookingView:
    """A family's booked visit."""

    id: UUID
    offer_id: UUID
    day: date
    window: str
    channel: str
    moves: int
    booked_at: datetime

    @property
    def label(self) -> str:
        return slot_label(self.day, self.window)

    @property
    def can_move(self) -> bool:
        moment = clock.to_wib(clock.now())
        return self.moves < rules.MOST_MOVES and rules.may_change(self.day, moment.date(), moment.hour)


def slot_label(day: date, window: str) -> str:
    """Day and time in the language at hand."""
    return f"{format_day(day)}, {rules.WINDOWS[window].label} WIB"


def bookable_offers(village_code: str, without: UUID | None = None) -> list[OfferView]:
    """All times with a place left for this village, in the order of time; `without`: not this offer."""
    moment = clock.to_wib(clock.now())
    first = rules.first_bookable(moment.date(), moment.hour)
    wanted = (
        select(Offer.id, Offer.day, Offer.window, Offer.capacity - Offer.taken)
        .join(OfferVillage, OfferVillage.offer_id == Offer.id)
        .where(OfferVillage.village_code == village_code, OfferVillage.day >= first, Offer.taken < Offer.capacity)
        .order_by(Offer.day, _WINDOW_ORDER)
    )
    return [OfferView(*row) for row in db.session.execute(wanted) if row[0] != without]


def booking_of(household_id: UUID) -> BookingView | None:
    """The family's visit that is still to come, today's included."""
    row = db.session.execute(
        select(Booking.id, Booking.offer_id, Offer.day, Offer.window, Booking.channel, Booking.moves, Booking.booked_at)
        .join(Offer, Offer.id == Booking.offer_id)
        .where(Booking.household_id == household_id, Booking.state == rules.BOOKED, Offer.day >= clock.today())
    ).one_or_none()  # fmt: skip
    return BookingView(*row) if row else None


def wish_of(household_id: UUID) -> Wish | None:
    """What the family wishes for, if anything."""
    return db.session.get(Wish, household_id)


def opened(area: ColumnElement[bool], first: date, last: date) -> list[Offer]:
    """The offers of an area from first to last, in the order of time. `area`: a condition on Offer.area_code."""
    wanted = select(Offer).where(area, Offer.day.between(first, last))
    return list(db.session.scalars(wanted.order_by(Offer.day, _WINDOW_ORDER, Offer.id)))


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
    return list(db.session.execute(chosen.order_by(Offer.day, _WINDOW_ORDER, Household.village_code, Sls.rt)))


def count_bookings(area: ColumnElement[bool], days: Sequence[date]) -> dict[date, int]:
    """How many visits are booked on each of these days."""
    wanted = _booked(select(Offer.day, func.count())).where(area, Offer.day.in_(days)).group_by(Offer.day)
    return dict.fromkeys(days, 0) | {day: n for day, n in db.session.execute(wanted)}


def _booked(wanted: Select[Any]) -> Select[Any]:
    return (
        wanted.select_from(Booking)
        .join(Offer, Offer.id == Booking.offer_id)
        .join(Household, Household.id == Booking.household_id)
        .where(Booking.state == rules.BOOKED)
    )
