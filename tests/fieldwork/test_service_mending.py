"""Changes by hand, and repair of what is carried out."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.fieldwork.plans import AREA, DAYS, coordinator, draft, figures, published, register, stops
from webapp.fieldwork import queries, rules, service
from webapp.fieldwork.models import Absence, Plan, Stop
from webapp.households.models import Household
from webapp.shared.db import db, transaction
from webapp.staff import queries as staff
from webapp.visits import service as visits

__all__ = ["register"]


@pytest.fixture
def everywhere(register: list[UUID]) -> list[UUID]:
    """All three enumerators may work in all of Cepu."""
    from sqlalchemy import delete, insert

    from webapp.staff.models import AccountArea

    ids = [one.who.id for one in service.crew(AREA)]
    with transaction():
        db.session.execute(delete(AccountArea).where(AccountArea.account_id.in_(ids)))
        db.session.execute(insert(AccountArea), [{"account_id": one, "area_code": AREA} for one in ids])
    return register


def busiest(day: object) -> UUID:
    people = [one.enumerator_id for one in stops() if one.day == day and one.enumerator_id]
    return max(set(people), key=people.count)


def test_a_door_goes_to_somebody_else_and_the_cost_is_told_first(everywhere: list[UUID]) -> None:
    plan_id = draft()
    row = next(one for one in queries.plan_visits(plan_id) if one.day == DAYS[0])
    other = next(one.who.id for one in service.crew(AREA) if one.who.id != row.enumerator_id)
    told = service.try_move(plan_id, [row.household_id], other, DAYS[1])
    assert queries.plan_visits(plan_id)[0].enumerator_id is not None
    assert figures(plan_id)["metres"] == told.before["metres"]
    done = service.move(plan_id, [row.household_id], other, DAYS[1], coordinator())
    assert done == told
    (moved,) = [one for one in queries.plan_visits(plan_id) if one.household_id == row.household_id]
    assert (moved.enumerator_id, moved.day) == (other, DAYS[1])
    assert figures(plan_id)["metres"] == told.after["metres"]
    assert figures(plan_id)["bound"] > 0


def test_more_than_a_day_holds_is_told_as_overtime(everywhere: list[UUID]) -> None:
    plan_id = draft(minutes=60)
    rows = [one for one in queries.plan_visits(plan_id) if one.day]
    person = rows[0].enumerator_id
    assert person is not None
    told = service.try_move(plan_id, [one.household_id for one in rows], person, DAYS[0])
    assert told.after["overtime"] > told.before["overtime"] == 0


def test_a_booking_keeps_its_day_whoever_comes(everywhere: list[UUID]) -> None:
    published(minutes=5)
    family = everywhere[0]
    visits.book(family, visits.offers_for(family)[0].id, "web")
    plan = queries.published_plan(AREA)
    booking = visits.booking_of(family)
    assert plan is not None
    assert booking is not None
    other_day = next(day for day in DAYS if day != booking.day)
    with pytest.raises(rules.PlanChangedMeanwhile):
        service.move(plan.id, [family], busiest(booking.day), other_day, coordinator())


def test_nothing_moves_to_people_or_days_that_are_not_there(register: list[UUID]) -> None:
    plan_id = draft()
    row = next(one for one in queries.plan_visits(plan_id) if one.day)
    stranger = staff.enumerators_of("33.16.01")[0].id
    colleague = next(one.who for one in service.crew(AREA) if not one.who.covers(row.village_code))
    for person, day in (
        (stranger, DAYS[0]),
        (colleague.id, DAYS[0]),
        (row.enumerator_id, DAYS[0].replace(day=9)),
    ):
        assert person is not None
        with pytest.raises(rules.PlanChangedMeanwhile):
            service.move(plan_id, [row.household_id], person, day, coordinator())
    with transaction():
        service.plan_of(plan_id).state = rules.REPLACED
    with pytest.raises(rules.PlanNotReady):
        service.try_move(plan_id, [row.household_id], stranger, DAYS[0])


def test_who_falls_ill_is_replaced_and_everybody_else_keeps_person_and_day(everywhere: list[UUID]) -> None:
    published(minutes=10)
    ill = busiest(DAYS[0])
    before = {one.household_id: (one.enumerator_id, one.day) for one in stops()}
    hers = {one for one, (person, _day) in before.items() if person == ill}
    told = service.fall_ill(AREA, ill, DAYS[0], DAYS[2], coordinator())
    after = {one.household_id: (one.enumerator_id, one.day) for one in stops()}
    assert told.moved + told.waiting + told.released == len(hers)
    assert all(person != ill for person, _day in after.values())
    assert {one: where for one, where in after.items() if one not in hers} == {
        one: where for one, where in before.items() if one not in hers
    }
    assert told.kept == len(before) - len(hers)


def test_bookings_of_the_ill_keep_their_time_with_another_or_are_cancelled_with_a_message(
    everywhere: list[UUID], told: list[tuple[str, dict[str, object]]]
) -> None:
    published(minutes=5)
    family = everywhere[0]
    offer = visits.offers_for(family)[0]
    visits.book(family, offer.id, "web")
    (stop,) = [one for one in stops() if one.household_id == family]
    ill = stop.enumerator_id
    assert ill is not None
    done = service.fall_ill(AREA, ill, DAYS[0], DAYS[2])
    (now,) = [one for one in stops() if one.household_id == family]
    assert now.enumerator_id not in (ill, None)
    assert (now.day, now.window, done.bookings) == (offer.day, offer.window, 1)
    for one in service.crew(AREA):
        service.add_absence(one.who.id, DAYS[0], DAYS[2], "leave")
    last = service.mend(AREA)
    assert last.released == 1
    assert visits.booking_of(family) is None
    assert [facts["reason"] for name, facts in told if name == "visit_cancelled"] == ["office"]


def test_a_flood_sends_only_that_neighbourhood_to_other_days(everywhere: list[UUID]) -> None:
    published(minutes=5)
    shut = db.session.execute(
        select(Household.sls_id)
        .join(Stop, Stop.household_id == Household.id)
        .where(Stop.day == DAYS[0])
        .limit(1)
    ).scalar_one()
    before = {one.household_id: (one.enumerator_id, one.day) for one in stops()}
    service.block_sls(shut, DAYS[0], DAYS[0])
    tried = service.try_mend(AREA)
    assert {one.household_id: (one.enumerator_id, one.day) for one in stops()} == before
    done = service.mend(AREA)
    assert (done.moved, done.waiting) == (tried.moved, tried.waiting)
    wet = set(db.session.scalars(select(Household.id).where(Household.sls_id == shut)))
    after = {one.household_id: (one.enumerator_id, one.day) for one in stops()}
    assert all(day != DAYS[0] for one, (_person, day) in after.items() if one in wet)
    assert {one: where for one, where in after.items() if one not in wet} == {
        one: where for one, where in before.items() if one not in wet
    }


def test_mending_a_plan_that_is_well_changes_nothing_and_tells_nobody(register: list[UUID]) -> None:
    published()
    before = {one.household_id: (one.enumerator_id, one.day, one.position) for one in stops()}
    done = service.mend(AREA)
    assert (done.moved, done.waiting, done.told) == (0, 0, 0)
    assert {one.household_id: (one.enumerator_id, one.day, one.position) for one in stops()} == before


def test_a_family_that_answers_leaves_the_list_and_the_rest_stays(register: list[UUID]) -> None:
    published()
    gone, *rest = [one.household_id for one in stops()]
    service.on_submitted(gone)
    assert {one.household_id for one in stops()} == set(rest)
    assert service.mend(AREA).kept == len(rest)


def test_without_a_published_plan_nobody_is_noted_ill_by_repair(ready: Flask) -> None:
    person = service.crew(AREA)[0].who.id
    with pytest.raises(rules.NothingPlanned):
        service.fall_ill(AREA, person, DAYS[0], DAYS[0])
    assert db.session.scalars(select(Absence)).all() == []
    assert db.session.scalars(select(Plan)).all() == []
