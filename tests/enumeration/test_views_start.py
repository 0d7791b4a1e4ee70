"""The way in: what is refused, how, and what is shown to whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.enumeration.family import PIN, Walker
from webapp.enumeration import service
from webapp.households import service as households
from webapp.shared import clock
from webapp.shared.db import db

UNKNOWN = {"nik": "3316991203850009", "kk": "3316991203100009"}


def test_the_first_view_is_the_form_itself_within_three_kilobytes(
    client: FlaskClient, families: list[Any]
) -> None:
    response = client.get("/", headers={"Accept-Encoding": "br"})
    html = brotli.decompress(response.get_data()).decode()
    assert response.status_code == 200
    assert len(response.get_data()) <= 3000
    assert all(f'name="{name}"' in html for name in ("nik", "kk", "letter_number"))
    assert "<script" not in html
    assert 'rel="stylesheet"' not in html
    assert "Gratis" in html


@pytest.mark.parametrize(
    ("nik", "code"),
    [("331699", "221"), ("33169912038500AB", "222"), ("", "221"), ("3316991203850000", "223"), ("😀" * 40, "222"),
     ("<b>x</b>", "222"), ("3" * 3000, "221")],
)  # fmt: skip
def test_bad_digits_are_told_kindly_with_a_code(
    client: FlaskClient, families: list[Any], nik: str, code: str
) -> None:
    response = client.post("/", data={"nik": nik, "kk": "3316991203100001"})
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert f"kode {code}" in html
    assert "3316991203100001" in html


def test_spaces_dots_and_full_width_digits_are_read(walker: Walker, families: list[Any]) -> None:
    nik, kk = families[0]["nik"], families[0]["kk"]
    wide = "".join(chr(0xFF10 + int(digit)) for digit in nik)
    walker.post("/", {"nik": wide, "kk": f"{kk[:4]} {kk[4:8]}.{kk[8:12]}-{kk[12:]}", "letter_number": ""})
    assert walker.path == "/pin"


def test_a_wrong_letter_number_is_refused_with_the_rest_still_there(
    walker: Walker, families: list[Any]
) -> None:
    walker.post("/", {**walker.known, "letter_number": families[1]["letter_number"]})
    assert walker.status == 422
    assert "kode 105" in walker.html
    assert families[0]["nik"] in walker.html


def test_a_number_tried_too_often_must_wait_and_another_need_not(
    client: FlaskClient, families: list[Any]
) -> None:
    led_to = [client.post("/", data=UNKNOWN).headers["Location"] for _ in range(7)]
    assert led_to == ["/pin"] * 5 + ["/wait"] * 2
    known = {"nik": families[0]["nik"], "kk": families[0]["kk"], "letter_number": ""}
    assert client.post("/", data=known).headers["Location"] == "/pin"


def test_the_wrong_pin_is_refused_and_slowed_and_opens_again_later(
    walker: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    walker.walk("/form/address")
    thief = new_browser(families[0])
    thief.post("/", {**thief.known, "have": "1"})
    assert thief.path == "/pin?have=1"
    seen = [thief.post("/pin?have=1", {"pin": f"99{n}137"}).status_code for n in range(5)]
    assert seen == [422] * 4 + [200]  # choosing the PIN was the first try of these
    assert thief.path == "/wait"
    with clock.shifted(timedelta(days=1)):
        thief.post("/", thief.known)
        thief.post("/pin?have=1", {"pin": PIN})
        assert thief.path == "/form/address"


@pytest.mark.parametrize("pin", ["12345", "123456", "111111", "654321", "", "5" * 500])
def test_a_pin_that_is_guessed_first_is_not_taken(walker: Walker, pin: str) -> None:
    walker.open("/")
    walker.press()
    response = walker.post("/pin", {"pin": pin})
    assert response.status_code == 422
    assert "kode 107" in walker.html


def test_a_phone_number_needs_a_consent_and_a_readable_form(walker: Walker) -> None:
    walker.open("/")
    walker.press()
    walker.post("/pin", {"pin": PIN, "phone": "0812 3456 7890"})
    assert "kode 119" in walker.html
    walker.post("/pin", {"pin": PIN, "phone": "abc", "consent": "y"})
    assert "kode 117" in walker.html
    walker.post("/pin", {"pin": PIN, "phone": "0812 3456 7890", "consent": "y"})
    assert walker.path == "/privacy"


def test_pages_behind_the_sign_in_send_strangers_to_the_start(
    client: FlaskClient, families: list[Any]
) -> None:
    for path in (
        "/form",
        "/form/address",
        "/form/members",
        "/form/person/1/identity",
        "/form/summary",
        "/pin",
    ):
        response = client.get(path)
        assert response.status_code == 401, path
        assert 'href="/"' in response.get_data(as_text=True)


def test_nik_and_kk_alone_show_nothing_that_is_stored(
    app: Flask, walker: Walker, families: list[Any], new_browser: Callable[..., Walker]
) -> None:
    household_id = households.find_by_pair(families[0]["nik"], families[0]["kk"])
    assert household_id is not None
    seeded = {person.name for person in households.roster(household_id)}
    seeded |= {person.nik for person in households.roster(household_id) if person.nik} - {families[0]["nik"]}
    seeded |= {households.address(household_id), families[0]["letter_number"]}
    walker.walk("/receipt/")
    walker.open("/form")
    thief = new_browser(families[0])
    thief.open("/")
    thief.press()
    thief.open("/form")
    thief.open("/receipt/" + str(service.receipt_of(household_id)))
    shown = "".join(walker.seen + thief.seen)
    assert [value for value in seeded if value and re.search(rf"\b{re.escape(value)}\b", shown)] == []
    assert "Orang B" not in "".join(thief.seen)


def test_a_closed_web_door_names_another_way(walker: Walker, families: list[Any]) -> None:
    past = clock.now() - timedelta(days=9)
    service.set_stage("web", past, past + timedelta(days=1))
    walker.post("/", walker.known)
    assert walker.path == "/pin"
    assert "Buat PIN" not in walker.html
    assert "/help" in walker.html


def test_the_language_switch_goes_back_to_our_own_pages_only(
    client: FlaskClient, families: list[Any]
) -> None:
    response = client.get("/language?to=en&back=/help")
    assert response.headers["Location"] == "/help"
    assert "lang=en" in response.headers["Set-Cookie"]
    for foreign in (
        "https://example.org/",
        "//example.org/x",
        "/\\example.org",
        "javascript:alert(1)",
        "\n//x",
    ):
        assert client.get("/language", query_string={"to": "en", "back": foreign}).headers["Location"] == "/"


def test_help_and_privacy_are_for_everybody(client: FlaskClient, families: list[Any]) -> None:
    assert "UU 27/2022" in client.get("/privacy").get_data(as_text=True)
    assert client.get("/help").status_code == 200


def test_the_register_of_today_is_the_newest_snapshot(families: list[Any]) -> None:
    from webapp.enumeration import queries

    found = queries.snapshot_date()
    assert isinstance(found, date)
    db.session.rollback()
