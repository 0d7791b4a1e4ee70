"""A forgotten PIN: by a text to the family's own number, by a slip, and what the number has to be for that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from webapp.enumeration import service
from webapp.enumeration.models import Claim, PinNumber
from webapp.households import service as households
from webapp.shared import clock, outbox
from webapp.shared.audit import AuditRow
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage
from webapp.staff import service as staff

PHONE, OTHER_PHONE, NEW_PIN = "0812 0000 0011", "0812 0000 0022", "314159"
Browser = Callable[..., Walker]
LONG_ENOUGH = timedelta(hours=73)


@pytest.fixture
def with_phone(walker: Walker) -> Walker:
    """A family that gave its number with the PIN, and has begun."""
    walker.post("/", walker.known)
    walker.post("/pin", {"pin": PIN, "phone": PHONE, "consent": "y"})
    walker.walk("/form/members")
    return walker


def texted(message: str = "code") -> list[tuple[str, dict[str, Any]]]:
    """What is on its way: to which number, with which words."""
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.message == message).order_by(OutboxMessage.created_at)
    )
    return [(outbox.phone_of(row), outbox.params_of(row)) for row in rows]


def ask_for_code(browser: Walker) -> None:
    browser.post("/", browser.known)
    browser.post("/pin/forgotten/text", {})
    assert browser.status == 200


def household_of(family: dict[str, Any]) -> UUID:
    found = households.find_by_pair(family["nik"], family["kk"])
    assert found is not None
    return found


def test_a_texted_number_replaces_the_pin_and_the_draft_begins_anew(
    with_phone: Walker, new_browser: Browser, families: list[Any]
) -> None:
    with clock.shifted(LONG_ENOUGH):
        again = new_browser(families[0])
        ask_for_code(again)
        ((number, words),) = texted()
        assert number == "+6281200000011"
        row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.message == "code")).one()
        assert row.priority == outbox.PRIORITIES["reply"]
        assert row.expires_at is not None
        assert timedelta(minutes=9) < row.expires_at - row.created_at <= timedelta(minutes=10)
        again.post("/pin/forgotten", {"number": words["n"]})
        assert "tidak dapat ditampilkan lagi" in again.html
        again.post("/pin", {"pin": NEW_PIN})
        again.walk("/receipt/")
        with_phone.post("/", with_phone.known)
        assert with_phone.post("/pin?have=1", {"pin": PIN}).status_code == 422
        again.post("/", again.known)
        assert again.post("/pin/forgotten", {"number": words["n"]}).status_code == 422  # once only


@pytest.mark.parametrize("after", [timedelta(hours=71), timedelta(days=61)])
def test_a_number_that_is_too_new_or_was_silent_too_long_gets_nothing(
    with_phone: Walker, new_browser: Browser, families: list[Any], after: timedelta
) -> None:
    with clock.shifted(after):
        service.set_stage("web", clock.now() - timedelta(days=1), clock.now() + timedelta(days=9))
        again = new_browser(families[0])
        ask_for_code(again)
        assert "sedang dikirim" in again.html  # the page says the same
        assert texted() == []


def test_a_number_that_wrote_lately_is_still_the_familys(
    app: Flask, with_phone: Walker, new_browser: Browser, families: list[Any]
) -> None:
    from sms import service as sms
    from sms.service.answering import answer_waiting

    with clock.shifted(timedelta(days=40)):
        sms.receive("console", "heard-1", "+6281200000011", "BANTU")
        answer_waiting()
    with clock.shifted(timedelta(days=61)):
        service.set_stage("web", clock.now() - timedelta(days=1), clock.now() + timedelta(days=9))
        ask_for_code(new_browser(families[0]))
        assert len(texted()) == 1


def test_five_wrong_tries_end_a_number_and_three_texts_an_hour_are_all(
    with_phone: Walker, new_browser: Browser, families: list[Any]
) -> None:
    with clock.shifted(LONG_ENOUGH):
        again = new_browser(families[0])
        ask_for_code(again)
        right = texted()[0][1]["n"]
        wrong = "000000" if right != "000000" else "111111"
        for _ in range(5):
            assert again.post("/pin/forgotten", {"number": wrong}).status_code == 422
        assert again.post("/pin/forgotten", {"number": right}).status_code == 422
        again.post("/pin/forgotten/text", {})
        again.post("/pin/forgotten/text", {})
        assert again.post("/pin/forgotten/text", {}).status_code == 429
        assert len(texted()) == 3


def test_a_number_is_too_late_after_ten_minutes(
    with_phone: Walker, new_browser: Browser, families: list[Any]
) -> None:
    again = new_browser(families[0])
    with clock.shifted(LONG_ENOUGH):
        ask_for_code(again)
    with clock.shifted(LONG_ENOUGH + timedelta(minutes=11)):
        assert again.post("/pin/forgotten", {"number": texted()[0][1]["n"]}).status_code == 422


def test_another_number_needs_the_pin_waits_and_the_old_one_is_told(
    with_phone: Walker, new_browser: Browser, families: list[Any]
) -> None:
    with_phone.open("/account")
    wanted = {"phone": OTHER_PHONE, "consent": "y", "known_pin": "999999"}
    assert with_phone.post("/account/phone", wanted).status_code == 422
    with_phone.post("/account/phone", {**wanted, "known_pin": PIN})
    assert "..022" in with_phone.html
    assert [number for number, _ in texted("notice_phone_changing")] == ["+6281200000011"]
    stranger = new_browser(families[0])
    assert stranger.open("/account").status_code == 401
    with clock.shifted(timedelta(hours=1)):
        ask_for_code(stranger)
    with clock.shifted(LONG_ENOUGH):
        ask_for_code(stranger)
    assert [number for number, _ in texted()] == ["+6281200000022"]


def test_changing_the_pin_keeps_what_was_filled_in(with_phone: Walker) -> None:
    with_phone.post("/account/pin", {"pin": PIN, "new_pin": "12"})
    assert with_phone.status == 422
    with_phone.post("/account/pin", {"pin": PIN, "new_pin": NEW_PIN})
    assert "PIN sudah diganti" in with_phone.html
    with_phone.post("/", {**with_phone.known, "have": "1"})
    with_phone.post("/pin?have=1", {"pin": NEW_PIN})
    assert with_phone.path == "/form/members"


def elsewhere(code: str) -> str:
    """A sub-district that is not the one of this place."""
    return "33.16.01" if not code.startswith("33.16.01") else "33.16.02"


def officer(
    client: FlaskClient, area: str, username: str = "petugas.a", role: str = "enumerator"
) -> FlaskClient:
    staff.create_account(username, "Petugas A", role, [area], "kata sandi panjang 7")
    sent = {"username": username, "password": "kata sandi panjang 7"}
    assert client.post("/staff/sign-in", data=sent).status_code == 303
    return client


def test_a_slip_from_an_officer_of_the_area_sets_the_pin_and_from_another_area_there_is_none(
    app: Flask, with_phone: Walker, new_browser: Browser, families: list[Any]
) -> None:
    household_id = household_of(families[0])
    village = households.card(household_id).village_code
    own, colleague = (
        officer(app.test_client(), village),
        officer(app.test_client(), elsewhere(village), "petugas.b"),
    )
    page = f"/slips/{household_id}"
    assert app.test_client().get(page).status_code == 401
    assert colleague.get(page).status_code == 403
    assert colleague.post(page, data={"card_seen": "y", "reason": "x"}).status_code == 403
    assert own.post(page, data={"reason": "lupa PIN"}).status_code == 422
    made = own.post(page, data={"card_seen": "y", "reason": "lupa PIN"}).get_data(as_text=True)
    number = made.partition('name="number" value="')[2][:10]
    assert number.isdigit()
    assert own.post(page + "/paper", data={"number": number}).data.startswith(b"%PDF")
    assert (
        db.session.scalars(select(AuditRow).where(AuditRow.action == "slip made")).one().reason == "lupa PIN"
    )
    assert db.session.scalars(select(PinNumber)).one().number_index != number.encode()
    other = new_browser(families[1])
    other.post("/", other.known)
    assert other.post("/pin/forgotten", {"number": number}).status_code == 422  # another family's
    again = new_browser(families[0])
    again.post("/", again.known)
    again.post("/pin/forgotten", {"number": number})
    again.post("/pin", {"pin": NEW_PIN})
    assert again.path == "/privacy"
    claim = db.session.scalars(select(Claim)).one()
    assert (claim.how, claim.phone_sealed) == ("slip", None)
    assert [phone for phone, _ in texted("notice_pin_replaced")] == ["+6281200000011"]
