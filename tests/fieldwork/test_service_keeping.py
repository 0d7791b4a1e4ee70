"""Times that the plan can keep, and only those."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.fieldwork.plans import AREA, DAYS, draft, published, register, stops
from tests.visits.conftest import MakeOffer
from webapp.fieldwork import queries, rules, service
from webapp.fieldwork.rules.routes import lateness
from webapp.fieldwork.service import showing
from webapp.fieldwork.service.board import lay_out
from webapp.households import service as households
from webapp.shared.db import db
from webapp.visits import rules as visit_rules
from webapp.visits import service as visits
from webapp.visits.models import Offer, OfferVillage

__all__ = ["register"]


def planned(one: UUID) -> bool:
    return any(stop.household_id == one for stop in stops())


def everything_is_kept() -> bool:
    plan = queries.published_plan(AREA)
    assert plan is not None
    board = lay_out(plan)
    return board.stray == [] and all(lateness(walk, board.travel) == ([], 0) for walk in board.walks)


def test_a_published_plan_offers_windows_of_its_own_days(register: list[UUID]) -> None:
    published(minutes=5)
    offers = visits.offers_for(register[0], limit=50)
    assert offers
    assert {offer.day for offer in offers} <= set(DAYS)


def test_a_booking_stands_on_the_list_at_its_time_and_nobody_else_changes_person_or_day(
    register: list[UUID],
) -> None:
    published(minutes=5)
    before = {stop.household_id: (stop.enumerator_id, stop.day) for stop in stops()}
    family = register[0]
    offer = visits.offers_for(family)[0]
    visits.book(family, offer.id, "web")
    after = {stop.household_id: stop for stop in stops()}
    mine = after.pop(family)
    before.pop(family, None)
    assert {one: (stop.enumerator_id, stop.day) for one, stop in after.items()} == before
    assert (mine.day, mine.window) == (offer.day, offer.window)
    window = visit_rules.WINDOWS[offer.window]
    assert mine.begins is not None
    assert (
        window.starts.hour * 60 + window.starts.minute
        <= mine.begins
        <= window.ends.hour * 60 + window.ends.minute
    )
    assert everything_is_kept()


def test_bookings_are_taken_until_the_plan_is_full_and_every_one_is_kept(register: list[UUID]) -> None:
    published(minutes=20)
    village = households.card(register[0]).village_code
    booked = 0
    for family in [one for one in register if households.card(one).village_code == village]:
        for offer in visits.offers_for(family, limit=1):
            visits.book(family, offer.id, "web")
            booked += 1
    assert booked > 1
    assert everything_is_kept()


def test_what_the_plan_cannot_keep_is_neither_offered_nor_booked(
    register: list[UUID], offer: MakeOffer
) -> None:
    person = next(
        one for one in service.crew(AREA) if one.who.covers(households.card(register[0]).village_code)
    )
    service.set_week(person.who.id, "012345", 480, 690)  # mornings only
    published()
    family = register[0]
    village = households.card(family).village_code
    assert "afternoon" not in {one.window for one in visits.offers_for(family, limit=50)}
    shut = offer(DAYS[0], "afternoon", villages=[village], capacity=5)
    assert shut not in {one.id for one in visits.offers_for(family, limit=50)}
    stood = planned(family)
    with pytest.raises(visit_rules.OfferTaken):
        visits.book(family, shut, "web")
    assert planned(family) == stood
    assert visits.booking_of(family) is None


def test_a_refused_move_leaves_the_old_visit(register: list[UUID], offer: MakeOffer) -> None:
    person = next(
        one for one in service.crew(AREA) if one.who.covers(households.card(register[0]).village_code)
    )
    service.set_week(person.who.id, "012345", 480, 690)
    published(minutes=5)
    family = register[0]
    visits.book(family, visits.offers_for(family)[0].id, "web")
    before = visits.booking_of(family)
    shut = offer(DAYS[0], "afternoon", villages=[households.card(family).village_code])
    with pytest.raises(visit_rules.OfferTaken):
        visits.move(family, shut, "web")
    assert visits.booking_of(family) == before
    assert planned(family)


def test_offers_of_a_village_hold_what_the_plan_can_bear_beside_what_is_taken(
    register: list[UUID], offer: MakeOffer
) -> None:
    family = register[0]
    village = households.card(family).village_code
    early = offer(DAYS[0], "morning", villages=[village], capacity=200)
    visits.book(family, early, "web")
    published()
    db.session.rollback()
    found = db.session.get(Offer, early)
    assert found is not None
    assert found.taken == 1
    assert found.capacity < 30
    keys = db.session.execute(select(OfferVillage.village_code, OfferVillage.day, OfferVillage.window)).all()
    assert len(keys) == len(set(keys))


def test_days_without_a_plan_are_offered_as_before(register: list[UUID], offer: MakeOffer) -> None:
    family = register[0]
    later = offer(DAYS[2], "morning", villages=[households.card(family).village_code])
    service.publish(draft(days=DAYS[:1]), None)
    assert later in {one.id for one in visits.offers_for(family, limit=50)}
    visits.book(family, later, "web")
    (stop,) = [one for one in stops() if one.household_id == family]
    assert (stop.day, stop.plan_id, stop.state) == (DAYS[2], None, rules.PLANNED)


def test_walks_are_read_once_for_many_looks_and_again_after_a_booking_there(register: list[UUID]) -> None:
    published(minutes=5)
    family = register[0]
    village = households.card(family).village_code
    plan = queries.carried(AREA)
    assert plan is not None
    visits.offers_for(family)
    shown = showing.walks_for_showing(plan, village)
    assert showing.walks_for_showing(plan, village) is shown
    visits.book(family, visits.offers_for(family)[0].id, "web")
    after = showing.walks_for_showing(plan, village)
    assert str(family) in {door.id for slack in after.slacks for door in slack.walk.doors if door.booked}
