"""Officers at the door and the administrator's stages: who may, who may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.enumeration.family import Walker
from webapp.enumeration import service
from webapp.enumeration.models import Facts, Version
from webapp.enumeration.rules.refusals import AlreadyRecorded, DoorClosed
from webapp.households import service as households
from webapp.shared import audit, clock
from webapp.shared.db import db
from webapp.staff import service as staff
from webapp.staff.models import Account

PASSWORD = "kata sandi panjang 7"


@pytest.fixture
def household_id(families: list[Any]) -> UUID:
    found = households.find_by_pair(families[0]["nik"], families[0]["kk"])
    assert found is not None
    return found


@pytest.fixture
def officer(household_id: UUID) -> Account:
    area = households.card(household_id).village_code[:8]
    return staff.create_account("petugas.a", "Petugas A", "enumerator", [area], PASSWORD)


def signed_in(client: FlaskClient, username: str) -> FlaskClient:
    response = client.post("/staff/sign-in", data={"username": username, "password": PASSWORD})
    assert response.status_code == 303
    return client


def interview(app: Flask, household_id: UUID) -> Walker:
    """The officer's browser on the family's questions, as the door's page opens them."""
    client = signed_in(app.test_client(), "petugas.a")
    response = client.post(f"/fieldwork/doors/{household_id}/interview")
    walker = Walker(client)
    walker.known = {"letter_number": "x"}
    walker.open(response.headers["Location"])
    return walker


def test_an_officers_seat_starts_empty_though_the_family_has_answered(
    walker: Walker, household_id: UUID, officer: Account
) -> None:
    walker.walk("/form/members", {"street": "Gang Zamrud 77"})
    seat = service.open_seat(household_id, "visit", by=str(officer.id))
    family = service.load(seat.seat_id, seat.secrets)
    assert family.pages == {}
    assert "Gang Zamrud 77" not in str(family.address.answers)
    assert all(member.answers.get("name") for member in family.members)


def test_an_officer_goes_on_where_the_interview_stopped(household_id: UUID, officer: Account) -> None:
    first = service.open_seat(household_id, "visit", by=str(officer.id))
    again = service.open_seat(household_id, "visit", by=str(officer.id))
    assert first.secret == again.secret
    other = service.open_seat(household_id, "visit", by=str(UUID(int=9)))
    assert other.secret != first.secret


def test_opening_a_seat_is_audited(household_id: UUID, officer: Account) -> None:
    service.open_seat(household_id, "visit", by=str(officer.id))
    subjects = db.session.scalars(
        select(audit.AuditRow.subject).where(audit.AuditRow.action == "seat opened")
    )
    assert str(household_id) in subjects.all()


def test_no_seat_for_a_family_that_is_recorded_nor_while_visits_are_closed(
    lettered: Walker, household_id: UUID, officer: Account
) -> None:
    lettered.walk("/receipt/")
    with pytest.raises(AlreadyRecorded):
        service.open_seat(household_id, "visit", by=str(officer.id))
    past = clock.now() - timedelta(days=9)
    service.set_stage("visits", past, past + timedelta(days=1))
    with pytest.raises(DoorClosed):
        service.open_seat(household_id, "visit", by=str(officer.id))


def test_an_officer_interviews_to_the_receipt_and_is_named_in_the_facts(
    app: Flask, household_id: UUID, officer: Account
) -> None:
    walker = interview(app, household_id)
    walker.open("/form/address")
    assert "Wawancara oleh petugas" in walker.html
    walker.walk("/receipt/")
    assert "/fieldwork/today" in walker.html
    facts = db.session.scalars(select(Facts)).one()
    assert (facts.channel, facts.enumerator_id) == ("visit", officer.id)
    version = db.session.scalars(select(Version)).one()
    assert version.officer_key is None
    assert walker.open("/form").status_code == 401


def test_a_receipt_is_whole_for_its_officer_only(
    app: Flask, household_id: UUID, officer: Account, another_client: FlaskClient
) -> None:
    walker = interview(app, household_id)
    walker.open("/form/address")
    path = walker.walk("/receipt/")
    colleague = staff.create_account("petugas.b", "Petugas B", "enumerator", ["33.16"], PASSWORD)
    assert colleague.id != officer.id
    for stranger in (signed_in(app.test_client(), "petugas.b"), another_client):
        html = stranger.get(path).get_data(as_text=True)
        assert "Nomor ini terdaftar" in html
        assert "orang tercatat" not in html


def test_stages_are_the_administrators(app: Flask, client: FlaskClient, officer: Account) -> None:
    staff.create_account("admin.a", "Admin A", "administrator", ["33.16"], PASSWORD)
    assert client.get("/staff/stages").status_code == 401
    assert signed_in(app.test_client(), "petugas.a").get("/staff/stages").status_code == 403
    admin = signed_in(app.test_client(), "admin.a")
    assert admin.get("/staff/stages").status_code == 200
    dates = {
        f"{door}_{end}": day
        for door in service.doors()
        for end, day in (("opens", "2026-01-01"), ("closes", "2026-01-31"))
    }
    assert admin.post("/staff/stages", data=dates).status_code == 303
    assert not service.door_open("web")
    wrong = {**dates, "web_closes": "2025-12-31", "wish_opens": "kemarin"}
    assert admin.post("/staff/stages", data=wrong).status_code == 422


def test_the_command_shows_and_sets_doors(app: Flask, families: list[Any]) -> None:
    runner = app.test_cli_runner()
    shown = json.loads(runner.invoke(args=["enumeration", "stages", "--json"]).stdout)
    assert shown["stage"] == "visits"
    assert shown["doors"]["web"]["open"] is True
    done = runner.invoke(args=["enumeration", "stages", "--set", "web", "2026-01-01", "2026-01-31"])
    assert done.exit_code == 0, done.output
    assert not service.door_open("web")
    for wrong in (("web", "2026-02-30", "2026-03-01"), ("attic", "2026-01-01", "2026-01-02")):
        assert runner.invoke(args=["enumeration", "stages", "--set", *wrong]).exit_code == 2


def test_a_family_cannot_reach_another_familys_pages(
    walker: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    walker.walk("/form/members", {"street": "Gang Zamrud 77"})
    other = new_browser(families[1])
    other.walk("/form/address")
    other.open("/form/address")
    assert "Gang Zamrud 77" not in "".join(other.seen)
