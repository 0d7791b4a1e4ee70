"""Book, move, cancel, finish: one transaction each. The schema has the last word on who gets a place.

Nothing is held while somebody chooses: a place is taken by one conditional update, and the loser is told at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.enumeration import service as enumeration
from webapp.households import rules as household_rules
from webapp.shared import clock, events
from webapp.shared.db import db, new_id, transaction
from webapp.visits import queries, rules
from webapp.visits.models import Booking, Offer, OfferVillage
from webapp.visits.service.choosing import withdraw_wish

DOOR = "sms_booking"  # the stage door of booking, by text and page alike


def book(household_id: UUID, offer_id: UUID, channel: str, by: str | None = None) -> queries.BookingView:
    """Take a place for a family that has no visit yet.

    Raises OfferTaken, OfferUnusable, AlreadyBooked, AlreadyCounted, DoorClosed.
    """
    with transaction():
        village_code = _require_uncounted(household_id, channel)
        _end_what_has_lapsed(household_id)
        offer = _offers([offer_id]).get(offer_id)
        _require_usable(offer, village_code)
        assert offer is not None  # noqa: S101  for mypy
        _take(offer_id)
        booking_id = _insert(household_id, offer_id, channel, by, moves=0)
        withdraw_wish(household_id)
        events.announce(
            "visit_booked", household_id=household_id, booking_id=booking_id, offer_id=offer_id, day=offer.day,
            window=offer.window, channel=channel,
        )  # fmt: skip
        return _view(household_id)


def move(household_id: UUID, offer_id: UUID, channel: str, by: str | None = None) -> queries.BookingView:
    """Take the new place, then give the old one back.

    Raises NoBooking, TooManyMoves, TooLateToMove, and what book() raises; the old visit then stays as it is.
    """
    with transaction():
        village_code = _require_uncounted(household_id, channel)
        old = _require_booking(household_id)
        both = _offers([old.offer_id, offer_id])
        new, before = both.get(offer_id), both[old.offer_id]
        if offer_id == old.offer_id:
            return _view(household_id)
        _require_movable(old, before.day)
        _require_usable(new, village_code)
        assert new is not None  # noqa: S101  for mypy
        _take(offer_id)
        _end(old, rules.MOVED, "asked")
        booking_id = _insert(household_id, offer_id, channel, by, moves=old.moves + 1)
        events.announce(
            "visit_moved", household_id=household_id, booking_id=booking_id, offer_id=offer_id, day=new.day,
            window=new.window, old_day=before.day, old_window=before.window, channel=channel,
        )  # fmt: skip
        return _view(household_id)


def cancel(household_id: UUID, channel: str, reason: str = "asked", by: str | None = None) -> None:
    """Give the place back. reason: asked (by the family), office, answered. Raises NoBooking."""
    with transaction():
        booking = _require_booking(household_id)
        offer = _offers([booking.offer_id])[booking.offer_id]
        _end(booking, rules.CANCELLED, reason)
        booking.by = by or booking.by
        events.announce(
            "visit_cancelled", household_id=household_id, booking_id=booking.id, day=offer.day, window=offer.window,
            reason=reason, channel=channel,
        )  # fmt: skip


def finish(household_id: UUID, day: date, reason: str) -> None:
    """The officer has been there: the visit booked for that day, if there is one, is over."""
    with transaction():
        booking = _booking(household_id)
        if booking is not None and _day_of(booking) == day:
            booking.state, booking.ended_at, booking.reason = rules.DONE, clock.now(), reason[:20]
            db.session.flush()


def on_submitted(household_id: UUID, channel: str, **_facts: Any) -> None:
    """A receipt makes the visit needless at once; the interview that a visit was for ends it as done."""
    withdraw_wish(household_id)
    if not queries.has_booking(household_id):
        return  # nearly everybody who sends on the web
    if channel == "visit":
        finish(household_id, clock.today(), "interview")
    if _booking(household_id) is not None:
        cancel(household_id, channel, rules.ANSWERED)


def _require_uncounted(household_id: UUID, channel: str) -> str:
    """The family's village. Staff may book for a family at any stage; others while the door is open."""
    if channel != "staff":
        enumeration.require_open(DOOR)
    found = queries.lock_family(household_id)
    if found is None:
        raise household_rules.UnknownHousehold
    village_code, state = found
    if state == household_rules.COMPLETE:
        raise rules.AlreadyCounted
    return village_code


def _booking(household_id: UUID) -> Booking | None:
    wanted = select(Booking).where(Booking.household_id == household_id, Booking.state == rules.BOOKED)
    return db.session.scalar(wanted.with_for_update())


def _require_booking(household_id: UUID) -> Booking:
    _end_what_has_lapsed(household_id)
    found = _booking(household_id)
    if found is None:
        raise rules.NoBooking
    return found


def _end_what_has_lapsed(household_id: UUID) -> None:
    """A visit whose day is over without any word from the officer binds nobody any more."""
    found = _booking(household_id)
    if found is not None and _day_of(found) < clock.today():
        found.state, found.ended_at, found.reason = rules.DONE, clock.now(), "lapsed"
        db.session.flush()


def _day_of(booking: Booking) -> date:
    """Read without a lock: an offer's day never changes."""
    return db.session.execute(select(Offer.day).where(Offer.id == booking.offer_id)).scalar_one()


def _offers(offer_ids: list[UUID]) -> dict[UUID, Offer]:
    """Locked in one order for everybody, so that two families who swap cannot wait for each other."""
    wanted = select(Offer).where(Offer.id.in_(offer_ids)).order_by(Offer.id).with_for_update()
    return {offer.id: offer for offer in db.session.scalars(wanted.execution_options(populate_existing=True))}


def _require_usable(offer: Offer | None, village_code: str) -> None:
    moment = clock.to_wib(clock.now())
    if offer is None or not rules.may_change(offer.day, moment.date(), moment.hour):
        raise rules.OfferUnusable
    if db.session.get(OfferVillage, (offer.id, village_code)) is None:
        raise rules.OfferUnusable


def _require_movable(booking: Booking, day: date) -> None:
    moment = clock.to_wib(clock.now())
    if booking.moves >= rules.MOST_MOVES:
        raise rules.TooManyMoves(most=rules.MOST_MOVES)
    if not rules.may_change(day, moment.date(), moment.hour):
        raise rules.TooLateToMove


def _take(offer_id: UUID) -> None:
    spare = update(Offer).where(Offer.id == offer_id, Offer.taken < Offer.capacity)
    taken: Any = db.session.execute(
        spare.values(taken=Offer.taken + 1).execution_options(synchronize_session=False)
    )
    if taken.rowcount == 0:
        raise rules.OfferTaken


def _end(booking: Booking, state: str, reason: str) -> None:
    booking.state, booking.ended_at, booking.reason = state, clock.now(), reason
    db.session.flush()
    held = update(Offer).where(Offer.id == booking.offer_id)
    db.session.execute(held.values(taken=Offer.taken - 1).execution_options(synchronize_session=False))


def _insert(household_id: UUID, offer_id: UUID, channel: str, by: str | None, moves: int) -> UUID:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(Booking).values(
        id=new_id(), household_id=household_id, offer_id=offer_id, state=rules.BOOKED, channel=channel, by=by,
        booked_at=clock.now(), moves=moves, reason="",
    )  # fmt: skip
    booking_id: UUID | None = db.session.scalar(row.on_conflict_do_nothing().returning(Booking.id))
    if booking_id is None:  # the same family from two phones at once: the other one was faster
        raise rules.AlreadyBooked
    return booking_id


def _view(household_id: UUID) -> queries.BookingView:
    found = queries.booking_of(household_id)
    assert found is not None  # noqa: S101  it was written a moment ago
    return found
