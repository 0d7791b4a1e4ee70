"""A family that the register lacks records itself all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared.db import db
from webapp.staff.models import Task

UNKNOWN = {"nik": "3316991203850009", "kk": "3316991203100009", "letter_number": ""}
VILLAGE = "33.16.05.2001"


def start(walker: Walker) -> None:
    walker.known = UNKNOWN
    walker.post("/", UNKNOWN)
    walker.open("/unmatched")


def test_an_unknown_family_goes_from_its_village_to_a_receipt(walker: Walker) -> None:
    start(walker)
    walker.post("/unmatched", {"area": "33.16.05"})
    walker.post("/unmatched", {"area": "33.16.05", "village": VILLAGE, "rt": "003"})
    assert walker.path == "/pin"
    walker.walk("/receipt/", {"m1-relationship": "head", "m1-name": "Warga Baru"})
    household = db.session.scalars(select(Household).where(Household.origin == "unmatched")).one()
    assert household.village_code == VILLAGE
    assert household.state == "complete"
    task = db.session.scalars(select(Task).where(Task.kind == "unmatched")).one()
    assert task.subject_id == household.id
    assert task.area_code == VILLAGE


def test_it_says_what_is_missing_and_keeps_what_was_typed(walker: Walker) -> None:
    start(walker)
    assert walker.post("/unmatched", {"area": ""}).status_code == 422
    assert "kode 118" in walker.html
    walker.post("/unmatched", {"area": "33.16.05", "village": "", "rt": "abc"})
    assert walker.status == 422
    assert "kode 115" in walker.html
    assert "kode 116" in walker.html
    assert 'value="abc"' in walker.html
    walker.post("/unmatched", {"area": "33.16.05", "village": "33.16.01.2001", "rt": "3"})
    assert "kode 115" in walker.html


def test_it_comes_back_with_the_same_numbers_and_its_pin(
    walker: Walker, new_browser: Callable[..., Walker]
) -> None:
    start(walker)
    walker.post("/unmatched", {"area": "33.16.05", "village": VILLAGE, "rt": "3"})
    walker.walk("/form/address")
    again = new_browser()
    again.post("/", UNKNOWN)
    assert again.path == "/pin"
    again.post("/pin", {"pin": PIN})
    assert again.path == "/form/address"
    assert households.find_by_pair(UNKNOWN["nik"], UNKNOWN["kk"]) is not None


def test_the_page_of_villages_is_light(walker: Walker) -> None:
    start(walker)
    assert len(walker.html) < 6000
    walker.post("/unmatched", {"area": "33.16.12"})
    assert len(walker.html) < 7000


def test_without_having_knocked_nobody_gets_there(
    new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    stranger = new_browser()
    assert stranger.open("/unmatched").status_code == 401
