"""The practice family: the very pages, marked on each, and nothing that is stored or sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import Walker
from tests.enumeration.hands import alone, born, filled, token_on
from webapp.enumeration.rules.numbers import is_receipt_number
from webapp.enumeration.views import practice
from webapp.enumeration.views.practice.blueprint import StoresNothing
from webapp.shared.db import Base, db, transaction


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table."""
    db.session.rollback()
    return {name: sorted(map(repr, db.session.execute(select(table)).all()))
            for name, table in Base.metadata.tables.items()}  # fmt: skip


@pytest.fixture
def pupil(families: list[Any], app: Flask) -> Walker:
    """A browser on the practice family's first page."""
    walker = Walker(app.test_client())
    walker.known["letter_number"] = "named"  # the family's names stand there
    walker.post("/practice", {})
    assert walker.path == "/practice/form/address"
    return walker


def test_a_whole_practice_changes_no_row_of_any_table(pupil: Walker, app: Flask) -> None:
    before = everything(app)
    pupil.walk("/practice/form/summary")
    pupil.open("/practice/form")
    pupil.open("/practice/visit")
    pupil.open("/practice/form/summary")
    pupil.press()
    assert pupil.path == "/practice/receipt"
    pupil.post("/practice/leave", {})
    assert pupil.path == "/practice"
    assert everything(app) == before
    assert sum(map(len, before.values())) > 100


def test_whatever_wants_to_write_in_a_practice_fails(app: Flask) -> None:
    with app.test_request_context("/practice/form"), pytest.raises(StoresNothing), transaction():
        pass


def test_every_page_is_marked_in_its_title_and_on_top(pupil: Walker) -> None:
    pupil.walk("/practice/receipt")
    assert len(pupil.seen) > 10
    for html in pupil.seen:
        assert "<title>Latihan: " in html
        main = html.partition("<main")[2]
        assert main.index('class="panel warn practice"') < main.index("<h1")


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_page_says_its_true_length_however_it_is_packed(pupil: Walker, encoding: str) -> None:
    answer = pupil.client.get("/practice/form/address", headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_no_link_and_no_form_leads_into_a_real_family(pupil: Walker) -> None:
    pupil.walk("/practice/receipt")
    for html in [
        *pupil.seen,
        pupil.open("/practice/form").text,
        pupil.open("/practice/form/members/add").text,
    ]:
        assert re.findall(r'(?:href|action|hx-post)="/(?:form|visit|leave|receipt)[^"]*', html) == []


def test_the_number_at_the_end_can_be_no_receipt(pupil: Walker) -> None:
    pupil.walk("/practice/receipt")
    found = re.search(r'class="number">([\d ]+)<', pupil.html)
    assert found
    number = found[1].replace(" ", "")
    assert pupil.client.get(f"/receipt/{number}").status_code == 404
    assert number[0] == "0"
    assert is_receipt_number(number), "it looks like one, and begins as none does"


def test_what_is_missing_or_odd_is_told_as_in_earnest(pupil: Walker) -> None:
    answer = pupil.post("/practice/form/address", {"street": "", "rt": ""})
    assert answer.status_code == 422
    assert 'href="#street"' in answer.text
    pupil.open("/practice/form/address")
    pupil.walk("/practice/form/person/1/identity", alone())
    pupil.post(pupil.path, filled(pupil, **born(2016)))
    assert pupil.path.endswith("?ask=1")
    assert "Apakah ini benar?" in pupil.html
    assert token_on(pupil.html)


def test_a_member_is_added_mended_and_removed(pupil: Walker) -> None:
    pupil.open("/practice/form/members/add")
    baby = {"name": "Bayu Contoh", "relationship": "child", "nik": "", "no_nik": "newborn"}
    pupil.post(pupil.path, filled(pupil, **baby))
    assert pupil.path == "/practice/form/members"
    assert "Bayu Contoh" in pupil.html
    pupil.open("/practice/form/members/4")
    pupil.post(pupil.path, filled(pupil, **(baby | {"name": "Bagas Contoh"})))
    assert "Bagas Contoh" in pupil.html
    pupil.post(pupil.path, {"remove": "4"})
    assert "Bagas Contoh" not in pupil.html


def test_two_browsers_practise_apart_and_a_foreign_cookie_begins_anew(pupil: Walker, app: Flask) -> None:
    pupil.press({"street": "Jl. Kenanga 9"})
    other = app.test_client()
    assert other.get("/practice/form/address").headers["Location"] == "/practice"
    other.set_cookie("practice", "bukan-dari-kami", path="/practice")
    assert other.get("/practice/form/address").headers["Location"] == "/practice"
    assert "Jl. Kenanga 9" in pupil.open("/practice/form/address").text


def test_a_family_at_the_real_form_may_practise_and_comes_back(lettered: Walker) -> None:
    lettered.walk("/form/housing")
    lettered.post("/practice", {})
    assert lettered.path == "/practice/form/address"
    lettered.open("/form/housing")
    assert lettered.path == "/form/housing"
    assert "Latihan" not in lettered.html


def test_the_cookie_stays_small_enough_for_every_browser(pupil: Walker) -> None:
    pupil.walk("/practice/form/summary", {"birth_place": "Kertosono " * 6, "occupation": "Pedagang " * 6})
    kept = pupil.client.get_cookie("practice", path="/practice")
    assert kept is not None
    assert len(kept.value) < 3900


@pytest.mark.parametrize("path", ["/prepare", "/"])
def test_it_is_found_from_where_people_prepare(families: list[Any], app: Flask, path: str) -> None:
    assert 'href="/practice"' in app.test_client().get(path).text
    assert practice.bp.url_prefix == "/practice"
