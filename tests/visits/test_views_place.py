"""A visit without a register row: village and RT first, then a time or a wish, by page."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.visits.conftest import VILLAGE, MakeOffer
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared.db import db
from webapp.staff.models import Task
from webapp.visits import queries

HERE = {
    "area": "33.16.05",
    "village": VILLAGE,
    "rt": "RT 03",
    "name": "Samin Wijaya",
    "phone": "0812 0000 7777",
}


def unmatched() -> Household:
    db.session.rollback()
    return db.session.scalars(select(Household)).one()


def test_without_numbers_a_family_names_its_place_and_books(
    ready: Flask, client: FlaskClient, offer: MakeOffer
) -> None:
    made = offer()
    assert 'href="/visit/place"' in client.get("/visit").text
    assert 'name="area"' in client.get("/visit/place").text
    assert "Cepu" in client.post("/visit/place", data={"area": "33.16.05"}).text
    assert client.post("/visit/place", data=HERE).headers["Location"] == "/visit"
    assert client.post("/visit", data={"offer": str(made)}).status_code == 303
    family = unmatched()
    assert (family.origin, family.village_code) == ("unmatched", VILLAGE)
    assert households.roster(family.id)[0].name == "Samin Wijaya"
    assert queries.booking_of(family.id) is not None
    assert "Petugas akan datang" in client.get("/visit").text


def test_before_times_open_it_leaves_a_wish(ready: Flask, client: FlaskClient) -> None:
    client.post("/visit/place", data=HERE)
    assert "Katakan kapan sebaiknya petugas datang" in client.get("/visit").text
    client.post("/visit", data={"action": "wish", "days": ["5", "6"], "part": "afternoon"})
    wish = queries.wish_of(unmatched().id)
    assert wish is not None
    assert (wish.days, wish.part) == ("56", "afternoon")


def test_numbers_that_were_not_found_are_kept_with_the_family(ready: Flask, client: FlaskClient) -> None:
    client.post("/visit", data={"nik": "3316990101900001", "kk": "3316990201100001"})
    client.post("/visit/place", data=HERE)
    family = unmatched()
    assert households.find_by_pair("3316990101900001", "3316990201100001") == family.id
    assert "Samin Wijaya" in households.address(family.id)


def test_what_is_missing_is_asked_for_at_its_field(ready: Flask, client: FlaskClient) -> None:
    assert client.post("/visit/place", data={"area": "33.16.99"}).status_code == 422
    answer = client.post(
        "/visit/place", data={"area": "33.16.05", "rt": "abc", "village": "", "name": "", "phone": "1"}
    )
    assert answer.status_code == 422
    for field in ("village-0", "rt", "name", "phone"):
        assert f'href="#{field}"' in answer.text
    assert db.session.scalars(select(Household)).all() == []


def test_the_door_is_not_flooded_from_one_address(ready: Flask, app: Flask) -> None:
    codes = [app.test_client().post("/visit/place", data=HERE).status_code for _ in range(21)]
    assert codes == [303] * 20 + [429]


def test_the_coordinator_learns_of_the_family(ready: Flask, client: FlaskClient) -> None:
    client.post("/visit/place", data=HERE)
    tasks = db.session.scalars(select(Task)).all()
    assert [(task.kind, task.area_code) for task in tasks] == [("unmatched", VILLAGE)]


def test_none_of_the_times_fits_so_a_wish_is_left_and_a_fitting_one_is_marked(
    ready: Flask, client: FlaskClient, offer: MakeOffer
) -> None:
    offer(window="morning")
    client.post("/visit/place", data=HERE)
    assert 'href="/visit?wish=1"' in client.get("/visit").text
    assert 'name="days"' in client.get("/visit?wish=1").text
    client.post("/visit?wish=1", data={"action": "wish", "part": "afternoon"})
    assert "Permintaan Anda tercatat" in client.get("/visit").text
    offer(window="afternoon")
    assert "sesuai permintaan Anda" in client.get("/visit").text
