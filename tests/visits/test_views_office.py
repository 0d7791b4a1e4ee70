"""The coordinator's pages of times and bookings."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.visits.conftest import FRIDAY, TUESDAY, VILLAGE, MakeFamily, MakeOffer, taken
from webapp.shared.db import db
from webapp.staff import rules as staff_rules
from webapp.visits import queries, service
from webapp.visits.models import Offer

SignedIn = Callable[[str], FlaskClient]
FORM = {"area": "33.16.05", "villages": [VILLAGE, "33.16.05.2002"], "windows": ["morning", "midday"], "capacity": "3",
        "days": [TUESDAY.isoformat(), FRIDAY.isoformat()]}  # fmt: skip


@pytest.fixture
def signed_in(ready: Flask) -> SignedIn:
    def browser(username: str) -> FlaskClient:
        client = ready.test_client()
        client.post("/staff/sign-in", data={"username": username, "password": staff_rules.DEMO_PASSWORD})
        return client

    return browser


def offers() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Offer)) or 0


def test_times_are_opened_after_their_number_was_shown(signed_in: SignedIn) -> None:
    browser = signed_in("koordinator.cepu")
    preview = browser.post("/visits/offers", data=FORM)
    assert preview.status_code == 200
    assert "Buka 12 tempat?" in preview.text
    assert offers() == 0
    assert browser.post("/visits/offers", data=FORM | {"confirmed": "1"}).status_code == 303
    assert offers() == 4
    shown = browser.get("/visits/offers?area=33.16.05").text
    assert "12" in shown
    assert "Selasa, 4 Juni" in shown
    again = browser.post("/visits/offers", data=FORM)
    assert again.status_code == 422
    assert "308" in again.text


ODD = [
    {"villages": []},
    {"days": ["2030-13-01"]},
    {"windows": ["midnight"]},
    {"capacity": "0"},
    {"capacity": "99999999999"},
    {"capacity": "<b>"},
    {"villages": ["33.16.01.2001"]},
]


@pytest.mark.parametrize("wrong", ODD)
def test_odd_choices_open_nothing(signed_in: SignedIn, wrong: dict[str, object]) -> None:
    answer = signed_in("koordinator.cepu").post("/visits/offers", data=FORM | wrong | {"confirmed": "1"})
    assert answer.status_code == 422
    assert offers() == 0


def test_another_sub_districts_times_are_not_ones_own(signed_in: SignedIn, offer: MakeOffer) -> None:
    slot, stranger = offer(capacity=3), signed_in("koordinator.jati")
    assert stranger.post("/visits/offers", data=FORM | {"confirmed": "1"}).status_code == 403
    assert stranger.post(f"/visits/offers/{slot}/close").status_code == 403
    assert signed_in("petugas.cepu.1").post(f"/visits/offers/{slot}/close").status_code == 403
    assert signed_in("koordinator.cepu").post(f"/visits/offers/{uuid4()}/close").status_code == 404
    assert signed_in("koordinator.cepu").post(f"/visits/offers/{slot}/close").status_code == 303
    assert offers() == 1
    assert db.session.scalar(select(Offer.capacity)) == 0


def test_bookings_show_their_channel_and_can_be_cancelled_from_the_office(
    signed_in: SignedIn, family: MakeFamily, offer: MakeOffer
) -> None:
    slot = offer(capacity=5)
    by_text, by_page = family(), family()
    service.book(by_text, slot, "sms")
    service.book(by_page, slot, "web")
    owner, stranger = signed_in("koordinator.cepu"), signed_in("koordinator.jati")
    shown = owner.get("/visits/bookings").text
    assert ">SMS<" in shown
    assert ">halaman<" in shown
    address = f"/visits/bookings/{by_text}/cancel"
    assert (stranger.get(address).status_code, stranger.post(address).status_code) == (403, 403)
    assert "1 kunjungan dihapus" in owner.get(address).text
    assert owner.post(address).status_code == 303
    assert queries.booking_of(by_text) is None
    assert taken(slot) == 1
    assert owner.get(address).status_code == 409
    assert owner.get(f"/visits/bookings/{uuid4()}/cancel").status_code == 404


def test_the_command_opens_and_lists_times(ready: Flask) -> None:
    run = ready.test_cli_runner().invoke
    done = run(args=["visits", "offers", "--area", "33.16.05", "--days", "2", "--capacity", "2", "--json"])
    rows = json.loads(done.stdout)
    assert len(rows) == 6
    assert rows[0]["capacity"] == 2
    assert run(args=["visits", "offers", "--area", "33.16.05"]).stdout.count("\n") == 6
    assert run(args=["visits", "offers", "--area", "99"]).exit_code != 0
