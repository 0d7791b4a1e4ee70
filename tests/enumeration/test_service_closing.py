"""When the page's door closes: what was begun and not sent is kept as partial and comes first on the list of doors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from tests.enumeration.hands import alone, filled
from webapp.enumeration import service
from webapp.enumeration.models import DraftPage, Unsent, Version
from webapp.fieldwork import queries as fieldwork
from webapp.households import service as households
from webapp.households.models import Count, Household
from webapp.shared import clock
from webapp.shared.db import db
from webapp.staff import service as staff

HOUR = timedelta(hours=1)
Browser = Callable[..., Walker]


def close(door: str = "web", ago: timedelta = 2 * HOUR) -> datetime:
    closed = clock.now() - ago
    service.set_stage(door, closed - timedelta(days=20), closed)
    return closed


def later() -> Any:
    """An hour and a half after the deadline that is in ten minutes."""
    closes = clock.now() + timedelta(minutes=10)
    service.set_stage("web", closes - timedelta(days=20), closes)
    return clock.shifted(timedelta(minutes=100))


def states() -> list[str]:
    return sorted(set(db.session.scalars(select(Household.state))))


def test_a_draft_becomes_partial_an_hour_after_the_deadline_and_not_before(
    app: Flask, lettered: Walker
) -> None:
    lettered.walk("/form/person/1/", alone())
    after = later()
    with clock.shifted(timedelta(minutes=60)):
        assert service.close_drafts() == 0
    with after:
        assert service.close_drafts() == 1
        assert service.close_drafts() == 0
        assert states() == ["expected", "partial"]
        households.fold_counts()
        partial = db.session.scalars(select(Count.n).where(Count.state == "partial")).all()
        assert sum(partial) == 1


def test_what_is_missing_is_counted_by_section_and_holds_no_answer(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/housing", {"birth_place": "Kupang"})
    lettered.post("/form/housing", filled(lettered, leave="1", toilet="", water=""))
    with later():
        service.close_drafts()
        found = db.session.scalars(select(Unsent)).one()
        told = service.lacking([found.household_id])[found.household_id]
    assert told == {"housing": 2, "members": told["members"]}
    assert told["members"] >= 1


def test_a_confirmed_member_counts_what_is_surely_asked(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/person/1/", alone())
    with later():
        service.close_drafts()
        told = db.session.scalars(select(Unsent.missing)).one()
    assert set(told) == {"persons"}
    assert told["persons"] > 5


def test_what_waits_only_to_be_sent_lacks_nothing(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/summary", alone())
    with later():
        service.close_drafts()
        assert db.session.scalars(select(Unsent.missing)).one() == {}


def test_the_draft_is_kept_and_an_extension_lets_the_family_send_it(
    app: Flask, lettered: Walker, families: list[Any], new_browser: Browser
) -> None:
    lettered.walk("/form/summary", alone())
    pages = len(db.session.scalars(select(DraftPage.page)).all())
    with later():
        service.close_drafts()
        assert len(db.session.scalars(select(DraftPage.page)).all()) == pages
        service.set_stage("web", clock.now() - timedelta(days=20), clock.now() + timedelta(days=3))
        again = new_browser(families[0])
        again.open("/")
        again.press()
        again.post("/pin", {"pin": PIN})
        again.walk("/receipt/")
        assert "complete" in states()
        assert "partial" not in states()
        service.close_drafts()
        assert "complete" in states()


def test_after_a_second_deadline_it_is_counted_again(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/housing")
    with later():
        service.close_drafts()
        closes = clock.now() + timedelta(minutes=10)
        service.set_stage("web", closes - timedelta(days=20), closes)
        lettered.open("/")
        lettered.press()
        lettered.post("/pin", {"pin": PIN})
        lettered.walk("/form/members")
    with clock.shifted(timedelta(minutes=100 + 100)):
        assert service.close_drafts() == 1
        assert "housing" not in db.session.scalars(select(Unsent.missing)).one()


def test_a_correction_that_was_not_sent_leaves_the_family_complete(app: Flask, lettered: Walker) -> None:
    lettered.walk("/receipt/", alone())
    lettered.post("/form/correct", {})
    lettered.post("/pin", {"pin": PIN})
    assert "draft" in db.session.scalars(select(Version.state)).all()
    with later():
        assert service.close_drafts() == 0
        assert states() == ["complete", "expected"]


@pytest.mark.parametrize("channel", ["visit"])
def test_an_officers_draft_waits_for_the_door_of_visits(
    app: Flask, families: list[Any], channel: str
) -> None:
    household_id = households.find_by_pair(families[0]["nik"], families[0]["kk"])
    assert household_id
    service.open_seat(household_id, channel, by="0198b1a0-0000-7000-8000-000000000001")
    with later():
        assert service.close_drafts() == 0
        close("visits", HOUR + timedelta(minutes=90))
        assert service.close_drafts() == 0
    with clock.shifted(timedelta(minutes=100)):
        close("visits", timedelta(minutes=61))
        assert service.close_drafts() == 1


def test_partial_families_come_first_on_the_list_of_doors(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/housing")
    with later():
        service.close_drafts()
        partial = db.session.scalars(select(Unsent.household_id)).one()
        own = households.card(partial).village_code
        others = set(db.session.scalars(select(Household.village_code))) - {own}
        villages = [*sorted(others), own]
        every = fieldwork.doors_left(villages, [], [], 50)
        assert every[0].household_id == partial
        ids = [row.household_id for row in every]
        assert len(ids) == len(set(ids)) > 1
        assert fieldwork.doors_left(villages, [], [], 50, offset=1) == every[1:]


def test_the_enumerator_reads_what_is_missing_and_no_answer(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/housing")
    lettered.post("/form/housing", filled(lettered, leave="1", toilet="", water=""))
    with later():
        service.close_drafts()
        partial = db.session.scalars(select(Unsent.household_id)).one()
        area = households.card(partial).village_code
        staff.create_account("petugas.a", "Petugas A", "enumerator", [area], "kata sandi panjang 7")
        officer = lettered.client.application.test_client()
        officer.post("/staff/sign-in", data={"username": "petugas.a", "password": "kata sandi panjang 7"})
        for path in ("/fieldwork/today", f"/fieldwork/doors/{partial}"):
            page = officer.get(path).get_data(as_text=True)
            assert "terisi sebagian, kurang: rumah 2" in page
