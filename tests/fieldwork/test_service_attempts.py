"""Outcomes at the door: their effects, once each, whatever the line does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.fieldwork.conftest import MakeFamily, another_officer, open_tasks, stop_of
from tests.visits.conftest import FRIDAY, MONDAY_NOON, MakeOffer, state_of
from webapp.fieldwork import queries, rules, service
from webapp.fieldwork.models import ContactAttempt
from webapp.fieldwork.service.outcomes import counting, ending
from webapp.households import service as households
from webapp.shared import audit, clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id
from webapp.shared.errors import Forbidden
from webapp.staff import queries as staff
from webapp.visits import service as visits

STATES = {
    "partial": "partial", "not_at_home": "expected", "appointment": "expected", "refused_soft": "refused",
    "refused_hard": "refused", "moved": "ineligible", "building_gone": "ineligible", "not_found": "no_contact",
    "access_blocked": "expected", "other_language": "expected", "letter": "expected",
}  # fmt: skip


def knock(who: UUID, me: StaffIdentity, outcome: str = "not_at_home", note: str = "") -> service.Recorded:
    return service.record_attempt(who, me, outcome, note, new_id())


def left(me: StaffIdentity) -> list[UUID]:
    found = queries.doors_left(me.areas, counting(), ending(), 99)
    return [door.household_id for door in found]


@pytest.mark.parametrize("outcome", STATES)
def test_each_outcome_has_its_effect_on_the_case(
    family: MakeFamily, officer: StaffIdentity, outcome: str
) -> None:
    who = family()
    done = knock(who, officer, outcome)
    assert (done.state, state_of(who), done.is_new) == (STATES[outcome], STATES[outcome], True)
    assert who not in left(officer)  # nobody knocks twice on one day
    with clock.frozen(MONDAY_NOON + timedelta(days=1)):
        assert (who in left(officer)) == (not service.outcomes()[outcome].ends)


def test_the_same_outcome_sent_ten_times_is_one(
    ready: Flask, family: MakeFamily, officer: StaffIdentity
) -> None:
    who, client_id = family(), new_id()

    def send(_n: int) -> bool:
        with ready.app_context():
            try:
                return service.record_attempt(who, officer, "letter", "", client_id).is_new
            finally:
                db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(send, range(10))) == 1
    assert len(queries.attempts_of(who)) == 1
    rows = db.session.scalars(select(audit.AuditRow).where(audit.AuditRow.action == "attempt recorded")).all()
    assert [(row.subject, row.by) for row in rows] == [(str(who), officer.username)]


def test_after_three_attempts_the_coordinator_decides(family: MakeFamily, officer: StaffIdentity) -> None:
    who = family()
    for day in range(rules.MOST_ATTEMPTS):
        with clock.frozen(MONDAY_NOON + timedelta(days=day)):
            assert "attempts_spent" not in open_tasks()
            knock(who, officer)
    with clock.frozen(MONDAY_NOON + timedelta(days=9)):
        assert who not in left(officer)
    assert "attempts_spent" in open_tasks()
    assert open_tasks("koordinator.jati") == []


def test_an_appointment_or_a_closed_road_does_not_use_up_an_attempt(
    family: MakeFamily, officer: StaffIdentity
) -> None:
    who = family()
    for outcome in ("appointment", "access_blocked", "appointment"):
        knock(who, officer, outcome)
    with clock.frozen(MONDAY_NOON + timedelta(days=1)):
        assert who in left(officer)


def test_a_visit_that_met_nobody_is_over_and_the_family_may_book_again(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    who = family()
    visits.book(who, offer(), "sms")
    assert who not in left(officer)  # it stands among the appointments
    with clock.frozen(MONDAY_NOON + timedelta(days=1)):
        knock(who, officer)
        assert stop_of(who) == ("done", officer.id)
        assert visits.booking_of(who) is None
        visits.book(who, offer(FRIDAY), "sms")


def test_no_more_contact_cancels_a_visit_to_come_and_tells_the_coordinator(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    who = family()
    visits.book(who, offer(FRIDAY), "sms")
    knock(who, officer, "refused_hard")
    assert visits.booking_of(who) is None
    assert stop_of(who)[0] == "dropped"  # type: ignore[index]
    assert "refused_hard" in open_tasks()


def test_a_family_counted_meanwhile_stays_counted_and_the_attempt_is_kept(
    family: MakeFamily, officer: StaffIdentity
) -> None:
    who = family()
    households.record_event(who, "submitted", "web")
    done = knock(who, officer, "refused_hard")
    assert (done.counted, done.is_new, state_of(who)) == (True, True, "complete")
    assert "refused_hard" not in open_tasks()
    assert len(queries.attempts_of(who)) == 1


def test_the_receipt_closes_what_waited_for_the_door(family: MakeFamily, officer: StaffIdentity) -> None:
    who = family()
    knock(who, officer, "other_language")
    assert "other_language" in open_tasks()
    service.on_submitted(household_id=who, channel="web")
    assert "other_language" not in open_tasks()


def test_an_officer_of_elsewhere_records_nothing_and_that_is_on_record(family: MakeFamily) -> None:
    who = family()
    account = staff.account_named(another_officer())
    assert account is not None
    stranger = staff.identity(account.id)
    assert stranger is not None
    with pytest.raises(Forbidden):
        knock(who, stranger)
    assert queries.attempts_of(who) == []
    denied = db.session.scalars(select(audit.AuditRow).where(audit.AuditRow.action == "denied")).all()
    assert len(denied) == 1


@pytest.mark.parametrize("outcome", ["", "completed", "burnt", "<script>"])
def test_an_unknown_outcome_is_refused(family: MakeFamily, officer: StaffIdentity, outcome: str) -> None:
    with pytest.raises(rules.UnknownOutcome):
        knock(family(), officer, outcome)


def test_a_note_is_sealed_and_a_long_one_refused(family: MakeFamily, officer: StaffIdentity) -> None:
    who = family()
    knock(who, officer, note="Anjing galak")
    stored = db.session.scalars(select(ContactAttempt.note_sealed)).one()
    assert stored is not None
    assert b"Anjing" not in stored
    with pytest.raises(rules.NoteTooLong):
        knock(who, officer, note="x" * 301)


def test_an_unmatched_family_is_a_task_for_its_coordinator(family: MakeFamily) -> None:
    family()
    assert open_tasks() == ["unmatched"]
    assert open_tasks("koordinator.jati") == []
