"""The inbox: answered with ready or own words, looked after by somebody, and seen when it waits too long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from sms import office
from sms.models import Phone
from tests.sms.conftest import NOW, PHONE, FamilyOfTest, PhoneOfTest, notices
from tests.sms.test_waiting import SignedIn, coordinator, signed_in
from webapp.shared import clock, outbox
from webapp.shared.db import db
from webapp.staff.models import Task

__all__ = ["signed_in"]


@pytest.fixture
def place(family: FamilyOfTest, phone: PhoneOfTest) -> str:
    """The sub-district in which a phone waits."""
    phone.says(f"{family.letter} {family.year}")
    phone.says("PETUGAS")
    return family.village.rpartition(".")[0]


def the_phone() -> Phone:
    db.session.rollback()
    return db.session.query(Phone).one()


def answer(browser: FlaskClient, **form: str) -> int:
    return browser.post(f"/sms/thread/{the_phone().id}/answer", data=form).status_code


def test_a_ready_answer_reaches_the_phone_in_its_language_and_is_counted_as_an_answer(
    place: str, signed_in: SignedIn, phone: PhoneOfTest
) -> None:
    browser = signed_in(coordinator(place))
    assert answer(browser, message="office_call") == 303
    assert notices(PHONE) == ["office_call"]
    assert the_phone().answered_at == NOW
    assert db.session.query(Task).one().due_at is None
    phone.says("PETUGAS")
    assert db.session.query(Task).one().due_at is not None, "whoever writes again waits anew"


def test_own_words_are_masked_and_must_fit_one_text(place: str, signed_in: SignedIn) -> None:
    browser = signed_in(coordinator(place))
    assert answer(browser, message="office_free", own_words="Nomor 3316990101800001 sudah kami catat") == 303
    row = db.session.query(outbox.OutboxMessage).filter_by(message="office_free").one()
    assert outbox.params_of(row) == {"text": "Nomor **************** sudah kami catat"}
    for words in ("", "x" * 141, "senyum \U0001f600", "{kurung}"):
        assert answer(browser, message="office_free", own_words=words) == 422, words
    assert answer(browser, message="booked") == 422


def test_a_phone_that_opted_out_is_not_written_to(
    place: str, signed_in: SignedIn, phone: PhoneOfTest
) -> None:
    phone.says("STOP")
    browser = signed_in(coordinator(place))
    assert answer(browser, message="office_call") == 422
    assert notices(PHONE) == []
    assert "Teleponlah" in browser.get(f"/sms/thread/{the_phone().id}").text


def test_somebody_looks_after_it_and_may_let_go(place: str, signed_in: SignedIn) -> None:
    browser = signed_in(coordinator(place))
    path = f"/sms/thread/{the_phone().id}/take"
    assert browser.post(path, data={"whose": "me"}).status_code == 303
    assert the_phone().assigned_to is not None
    assert browser.post(path, data={"whose": "nobody"}).status_code == 303
    assert the_phone().assigned_to is None


def test_the_thread_shows_the_family_s_state_and_no_answers_or_names(
    place: str, signed_in: SignedIn, family: FamilyOfTest
) -> None:
    html = signed_in(coordinator(place)).get(f"/sms/thread/{the_phone().id}").text
    assert f"Surat ..{family.tail}" in html
    assert "belum mulai" in html
    assert family.letter not in html


def test_after_four_working_hours_it_stands_on_the_coordinator_s_page(
    place: str, signed_in: SignedIn
) -> None:
    browser = signed_in(coordinator(place))
    with clock.frozen(NOW + timedelta(hours=3, minutes=59)):
        assert "lebih dari 4 jam kerja" not in browser.get(f"/coverage/{place}").text
    with clock.frozen(NOW + timedelta(hours=4, minutes=1)):
        browser = signed_in(coordinator(place))
        assert "lebih dari 4 jam kerja" in browser.get(f"/coverage/{place}").text
        assert "lebih dari 4 jam kerja" in browser.get("/sms/waiting").text


def test_nights_weekends_and_holidays_are_no_working_hours() -> None:
    friday = clock.at_wib(NOW.date() + timedelta(days=4), 14)
    monday = NOW.date() + timedelta(days=7)
    assert office.after_working_hours(friday, 4) == clock.at_wib(monday, 10)
    assert office.after_working_hours(friday, 4, {monday}) == clock.at_wib(monday + timedelta(days=1), 10)
    assert office.after_working_hours(clock.at_wib(monday, 6), 4) == clock.at_wib(monday, 12)


def test_colleagues_and_strangers_neither_answer_nor_take(
    place: str, signed_in: SignedIn, client: FlaskClient
) -> None:
    other = signed_in("koordinator.jati" if place != "33.16.01" else "koordinator.cepu")
    for browser, status in ((other, 403), (client, 401)):
        assert answer(browser, message="office_call") == status
        assert browser.post(f"/sms/thread/{the_phone().id}/take", data={"whose": "me"}).status_code == status
    assert notices(PHONE) == []
