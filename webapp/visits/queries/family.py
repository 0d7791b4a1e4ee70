"""What a family can choose, what it has booked, what it wishes for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, literal_column, select

from webapp.enumeration.models import Seat
from webapp.households.models import Household
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.i18n import format_day
from webapp.shared.quick import Quick
from webapp.visits import rules
from webapp.visits.models import Booking, Offer, OfferVillage, Wish

WINDOW_ORDER = case({key: n for n, key in enumerate(rules.WINDOWS)}, value=Offer.window)
_booked = Quick(
    select(Booking.id)
    .where(Booking.household_id == bindparam("household_id"), Booking.state == rules.BOOKED)
    .with_for_update()
)
_state: Any = literal_column(
    f"'{rules.BOOKED}'"
)  # as a parameter it would keep SQLite from the partial index
_booking = Quick(
    select(Booking.id, Booking.offer_id, Offer.day, Offer.window, Booking.channel, Booking.moves, Booking.booked_at)
    .join(Offer, Offer.id == Booking.offer_id)
    .where(Booking.household_id == bindparam("household_id"), Booking.state == _state, Offer.day >= bindparam("today"))
)  # fmt: skip
_bookable = Quick(
    select(Offer.id, Offer.day, Offer.window, Offer.capacity - Offer.taken)
    .join(OfferVillage, OfferVillage.offer_id == Offer.id)
    .where(OfferVillage.village_code == bindparam("village"), OfferVillage.day >= bindparam("first"),
           Offer.taken < Offer.capacity)
    .order_by(Offer.day, WINDOW_ORDER)
)  # fmt: skip


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

    @property
    def hours(self) -> str:
        return rules.WINDOWS[self.window].label


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
    def hours(self) -> str:
        return rules.WINDOWS[self.window].label

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
    return [OfferView(*row) for row in _bookable.all(village=village_code, first=first) if row[0] != without]


def booking_of(household_id: UUID) -> BookingView | None:
    """The family's visit that is still to come, today's included."""
    row = _booking.first(household_id=household_id, today=clock.today())
    return BookingView(*row) if row else None


def has_booking(household_id: UUID) -> bool:
    """Is a visit booked, also one whose day is over? Locks it."""
    return _booked.first(household_id=household_id) is not None


def wish_of(household_id: UUID) -> Wish | None:
    """What the family wishes for, if anything."""
    return db.session.get(Wish, household_id)


def household_of_seat(seat_id: UUID) -> UUID | None:
    """The family that a seat is for."""
    return db.session.scalar(select(Seat.household_id).where(Seat.id == seat_id))


def lock_family(household_id: UUID) -> tuple[str, str] | None:
    """A family's village and state, locked: its answer and its booking happen one after the other."""
    wanted = (
        select(Household.village_code, Household.state).where(Household.id == household_id).with_for_update()
    )
    row = db.session.execute(wanted).one_or_none()
    return (row.village_code, row.state) if row else None
