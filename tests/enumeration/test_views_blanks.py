"""Blank letters: printed without a family, bound at the door, and then as good as any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from tests.enumeration.test_views_pin_numbers import elsewhere, household_of, officer
from webapp.enumeration.models import Claim
from webapp.households import service as households
from webapp.households.models import BlankLetter, Household
from webapp.shared.audit import AuditRow
from webapp.shared.db import db

Browser = Callable[..., Walker]


@pytest.fixture
def blank(families: list[Any], tmp_path: Path) -> str:
    """The number of a blank letter of the first family's village."""
    file = households.write_blanks(families[0]["village_code"], 3, tmp_path, reason="uji")
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_mode & 0o077 == 0
    assert db.session.scalars(select(AuditRow).where(AuditRow.action == "blank letters written")).one().reason
    return str(db.session.scalars(select(BlankLetter.number)).first())


def test_before_it_is_bound_it_opens_nothing(walker: Walker, blank: str) -> None:
    walker.post("/", {**walker.known, "letter_number": blank})
    assert walker.status == 422
    assert "kode 105" in walker.html


def test_a_family_of_the_register_gets_it_from_an_officer_of_its_area(
    app: Flask, walker: Walker, families: list[Any], blank: str
) -> None:
    household_id, village = household_of(families[0]), families[0]["village_code"]
    form = {"number": blank, "household": str(household_id)}
    assert app.test_client().post("/blank-letters", data=form).status_code == 401
    stranger = officer(app.test_client(), elsewhere(village), "petugas.b")
    assert stranger.post("/blank-letters", data=form).status_code == 403
    own = officer(app.test_client(), village)
    assert own.post("/blank-letters", data={**form, "number": "1234567890"}).status_code == 422
    assert own.post("/blank-letters", data=form).status_code == 303
    assert own.post("/blank-letters", data=form).status_code == 422  # once only
    assert households.card(household_id).letter_number == blank
    assert (
        db.session.scalars(select(AuditRow).where(AuditRow.action == "blank letter bound")).one().by
        == "petugas.a"
    )
    walker.post("/", {**walker.known, "letter_number": families[0]["letter_number"]})
    assert walker.status == 422
    walker.post("/", {**walker.known, "letter_number": blank})
    walker.post("/pin", {"pin": PIN})
    assert db.session.scalars(select(Claim)).one().how == "letter"


def test_a_family_that_the_register_lacks_gets_one_and_answers_with_it(
    app: Flask, new_browser: Browser, families: list[Any], blank: str
) -> None:
    village = families[0]["village_code"]
    head = officer(app.test_client(), village, "ketua.rt", "neighbourhood_head")
    assert village in head.get("/blank-letters").get_data(as_text=True)
    assert head.post("/blank-letters", data={"number": blank}).status_code == 422
    form = {"number": blank, "village": village, "rt": "3", "name": "Warga Baru"}
    assert head.post("/blank-letters", data=form).status_code == 303
    household = db.session.scalars(select(Household).where(Household.origin == "unmatched")).one()
    assert household.letter_number == blank
    family = new_browser(families[0])
    family.known = {"nik": "3316991203850009", "kk": "3316991203100009", "letter_number": blank}
    family.post("/", family.known)
    family.post("/pin", {"pin": PIN})
    family.walk("/receipt/", {"m1-relationship": "head"})
    assert [one.origin for one in db.session.scalars(select(Household).where(Household.state == "complete"))] == [
        "unmatched"]  # fmt: skip
