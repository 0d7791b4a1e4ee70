"""Phones that wait for a person: seen and settled by the area's coordinator, by nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sms.models import Phone
from tests.sms.conftest import PHONE, FamilyOfTest, PhoneOfTest
from webapp.places import queries as places
from webapp.shared.audit import AuditRow
from webapp.shared.db import db
from webapp.staff import rules
from webapp.staff import service as staff
from webapp.staff.models import Task

SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def signed_in(census: Flask) -> SignedIn:
    staff.make_demo_staff()

    def browser(username: str) -> FlaskClient:
        client = census.test_client()
        form = {"username": username, "password": rules.DEMO_PASSWORD}
        assert client.post("/staff/sign-in", data=form).status_code == 303
        return client

    return browser


def coordinator(code: str) -> str:
    region = places.region(code)
    assert region is not None
    return f"koordinator.{region.name.lower().replace(' ', '')}"


@pytest.fixture
def waiting(family: FamilyOfTest, phone: PhoneOfTest) -> str:
    """The sub-district in which a phone waits."""
    phone.says(f"{family.letter} {family.year}")
    phone.says("PETUGAS")
    return family.village.rpartition(".")[0]


def waiting_phones() -> int:
    db.session.rollback()
    return db.session.query(Phone).filter(Phone.waiting_since.is_not(None)).count()


def test_the_area_s_coordinator_reads_the_thread_and_settles_it(
    waiting: str, signed_in: SignedIn, family: FamilyOfTest
) -> None:
    browser = signed_in(coordinator(waiting))
    assert "PETUGAS" in browser.get("/sms/waiting").get_data(as_text=True)
    html = browser.get(f"/sms/thread/{db.session.query(Phone).one().id}").get_data(as_text=True)
    assert PHONE in html
    assert "PETUGAS" in html
    assert family.letter not in html
    assert db.session.query(AuditRow).filter_by(action="texts read").count() == 1
    phone_id = db.session.query(Phone).one().id
    assert browser.post(f"/sms/waiting/{phone_id}").status_code == 303
    assert waiting_phones() == 0
    assert db.session.query(Task).filter(Task.closed_at.is_(None)).count() == 0
    assert browser.post(f"/sms/waiting/{phone_id}").status_code == 404


def test_a_colleague_of_another_area_sees_and_settles_nothing(waiting: str, signed_in: SignedIn) -> None:
    other = next(region.code for region in places.sub_districts() if region.code != waiting)
    browser = signed_in(coordinator(other))
    assert "Tidak ada pesan yang menunggu." in browser.get("/sms/waiting").get_data(as_text=True)
    assert browser.get(f"/sms/thread/{db.session.query(Phone).one().id}").status_code == 403
    assert browser.post(f"/sms/waiting/{db.session.query(Phone).one().id}").status_code == 403
    assert waiting_phones() == 1


def test_a_stranger_is_sent_to_sign_in(waiting: str, client: FlaskClient) -> None:
    assert client.get("/sms/waiting").status_code == 401
    assert client.post(f"/sms/waiting/{db.session.query(Phone).one().id}").status_code == 401
    assert waiting_phones() == 1


def test_a_phone_of_which_nothing_is_known_waits_for_the_administrator(
    census: Flask, phone: PhoneOfTest, signed_in: SignedIn
) -> None:
    phone.says("PETUGAS")
    thread = f"/sms/thread/{db.session.query(Phone).one().id}"
    assert PHONE in signed_in("admin").get(thread).get_data(as_text=True)


def test_the_task_leads_there(waiting: str, signed_in: SignedIn) -> None:
    assert "/sms/thread/" in signed_in(coordinator(waiting)).get("/staff/tasks").get_data(as_text=True)
