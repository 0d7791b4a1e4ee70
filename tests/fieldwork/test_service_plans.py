"""From the register to a draft, from a draft to everybody's lists."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.fieldwork.plans import AREA, DAYS, coordinator, draft, figures, published, register, stops
from tests.visits.conftest import MakeOffer
from webapp.fieldwork import queries, rules, service
from webapp.fieldwork.models import PlanVisit, Stop
from webapp.fieldwork.service.gathering import gather
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import clock, jobs
from webapp.shared.db import db, transaction
from webapp.shared.outbox import OutboxMessage
from webapp.staff import queries as staff
from webapp.visits import service as visits

__all__ = ["register"]


def test_a_draft_sends_people_to_their_own_villages_only(register: list[UUID]) -> None:
    plan_id = draft()
    told = figures(plan_id)
    assert told["doors"] == len(register) == told["planned"] + sum(told["left"].values())  # type: ignore[attr-defined]
    assert told["planned"] > 10
    assert 0 < told["bound"] <= told["metres"]
    people = {one.who.id: one.who for one in service.crew(AREA)}
    for row in queries.plan_visits(plan_id):
        assert row.enumerator_id is None or people[row.enumerator_id].covers(row.village_code)


def test_a_draft_changes_nobodys_list(register: list[UUID]) -> None:
    draft()
    assert stops() == []


def test_published_doors_stand_on_the_lists_in_order_of_the_walk(register: list[UUID]) -> None:
    plan_id = draft()
    service.publish(plan_id, coordinator())
    found = stops()
    assert len(found) == figures(plan_id)["planned"]
    for person in {one.enumerator_id for one in found}:
        for day in DAYS:
            mine = sorted(
                (one.position, one.begins) for one in found if (one.enumerator_id, one.day) == (person, day)
            )
            assert [begins for _place, begins in mine] == sorted(begins for _place, begins in mine)
            assert [place for place, _begins in mine] == list(range(1, len(mine) + 1))


def test_a_booking_is_planned_into_its_window(register: list[UUID], offer: MakeOffer) -> None:
    family = register[0]
    village = households.card(family).village_code
    visits.book(family, offer(DAYS[1], "midday", villages=[village]), "web")
    plan_id = draft()
    told = figures(plan_id)
    assert (told["bookings"], told["kept"]) == (1, 1)
    (row,) = [one for one in queries.plan_visits(plan_id) if one.household_id == family]
    assert row.day == DAYS[1]
    assert row.begins is not None
    assert 13 * 60 <= row.begins <= 15 * 60 + 30
    service.publish(plan_id, coordinator())
    (stop,) = [one for one in stops() if one.household_id == family]
    assert (stop.window, stop.booking_id is not None) == ("midday", True)


def test_of_two_coordinators_one_wins_and_the_other_is_told_who(register: list[UUID]) -> None:
    mine, other = draft(), draft()
    service.publish(mine, coordinator())
    with pytest.raises(rules.SomebodyPublished) as told:
        service.publish(other, coordinator())
    assert told.value.params["who"]
    assert service.plan_of(mine).state == rules.PUBLISHED
    service.publish(draft(), coordinator())
    db.session.rollback()
    assert service.plan_of(mine).state == rules.REPLACED
    left = select(func.count()).select_from(Stop).where(Stop.plan_id == mine, Stop.state == rules.PLANNED)
    assert db.session.scalar(left) == 0


def test_a_draft_is_published_once_and_only_when_it_is_ready(register: list[UUID]) -> None:
    waiting = service.make_plan(AREA, DAYS, [one.who.id for one in service.crew(AREA)], {}, None)
    with pytest.raises(rules.PlanNotReady):
        service.publish(waiting, coordinator())
    plan_id = draft()
    jobs.work_once()
    service.publish(plan_id, coordinator())
    with pytest.raises(rules.PlanNotReady):
        service.publish(plan_id, coordinator())


def test_the_job_done_twice_makes_the_same_draft(register: list[UUID]) -> None:
    plan_id = draft()
    before = queries.plan_visits(plan_id)
    with transaction():
        service.plan_of(plan_id).state = rules.WAITING
    service.run_plan({"plan": str(plan_id)}, lambda _done, _all: None)
    assert queries.plan_visits(plan_id) == before


def test_who_was_counted_after_the_draft_is_on_no_list(register: list[UUID]) -> None:
    plan_id = draft()
    gone = db.session.scalar(select(PlanVisit.household_id).where(PlanVisit.day.is_not(None)).limit(1))
    with transaction():
        db.session.execute(update(Household).where(Household.id == gone).values(state="complete"))
    service.publish(plan_id, coordinator())
    assert gone not in {one.household_id for one in stops()}


def test_a_booking_newer_than_the_draft_keeps_its_day(register: list[UUID], offer: MakeOffer) -> None:
    plan_id = draft()
    family = register[0]
    village = households.card(family).village_code
    visits.book(family, offer(DAYS[2], "morning", villages=[village]), "web")
    service.publish(plan_id, coordinator())
    (stop,) = [one for one in stops() if one.household_id == family]
    assert (stop.day, stop.window) == (DAYS[2], "morning")


def test_without_days_or_people_there_is_nothing_to_plan(register: list[UUID]) -> None:
    stranger = next(one.id for one in staff.enumerators_of("33.16.01"))
    for days, people in ((DAYS, []), ([clock.today()], None), (DAYS, [stranger])):
        with pytest.raises(rules.NobodyChosen):
            draft(days, people)


def test_people_with_overlapping_absences_do_not_work_then(register: list[UUID]) -> None:
    person = service.crew(AREA)[0].who.id
    service.add_absence(person, DAYS[0], DAYS[1], "ill")
    service.add_absence(person, DAYS[1], DAYS[2], "leave")
    found = [row for row in queries.plan_visits(draft()) if row.enumerator_id == person]
    assert found == []


def test_a_flooded_neighbourhood_is_visited_on_other_days_or_told(register: list[UUID]) -> None:
    first = db.session.get(Household, register[0])
    assert first is not None
    assert first.sls_id is not None
    service.block_sls(first.sls_id, DAYS[0], DAYS[1])
    rows = {row.household_id: row for row in queries.plan_visits(draft())}
    assert rows[first.id].day in (DAYS[2], None)
    service.block_sls(first.sls_id, DAYS[2], DAYS[2])
    rows = {row.household_id: row for row in queries.plan_visits(draft())}
    assert rows[first.id].reason == "blocked"


def test_doors_without_coordinates_say_what_their_place_rests_on(register: list[UUID]) -> None:
    with transaction():
        db.session.execute(update(Household).values(latitude=None, longitude=None))
    doors, offices, _shut = gather(AREA, DAYS, 20)
    assert {door.basis for door in doors} <= {"sls", "village"}
    assert all(door.spot.step > 0 for door in doors)
    assert set(offices) >= {door.village for door in doors}


def test_enumerators_are_told_by_text_and_seen_when_they_open_the_list(register: list[UUID]) -> None:
    person = service.crew(AREA)[0].who
    service.set_week(person.id, "012345", 480, 1020, phone="+6286000000009")
    plan_id = draft()
    service.publish(plan_id, coordinator())
    texts = db.session.scalars(select(OutboxMessage.message)).all()
    assert texts == ["officer_plan"]
    assert queries.notices(plan_id)[person.id].seen_at is None
    service.see_lists(person.id)
    db.session.rollback()
    assert queries.notices(plan_id)[person.id].seen_at is not None


def test_a_roster_that_cannot_be_is_refused(ready: Flask) -> None:
    person = service.crew(AREA)[0].who.id
    for weekdays, starts, ends in (("", 480, 900), ("789", 480, 900), ("01", 900, 480), ("01", 480, 1500)):
        with pytest.raises(rules.WrongRoster):
            service.set_week(person, weekdays, starts, ends)
    for first, last, reason in ((DAYS[1], DAYS[0], "ill"), (DAYS[0], DAYS[0] + timedelta(days=999), "ill"),
                                (DAYS[0], DAYS[0], "tired")):  # fmt: skip
        with pytest.raises(rules.WrongRoster):
            service.add_absence(person, first, last, reason)


def test_a_new_plan_leaves_announced_days_as_they_are(register: list[UUID]) -> None:
    published(minutes=5)
    service.freeze_day(AREA, DAYS[0])
    before = {stop.household_id: (stop.enumerator_id, stop.begins) for stop in stops() if stop.day == DAYS[0]}
    assert before
    someone = [next(iter(before.values()))[0]]
    again = draft(days=DAYS, people=[one for one in someone if one], minutes=5)
    assert service.days_of(service.plan_of(again)) == DAYS[1:]
    service.publish(again, None)
    after = {stop.household_id: (stop.enumerator_id, stop.begins) for stop in stops() if stop.day == DAYS[0]}
    assert after == before
    assert DAYS[0] in service.days_of(service.plan_of(again))
    assert {stop.plan_id for stop in stops()} == {again}


def test_a_draft_of_a_day_that_was_announced_meanwhile_is_refused(register: list[UUID]) -> None:
    published(minutes=5)
    late = draft(minutes=5)
    service.freeze_day(AREA, DAYS[0])
    with pytest.raises(rules.DayAnnounced):
        service.publish(late, None)
