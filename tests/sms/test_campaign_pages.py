"""The administrator's pages of campaigns: count and words first, then a press; nobody else gets in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sms.campaigns import feeding
from sms.models.campaigns import Campaign
from tests.sms.conftest import PHONE, FamilyOfTest, PhoneOfTest, notices
from tests.sms.test_campaigns import bulk, campaign
from tests.sms.test_waiting import SignedIn, signed_in
from webapp.shared.db import db

__all__ = ["signed_in"]
FORM = {"kind": "invitation", "states": ["expected"], "sources": ["text", "register"], "languages": ["id", "jv", "en"],
        "per_hour": "600", "per_day": "5000", "price": "350", "starts_hour": "9"}  # fmt: skip


@pytest.fixture
def admin(signed_in: SignedIn) -> FlaskClient:
    return signed_in("admin")


def made() -> Campaign:
    db.session.rollback()
    return db.session.query(Campaign).one()


def test_the_first_press_counts_and_shows_the_words_the_second_keeps_a_draft(admin: FlaskClient) -> None:
    page = admin.post("/sms/campaigns/new", data=FORM)
    assert page.status_code == 200
    assert "nomor HP akan dikirimi" in page.text
    assert "Balas YA" in page.text
    assert db.session.query(Campaign).count() == 0
    assert admin.post("/sms/campaigns/new", data=FORM | {"keep": "1"}).status_code == 303
    assert made().state == "draft"
    assert feeding.step() == 0, "a draft sends nothing"


def test_started_paused_resumed_and_stopped_by_press(admin: FlaskClient) -> None:
    admin.post("/sms/campaigns/new", data=FORM | {"keep": "1"})
    path = f"/sms/campaigns/{made().id}"
    assert "Mulai: kirim ke" in admin.get(path).text
    for do, state in (("start", "running"), ("pause", "paused"), ("resume", "running"), ("stop", "stopped")):
        assert admin.post(path, data={"do": do}).status_code == 303
        assert made().state == state
    assert admin.post(path, data={"do": "start"}).status_code == 409
    assert admin.post(path, data={"do": "dance"}).status_code == 409
    assert "dihentikan" in admin.get("/sms/campaigns").text


def test_a_try_goes_to_the_number_typed(admin: FlaskClient, family: FamilyOfTest) -> None:
    one = campaign(started=False)
    assert (
        admin.post(f"/sms/campaigns/{one.id}/try", data={"phone": PHONE, "language": "jv"}).status_code == 303
    )
    assert notices(PHONE) == ["campaign_invitation"]
    assert admin.post(f"/sms/campaigns/{one.id}/try", data={"phone": "halo"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "pantun"}, {"languages": []}, {"sources": []}, {"per_hour": "0"}, {"price": "gratis"},
     {"villages": "33.16.99.9999"}, {"kind": "officer"}, {"starts_hour": "23"}, {"day": "besok"}],
)  # fmt: skip
def test_a_form_that_cannot_be_is_shown_again_filled(admin: FlaskClient, wrong: dict[str, object]) -> None:
    page = admin.post("/sms/campaigns/new", data=FORM | wrong | {"keep": "1"})
    assert page.status_code == 422
    assert "Ada yang perlu diperbaiki" in page.text
    assert db.session.query(Campaign).count() == 0


def test_the_waves_propose_and_a_person_presses(admin: FlaskClient) -> None:
    page = admin.get("/sms/campaigns").text
    assert "Usulan hari ini" in page
    assert bulk() == []


def test_the_day_of_the_officer_stands_in_the_words(admin: FlaskClient) -> None:
    page = admin.post("/sms/campaigns/new", data=FORM | {"kind": "officer", "day": "2030-06-05"})
    assert "datang ke RT Anda Rab 5/6" in page.text


def test_coordinators_and_strangers_make_no_campaigns(
    census: Flask, signed_in: SignedIn, phone: PhoneOfTest
) -> None:
    one = campaign(started=False)
    for browser, status in ((signed_in("koordinator.cepu"), 403), (census.test_client(), 401)):
        for path in ("/sms/campaigns", "/sms/campaigns/new", f"/sms/campaigns/{one.id}"):
            assert browser.get(path).status_code == status
        assert browser.post("/sms/campaigns/new", data=FORM).status_code == status
        assert browser.post(f"/sms/campaigns/{one.id}", data={"do": "start"}).status_code == status
    assert made().state == "draft"
