"""Booking, moving, cancelling: what holds afterwards, and what is refused without a trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.visits.conftest import FRIDAY, MONDAY_NOON, TUESDAY, WEDNESDAY, MakeFamily, MakeOffer, taken
from webapp.enumeration import service as enumeration
from webapp.enumeration.rules.refusals import DoorClosed
from webapp.households import service as households
from webapp.shared import clock
from webapp.shared.db import db, new_id, transaction
from webapp.visits import queries, rules, service
from webapp.visits.models import Booking, Offer

Told = list[tuple[str, dict[str, Any]]]


def test_a_booking_takes_one_place_and_is_announced(family: MakeFamily, offer: MakeOffer, told: Told) -> None:
    who, slot = family(), offer(capacity=2)
    told.clear()
    booked = service.book(who, slot, "sms")
    assert (booked.day, booked.window, booked.channel, booked.moves) == (TUESDAY, "morning", "sms", 0)
    assert booked.label == "Selasa, 4 Juni, 08.00-11.00 WIB"
    assert taken(slot) == 1
    name, facts = told[0]
    assert name == "visit_booked"
    assert facts == {"household_id": who, "booking_id": booked.id, "offer_id": slot, "day": TUESDAY,
                     "window": "morning", "channel": "sms"}  # fmt: skip


def test_a_family_has_one_visit_only(family: MakeFamily, offer: MakeOffer) -> None:
    who, first, second = family(), offer(), offer(WEDNESDAY)
    service.book(who, first, "web")
    with pytest.raises(rules.AlreadyBooked):
        service.book(who, second, "sms")
    assert (taken(first), taken(second)) == (1, 0)


def test_a_full_time_is_refused(family: MakeFamily, offer: MakeOffer) -> None:
    slot = offer()
    service.book(family(), slot, "web")
    with pytest.raises(rules.OfferTaken):
        service.book(family(), slot, "web")
    assert taken(slot) == 1


def test_another_villages_time_a_past_one_and_a_made_up_one_are_refused(
    family: MakeFamily, offer: MakeOffer
) -> None:
    for slot in (offer(villages=["33.16.05.2002"]), offer(MONDAY_NOON.date()), new_id()):
        with pytest.raises(rules.OfferUnusable):
            service.book(family(), slot, "web")


def test_after_the_evening_tomorrow_cannot_be_booked(family: MakeFamily, offer: MakeOffer) -> None:
    slot = offer()
    with clock.frozen(MONDAY_NOON + timedelta(hours=8)), pytest.raises(rules.OfferUnusable):
        service.book(family(), slot, "web")


def test_a_counted_family_needs_no_visit(family: MakeFamily, offer: MakeOffer) -> None:
    who = family()
    households.record_event(who, "submitted", "web")
    with pytest.raises(rules.AlreadyCounted):
        service.book(who, offer(), "web")


def test_while_the_door_is_closed_only_staff_can_book(family: MakeFamily, offer: MakeOffer) -> None:
    past = clock.now() - timedelta(days=2)
    enumeration.set_stage("sms_booking", past, past + timedelta(days=1))
    who, slot = family(), offer()
    with pytest.raises(DoorClosed):
        service.book(who, slot, "sms")
    assert service.book(who, slot, "staff").day == TUESDAY


def test_a_move_takes_the_new_place_and_gives_the_old_one_back(
    family: MakeFamily, offer: MakeOffer, told: Told
) -> None:
    who, first, second = family(), offer(), offer(WEDNESDAY, "midday")
    service.book(who, first, "web")
    told.clear()
    moved = service.move(who, second, "sms")
    assert (moved.day, moved.window, moved.moves) == (WEDNESDAY, "midday", 1)
    assert (taken(first), taken(second)) == (0, 1)
    name, facts = told[0]
    assert (name, facts["old_day"], facts["old_window"], facts["day"]) == (
        "visit_moved",
        TUESDAY,
        "morning",
        WEDNESDAY,
    )


def test_a_move_to_a_full_time_leaves_the_old_visit(family: MakeFamily, offer: MakeOffer) -> None:
    who, first, second = family(), offer(), offer(WEDNESDAY)
    service.book(family(), second, "web")
    service.book(who, first, "web")
    with pytest.raises(rules.OfferTaken):
        service.move(who, second, "web")
    assert service.booking_of(who).offer_id == first  # type: ignore[union-attr]
    assert (taken(first), taken(second)) == (1, 1)


def test_moving_to_the_same_time_changes_nothing(family: MakeFamily, offer: MakeOffer) -> None:
    who, slot = family(), offer()
    service.book(who, slot, "web")
    assert service.move(who, slot, "web").moves == 0
    assert taken(slot) == 1


def test_three_moves_are_enough(family: MakeFamily, offer: MakeOffer) -> None:
    who, slots = family(), [offer(FRIDAY, window) for window in rules.WINDOWS] + [offer(WEDNESDAY)]
    service.book(who, slots[0], "web")
    for slot in (slots[1], slots[2], slots[0]):
        service.move(who, slot, "web")
    with pytest.raises(rules.TooManyMoves):
        service.move(who, slots[3], "web")
    assert [taken(slot) for slot in slots] == [1, 0, 0, 0]


def test_on_the_last_evening_a_visit_can_be_cancelled_but_not_moved(
    family: MakeFamily, offer: MakeOffer
) -> None:
    who, slot, later = family(), offer(), offer(FRIDAY)
    service.book(who, slot, "web")
    with clock.frozen(MONDAY_NOON + timedelta(hours=8)):
        assert not service.booking_of(who).can_move  # type: ignore[union-attr]
        with pytest.raises(rules.TooLateToMove):
            service.move(who, later, "web")
        service.cancel(who, "web")
    assert taken(slot) == 0


def test_cancelling_gives_the_place_back_and_is_announced(
    family: MakeFamily, offer: MakeOffer, told: Told
) -> None:
    who, slot = family(), offer()
    service.book(who, slot, "web")
    told.clear()
    service.cancel(who, "sms", "asked")
    assert (service.booking_of(who), taken(slot)) == (None, 0)
    assert told[0][0] == "visit_cancelled"
    assert (told[0][1]["reason"], told[0][1]["day"]) == ("asked", TUESDAY)
    for action in (lambda: service.cancel(who, "sms"), lambda: service.move(who, slot, "sms")):
        with pytest.raises(rules.NoBooking):
            action()
    service.book(who, slot, "web")


def submitted(who: UUID, channel: str) -> None:
    facts = {"version_id": new_id(), "by": None, "receipt": "1", "phone": None}
    with transaction():
        service.on_submitted(household_id=who, channel=channel, **facts)


def test_a_receipt_cancels_the_visit_in_the_same_transaction(
    family: MakeFamily, offer: MakeOffer, told: Told
) -> None:
    who, slot = family(), offer()
    service.book(who, slot, "sms")
    told.clear()
    submitted(who, "web")
    assert (service.booking_of(who), taken(slot)) == (None, 0)
    assert [(name, facts["reason"]) for name, facts in told] == [("visit_cancelled", "answered")]
    submitted(who, "web")  # and without a visit nothing happens
    assert len(told) == 1


def test_the_interview_that_the_visit_was_for_ends_it_as_done(
    family: MakeFamily, offer: MakeOffer, told: Told
) -> None:
    who, slot = family(), offer()
    service.book(who, slot, "sms")
    told.clear()
    with clock.frozen(MONDAY_NOON + timedelta(days=1)):
        submitted(who, "visit")
    assert told == []
    ended = db.session.execute(select(Booking.state, Booking.reason).where(Booking.household_id == who)).one()
    assert tuple(ended) == ("done", "interview")
    assert taken(slot) == 1


def test_a_visit_that_nobody_reported_on_binds_nobody_any_more(family: MakeFamily, offer: MakeOffer) -> None:
    who = family()
    service.book(who, offer(), "web")
    with clock.frozen(MONDAY_NOON + timedelta(days=2)):
        assert service.booking_of(who) is None
        assert service.book(who, offer(FRIDAY), "web").day == FRIDAY


def test_a_wish_ends_with_the_booking_and_a_later_one_replaces_it(
    family: MakeFamily, offer: MakeOffer
) -> None:
    who = family()
    service.set_wish(who, "0,2;9", "midday", "web")
    service.set_wish(who, "65", "nonsense", "sms")
    wish = queries.wish_of(who)
    assert wish is not None
    assert (wish.days, wish.part, wish.channel) == ("56", "any", "sms")
    service.book(who, offer(), "web")
    db.session.expire_all()
    assert queries.wish_of(who) is None


def test_the_schema_itself_refuses_an_overbooked_offer_and_a_second_visit(
    family: MakeFamily, offer: MakeOffer, ready: Flask
) -> None:
    who, slot = family(), offer()
    service.book(who, slot, "web")
    second = Booking(household_id=who, offer_id=slot, state="booked", channel="web", booked_at=clock.now())
    overbooked = Offer(
        area_code="x", day=TUESDAY, window="morning", capacity=1, taken=2, opened_at=clock.now()
    )
    for wrong in (second, overbooked):
        with pytest.raises(IntegrityError), transaction():
            db.session.add(wrong)
            db.session.flush()
