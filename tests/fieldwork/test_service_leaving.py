"""Whoever is disabled leaves no promise behind: booked visits go to colleagues, other doors to the pool."""

from __future__ import annotations

from uuid import UUID

from tests.fieldwork.conftest import MakeFamily, open_tasks, stop_of
from tests.visits.conftest import TUESDAY, VILLAGE, MakeOffer
from webapp.fieldwork.models import Stop
from webapp.shared import clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction
from webapp.staff import service as accounts
from webapp.visits import service as visits


def put_on_the_list(who: UUID, officer: StaffIdentity) -> None:
    with transaction():
        db.session.add(Stop(id=new_id(), household_id=who, enumerator_id=officer.id, day=TUESDAY, state="planned",
                            made_at=clock.now()))  # fmt: skip


def test_a_booked_visit_of_the_disabled_goes_to_a_colleague(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    who = family()
    visits.book(who, offer(), "web")
    second = accounts.create_account("second.one", "Second", "enumerator", [VILLAGE], "a-long-password")
    accounts.set_active(officer.id, active=False)
    assert stop_of(who) == ("planned", second.id)
    assert "no_officer" not in open_tasks()


def test_without_a_colleague_the_booked_visit_waits_for_the_coordinator(
    family: MakeFamily, offer: MakeOffer, officer: StaffIdentity
) -> None:
    who = family()
    visits.book(who, offer(), "web")
    accounts.set_active(officer.id, active=False)
    assert stop_of(who) == ("planned", None)
    assert "no_officer" in open_tasks()


def test_a_door_without_a_promise_goes_back_to_the_pool(family: MakeFamily, officer: StaffIdentity) -> None:
    who = family()
    put_on_the_list(who, officer)
    accounts.set_active(officer.id, active=False)
    assert stop_of(who) == ("dropped", officer.id)


def test_to_enable_somebody_takes_nothing_from_anybody(family: MakeFamily, officer: StaffIdentity) -> None:
    who = family()
    put_on_the_list(who, officer)
    accounts.set_active(officer.id, active=True)
    assert stop_of(who) == ("planned", officer.id)
