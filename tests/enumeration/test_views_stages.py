"""Before the door opens, in its last hour, and after: there is always a way on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.enumeration.family import PIN, Walker
from tests.enumeration.hands import alone, filled
from webapp.enumeration import service
from webapp.shared import clock

DAY = timedelta(days=1)
Browser = Callable[..., Walker]


def door(name: str, opens: timedelta, closes: timedelta) -> None:
    service.set_stage(name, clock.now() + opens, clock.now() + closes)


def shut(*names: str) -> None:
    for name in names:
        door(name, -20 * DAY, -DAY)


def test_before_opening_the_page_says_when_and_offers_a_visit_and_what_to_prepare(
    app: Flask, families: list[Any], new_browser: Browser
) -> None:
    door("web", 3 * DAY, 9 * DAY)
    shut("corrections")
    walker = new_browser(families[0])
    walker.open("/")
    assert "Pengisian sendiri dibuka" in walker.html
    assert 'href="/visit"' in walker.html
    assert 'href="/prepare"' in walker.html
    assert 'name="nik"' not in walker.html
    walker.post("/", {"nik": families[0]["nik"], "kk": families[0]["kk"], "letter_number": ""})
    assert walker.status == 403
    assert "mulai" in walker.html
    assert 'href="/visit"' in walker.html


def test_after_closing_nobody_begins_and_a_visit_is_offered(
    app: Flask, families: list[Any], new_browser: Browser
) -> None:
    shut("web", "corrections")
    walker = new_browser(families[0])
    walker.open("/")
    assert "sudah ditutup" in walker.html
    assert 'href="/visit"' in walker.html
    walker.open("/visit")
    assert walker.status == 200


@pytest.mark.parametrize("nik_is_known", [True, False])
def test_after_closing_known_and_unknown_pairs_are_told_of_the_visit(
    app: Flask, families: list[Any], new_browser: Browser, nik_is_known: bool
) -> None:
    shut("web")  # corrections are still open, so there is a way back in
    walker = new_browser(families[0])
    nik = families[0]["nik"] if nik_is_known else "3316991203850009"
    walker.post("/", {"nik": nik, "kk": families[0]["kk"], "letter_number": ""})
    assert (walker.path, walker.status) == ("/pin", 200)
    assert 'href="/visit"' in walker.html
    assert walker.post("/pin", {"pin": PIN}).status_code == 422


def test_with_every_door_shut_the_page_still_names_help(
    app: Flask, families: list[Any], new_browser: Browser
) -> None:
    shut("web", "corrections", "wish", "sms_booking", "visits")
    walker = new_browser(families[0])
    walker.open("/")
    assert 'href="/help"' in walker.html
    walker.open("/visit")
    walker.post("/visit", {"nik": families[0]["nik"], "kk": families[0]["kk"]})
    assert 'href="/help"' in walker.html


def test_in_the_hour_of_grace_a_family_signs_in_again_and_sends(
    app: Flask, lettered: Walker, families: list[Any], new_browser: Browser
) -> None:
    lettered.walk("/form/summary", alone())
    shut("corrections")
    door("web", -20 * DAY, timedelta(minutes=5))
    with clock.shifted(timedelta(minutes=50)):
        back = new_browser(families[0])
        back.open("/")
        back.press()
        back.post("/pin", {"pin": PIN})
        assert back.path == "/form/summary"
        back.walk("/receipt/")
        assert "Terima kasih" in back.html


def test_after_the_grace_the_summary_says_that_it_is_kept_and_offers_a_visit(
    app: Flask, lettered: Walker
) -> None:
    lettered.walk("/form/summary", alone())
    data = filled(lettered)
    door("web", -20 * DAY, -timedelta(minutes=61))
    lettered.post("/form/summary", data)
    assert lettered.status == 403
    assert "tetap tersimpan" in lettered.html
    assert 'href="/visit"' in lettered.html
    assert "Kirim jawaban" not in lettered.html
    lettered.open("/visit")
    assert lettered.status == 200


def test_after_the_web_has_closed_the_receipt_and_corrections_can_be_reached(
    app: Flask, lettered: Walker, families: list[Any], new_browser: Browser
) -> None:
    receipt = lettered.walk("/receipt/", alone())
    shut("web")
    back = new_browser(families[0])
    back.open("/")
    assert "Sudah pernah mengisi?" in back.html
    back.press()
    back.post("/pin", {"pin": PIN})
    assert back.path == receipt
    assert "Perbaiki jawaban" in back.html
    back.post("/form/correct", {})
    back.walk("/receipt/")
    assert back.path != receipt


def test_an_extension_counts_at_once(app: Flask, families: list[Any], new_browser: Browser) -> None:
    shut("web")
    walker = new_browser(families[0])
    walker.open("/")
    assert "sudah ditutup" in walker.html
    door("web", -20 * DAY, DAY)
    walker.open("/")
    assert "sudah ditutup" not in walker.html
    walker.walk("/privacy")
