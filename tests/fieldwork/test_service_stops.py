"""Stops follow bookings in the booking's own transaction."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tests.fieldwork.conftest import MakeFamily, open_tasks, stop_of
from tests.visits.conftest import MONDAY_NOON, TUESDAY, VILLAGE, WEDNESDAY, MakeOffer
from webapp.fieldwork import queries, rules, service
from webapp.fieldwork.models import Stop
from webapp.households import service as households
from webapp.shared import clock, events
from webapp.shared.access import StaffIdentity
from webapp.shared.db import new_id, transaction
from webapp.staff import queries as staff
from webapp.staff import service as accounts
from webapp.visits import service as visits


def test_a_booking_puts_the_family_on_the_list_of_its_officer(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    who = family()
    visits.book(who, offer(), "sms")
    rows = queries.stops(Stop.enumerator_id == officer.id, TUESDAY)
    assert [(row.household_id, row.window, row.channel, row.state) for row in rows] == [
        (who, "morning", "sms", "planned")
    ]


def test_the_officer_with_the_fewest_stops_in_that_window_gets_the_next(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    second = accounts.create_account("second.one", "Second", "enumerator", [VILLAGE], "a-long-password")
    slot = offer(capacity=4)
    for _ in range(4):
        visits.book(family(), slot, "web")
    rows = queries.stops(Stop.day == TUESDAY, TUESDAY)
    shares = [row.enumerator_id for row in rows]
    assert (shares.count(officer.id), shares.count(second.id)) == (2, 2)


def test_a_move_moves_the_stop_and_a_cancellation_takes_it_off(family: MakeFamily, offer: MakeOffer) -> None:
    who, first, second = family(), offer(), offer(WEDNESDAY)
    visits.book(who, first, "web")
    visits.move(who, second, "sms")
    assert [len(queries.stops(Stop.day == day, day)) for day in (TUESDAY, WEDNESDAY)] == [0, 1]
    visits.cancel(who, "web")
    assert queries.stops(Stop.day == WEDNESDAY, WEDNESDAY) == []
    assert stop_of(who)[0] == "dropped"  # type: ignore[index]


def test_without_an_officer_the_visit_stands_and_waits_for_the_coordinator(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    accounts.set_active(officer.id, active=False)
    who = family()
    visits.book(who, offer(), "web")
    assert stop_of(who) == ("planned", None)
    assert open_tasks() == ["no_officer", "unmatched"]
    with pytest.raises(rules.OfficerElsewhere):
        service.assign(who, staff.account_named("petugas.jati.1").id)  # type: ignore[union-attr]
    accounts.set_active(officer.id, active=True)
    service.assign(who, officer.id)
    assert stop_of(who) == ("planned", officer.id)
    assert open_tasks() == ["unmatched"]


def submitted(who: UUID, channel: str, by: UUID | None = None) -> None:
    households.record_event(who, "submitted", channel, str(by) if by else None)
    with transaction():
        events.announce("household_submitted", household_id=who, version_id=new_id(), channel=channel,
                        by=str(by) if by else None, receipt="1", phone=None)  # fmt: skip


def test_a_family_that_answers_elsewhere_leaves_the_list_at_once(
    family: MakeFamily, offer: MakeOffer
) -> None:
    who = family()
    visits.book(who, offer(), "sms")
    submitted(who, "web")
    assert stop_of(who)[0] == "dropped"  # type: ignore[index]
    assert visits.booking_of(who) is None
    assert queries.attempts_of(who) == []


def test_an_interview_is_an_attempt_of_its_own_and_does_the_stop(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    who = family()
    visits.book(who, offer(), "sms")
    with clock.frozen(MONDAY_NOON + timedelta(days=1)):
        submitted(who, "visit", officer.id)
        assert [(one.outcome, one.enumerator_id) for one in queries.attempts_of(who)] == [
            ("completed", officer.id)
        ]
        assert stop_of(who) == ("done", officer.id)
