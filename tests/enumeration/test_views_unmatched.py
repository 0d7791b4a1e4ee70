"""A family that the register lacks records itself all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import clock
from webapp.shared.db import db
from webapp.staff.models import Task

UNKNOWN = {"nik": "3316991203850009", "kk": "3316991203100009", "letter_number": ""}
VILLAGE = "33.16.05.2001"


def start(walker: Walker) -> None:
    walker.known = UNKNOWN
    walker.post("/", UNKNOWN)
    walker.post("/pin", {"pin": PIN})
    assert walker.path == "/privacy"
    walker.press()
    assert walker.path == "/unmatched"


def test_an_unknown_family_goes_from_its_village_to_a_receipt(walker: Walker) -> None:
    start(walker)
    walker.post("/unmatched", {"area": "33.16.05"})
    walker.post("/unmatched", {"area": "33.16.05", "village": VILLAGE, "rt": "003"})
    assert walker.path == "/form/address"
    walker.walk("/receipt/", {"m1-relationship": "head", "m1-name": "Warga Baru"})
    household = db.session.scalars(select(Household).where(Household.origin == "unmatched")).one()
    assert household.village_code == VILLAGE
    assert household.state == "complete"
    task = db.session.scalars(select(Task).where(Task.kind == "unmatched")).one()
    assert task.subject_id == household.id
    assert task.area_code == VILLAGE


def test_it_is_told_why_from_the_digits_alone_and_how_to_go_on(walker: Walker) -> None:
    start(walker)
    assert "kode 104" in walker.html
    assert UNKNOWN["nik"] in walker.html
    assert 'href="/"' in walker.html
    day = clock.today() - timedelta(days=3)
    newer = {**UNKNOWN, "kk": f"331699{day:%d%m%y}0001"}
    walker.post("/", newer)
    walker.post("/pin", {"pin": PIN})
    walker.press()
    assert "setelah daftar kami dibuat" in walker.html


def test_a_pair_that_nobody_has_gets_the_same_pages_as_one_of_the_register(
    walker: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    known, unknown = walker, new_browser(families[0])
    unknown.known = UNKNOWN
    for sent in ({}, {"have": "1"}):
        for one in (known, unknown):
            one.post("/", {**one.known, **sent})
        assert (known.path, known.status) == (unknown.path, unknown.status)
        assert bare(known.html) == bare(unknown.html)
    for path, form in (("/pin?have=1", {"pin": "991237"}), ("/pin/forgotten", {"number": "123456"}),
                       ("/pin/forgotten/text", {}), ("/pin/forgotten/help", {}), ("/pin", {"pin": "12"}),
                       ("/pin", {"pin": PIN})):  # fmt: skip
        for one in (known, unknown):
            one.post(path, form)
        assert (known.path, known.status) == (unknown.path, unknown.status), path
        assert bare(known.html) == bare(unknown.html), path


def bare(html: str) -> str:
    """A page without what is new in each."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)


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
    again.post("/", {**UNKNOWN, "have": "1"})
    again.post("/pin?have=1", {"pin": PIN})
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
