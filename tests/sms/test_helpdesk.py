"""The telephone desk: the caller proves the family, and the office books, refuses and fills in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.sms.conftest import FamilyOfTest, PhoneOfTest, notices
from tests.sms.test_waiting import SignedIn, coordinator, signed_in
from webapp.households import service as households
from webapp.shared.audit import AuditRow
from webapp.shared.db import db
from webapp.staff.models import Task
from webapp.visits import service as visits

__all__ = ["signed_in"]
Slots = Callable[..., int]
FAMILY_PHONE = "+6281233334444"


@pytest.fixture
def desk(family: FamilyOfTest, signed_in: SignedIn) -> FlaskClient:
    return signed_in(coordinator(family.village.rpartition(".")[0]))


def test_letter_and_year_find_the_family_and_show_no_name_and_no_number(
    desk: FlaskClient, family: FamilyOfTest
) -> None:
    form = {"letter_number": family.letter, "birth_year": family.year}
    found = desk.post("/sms/helpdesk", data=form)
    assert found.status_code == 303
    html = desk.get(found.location).text
    assert f"Surat ..{family.tail}" in html
    shown = html.split("<main")[1]
    for secret in (family.letter, family.nik, family.kk, *(one.name for one in households.roster(family.id))):
        assert secret not in shown
    assert db.session.query(AuditRow).filter_by(action="caller found").count() == 1


def test_a_wrong_year_and_a_foreign_family_read_alike(
    desk: FlaskClient, families: list[FamilyOfTest], family: FamilyOfTest, signed_in: SignedIn
) -> None:
    abroad = signed_in(
        "koordinator.jati" if not family.village.startswith("33.16.01") else "koordinator.cepu"
    )
    said = set()
    for browser, year in ((desk, "1901"), (abroad, family.year)):
        page = browser.post("/sms/helpdesk", data={"letter_number": family.letter, "birth_year": year})
        assert page.status_code == 422
        said.add("tidak cocok dengan keluarga di wilayah Anda" in page.text)
    assert said == {True}


def test_a_visit_is_booked_moved_and_cancelled_and_the_family_told(
    desk: FlaskClient, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    PhoneOfTest(FAMILY_PHONE).says(f"{family.letter} {family.year}")
    path = f"/sms/helpdesk/{family.id}"
    first, second = visits.offers_for(family.id, limit=2)
    for offer in (first, second):
        assert desk.post(path, data={"do": "book", "offer": str(offer.id)}).status_code == 303
        booking = visits.booking_of(family.id)
        assert booking is not None
        assert (booking.offer_id, booking.channel) == (offer.id, "staff")
    assert desk.post(path, data={"do": "cancel"}).status_code == 303
    assert visits.booking_of(family.id) is None
    assert sorted(notices(FAMILY_PHONE)) == ["notice_booked", "notice_cancelled", "notice_moved"]
    assert desk.post(path, data={"do": "book", "offer": "x"}).status_code == 409


def test_a_hard_refusal_cancels_the_visit_and_waits_for_the_coordinator(
    desk: FlaskClient, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    visits.book(family.id, visits.offers_for(family.id)[0].id, "staff")
    assert desk.post(f"/sms/helpdesk/{family.id}", data={"do": "refuse_hard"}).status_code == 303
    assert (households.card(family.id).state, visits.booking_of(family.id)) == ("refused", None)
    assert db.session.query(Task).filter_by(kind="refused_hard").count() == 1


def test_filling_in_together_opens_the_questions_on_a_seat_of_the_office_s(
    desk: FlaskClient, family: FamilyOfTest
) -> None:
    answer = desk.post(f"/sms/helpdesk/{family.id}", data={"do": "fill"})
    assert answer.status_code == 303
    assert answer.location.startswith("/form/")
    assert desk.get(answer.location).status_code == 200


def test_colleagues_and_strangers_help_nobody_here(
    census: Flask, family: FamilyOfTest, signed_in: SignedIn
) -> None:
    abroad = signed_in(
        "koordinator.jati" if not family.village.startswith("33.16.01") else "koordinator.cepu"
    )
    path = f"/sms/helpdesk/{family.id}"
    for browser, status in ((abroad, 403), (census.test_client(), 401)):
        assert browser.get(path).status_code == status
        for do in ("book", "cancel", "refuse_hard", "fill"):
            assert browser.post(path, data={"do": do}).status_code == status, do
    assert households.card(family.id).state == "expected"
