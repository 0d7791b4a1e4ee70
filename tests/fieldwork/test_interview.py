"""The third door from end to end: booked, on the list, interviewed; and the family that answers by itself meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from tests.enumeration.family import Walker
from tests.fieldwork.conftest import SignedIn, stop_of
from tests.visits.conftest import state_of
from webapp.enumeration import queries as enumeration
from webapp.enumeration import service as stages
from webapp.fieldwork import queries
from webapp.fieldwork.models import Stop
from webapp.households import service as households
from webapp.places import service as places
from webapp.shared import clock
from webapp.shared.access import StaffIdentity
from webapp.staff import queries as people
from webapp.staff import service as staff
from webapp.visits import service as visits

EIGHT = clock.at_wib(clock.today() + timedelta(days=1), 8)


@pytest.fixture
def families(app: Flask) -> list[Any]:
    """A made-up register with offers, an hour of the day at which everybody is awake."""
    places.load_reference()
    stages.ensure_stages(demo=True)
    households.make_demo(40, seed=7)
    staff.make_demo_staff()
    visits.open_demo_offers()
    return households.samples(2)


@pytest.fixture
def ready(app: Flask, families: list[Any]) -> Flask:
    return app


@pytest.fixture
def who(families: list[Any]) -> UUID:
    found = households.find_by_pair(families[0]["nik"], families[0]["kk"])
    assert found is not None
    return found


@pytest.fixture
def officer(who: UUID) -> StaffIdentity:
    return people.enumerators_of(households.card(who).village_code)[0]


def book(who: UUID) -> Any:
    return visits.book(who, visits.offers_for(who)[0].id, "sms")


def test_an_enumerator_interviews_a_family_that_booked_by_text(
    who: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    booked = book(who)
    assert [row.household_id for row in queries.stops(Stop.enumerator_id == officer.id, booked.day)] == [who]
    with clock.frozen(clock.at_wib(booked.day, 9)):
        browser = signed_in(officer.username)
        assert (
            f"/fieldwork/doors/{who}" in browser.get("/fieldwork/today").text.split("<h2>")[1]
        )  # appointments first
        answer = browser.post(f"/fieldwork/doors/{who}/interview")
        walker = Walker(browser)
        walker.known = {"letter_number": "x"}
        walker.open(answer.headers["Location"])
        assert walker.walk("/receipt/").startswith("/receipt/")
        assert state_of(who) == "complete"
        assert stop_of(who) == ("done", officer.id)
        assert [one.outcome for one in queries.attempts_of(who)] == ["completed"]
        facts = enumeration.facts_of(who)
        assert [(one.channel, one.enumerator_id) for one in facts] == [("visit", officer.id)]
        assert "sudah didatangi" in browser.get("/fieldwork/today").text
        assert browser.get("/form").status_code == 401  # the seat is gone, the officer is still signed in
        assert browser.get("/fieldwork/today").status_code == 200


def test_a_family_that_answers_by_itself_leaves_the_list_and_its_visit_is_cancelled(
    app: Flask, who: UUID, families: list[Any], officer: StaffIdentity
) -> None:
    booked = book(who)
    walker = Walker(app.test_client(), families[0])
    walker.walk("/receipt/")
    assert state_of(who) == "complete"
    assert visits.booking_of(who) is None
    assert queries.stops(Stop.enumerator_id == officer.id, booked.day) == []
    assert stop_of(who)[0] == "dropped"  # type: ignore[index]
