"""Until when a page waits, and the one tap that stays."""

from __future__ import annotations

from datetime import timedelta

from tests.enumeration.family import Walker
from webapp.shared import clock

WAITS = "Halaman ini menunggu sampai pukul"


def test_each_page_says_until_when_it_waits(lettered: Walker) -> None:
    lettered.walk("/privacy")
    lettered.seen.clear()
    lettered.open("/privacy")
    lettered.walk("/receipt/")
    for path in ("/form", "/form/members/add"):
        lettered.open(path)
    assert len(lettered.seen) > 8
    assert [page[:300] for page in lettered.seen if WAITS not in page] == []


def test_asking_for_the_warning_is_not_staying(lettered: Walker) -> None:
    lettered.walk("/form/address")
    with clock.shifted(timedelta(minutes=13)):
        lettered.open("/stay")
        assert "Tetap di sini" in lettered.html
    with clock.shifted(timedelta(minutes=16)):
        lettered.open("/form")
        assert lettered.status == 401


def test_one_tap_stays(lettered: Walker) -> None:
    lettered.walk("/form/address")
    with clock.shifted(timedelta(minutes=13)):
        lettered.post("/stay", {})
        assert WAITS in lettered.html
    with clock.shifted(timedelta(minutes=27)):
        lettered.open("/form")
        assert lettered.status == 200


def test_after_the_end_there_is_nothing_to_stay_on(lettered: Walker) -> None:
    lettered.walk("/form/address")
    with clock.shifted(timedelta(minutes=16)):
        assert lettered.open("/stay").status_code == 401
        assert lettered.post("/stay", {}).status_code == 401


def test_a_stranger_is_asked_nothing(lettered: Walker) -> None:
    assert lettered.open("/stay").status_code == 401
