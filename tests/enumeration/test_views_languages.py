"""Every page that a family reads, in each language, without Indonesian left over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.enumeration.family import Walker
from tests.house.leftover import INDONESIAN, indonesian_in

ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
EACH_LANGUAGE = pytest.mark.parametrize("language", ["en", "jv"])
UNKNOWN = {"nik": "3316991203850009", "kk": "3316991203100009"}
Browser = Callable[..., Walker]


def leftovers(pages: list[str]) -> list[str]:
    return sorted({piece for page in pages for piece in indonesian_in(page)})


def speaking(walker: Walker, language: str) -> Walker:
    """The browser, with its language chosen as a family does."""
    walker.open(f"/language?to={language}&back=/")
    assert f'lang="{language}"' in walker.html
    return walker


def test_the_finder_finds() -> None:
    page = '<title>Tulis</title><p>Save and continue</p><input aria-label="Nomor KK"><b>Jawa</b><p>Simpan</p>'
    assert indonesian_in(page) == ["Nomor KK", "Simpan", "Tulis"]
    assert set(indonesian_in("".join(f"<p>{word}" for word in INDONESIAN))) == set(INDONESIAN)


@ONE_DATABASE
@EACH_LANGUAGE
def test_a_family_goes_from_start_to_receipt_in_its_language(
    app: Flask, families: list[Any], new_browser: Browser, language: str
) -> None:
    walker = speaking(new_browser(families[0]), language)
    walker.seen.clear()
    receipt = walker.walk("/receipt/")
    for path in ("/form", "/help", "/official", "/prepare", "/visit"):
        walker.open(path)
    assert len(walker.seen) > 15
    stranger = speaking(new_browser(), language)
    stranger.open(receipt)
    assert leftovers(walker.seen + stranger.seen) == []


@ONE_DATABASE
@EACH_LANGUAGE
def test_every_question_with_its_hints_and_options(
    app: Flask, families: list[Any], new_browser: Browser, language: str
) -> None:
    walker = speaking(new_browser(families[1], letter=True), language)
    walker.walk("/form/members")
    for path in ("/form/address", "/form/housing", "/form/members", "/form/members/add"):
        walker.open(path)
    for position in (1, 2):
        for page in ("identity", "culture", "work"):
            walker.open(f"/form/person/{position}/{page}")
    walker.open("/form/summary")
    assert leftovers(walker.seen) == []


@ONE_DATABASE
@EACH_LANGUAGE
def test_what_is_refused_is_refused_in_its_language(
    app: Flask, families: list[Any], new_browser: Browser, language: str
) -> None:
    walker = speaking(new_browser(), language)
    known = {name: str(families[0][name]) for name in ("nik", "kk")}
    for typed in ({"nik": "12", "kk": "x"}, UNKNOWN, known | {"letter_number": "1234567890"}, {}):
        walker.post("/", typed)
        assert walker.status in (200, 422)
    walker.post("/unmatched", {})
    walker.post("/unmatched", {"sub_district": "33.16.05"})
    for path in (
        "/unmatched",
        "/none",
        "/form",
        "/receipt/123456789012",
        "/officer/P-0000001",
        "/staff/tasks",
    ):
        walker.open(path)
    walker.post("/visit", {"nik": "12", "kk": "x"})
    walker.post("/visit", UNKNOWN)
    assert leftovers(walker.seen) == []


@ONE_DATABASE
@EACH_LANGUAGE
def test_the_pin_is_asked_and_refused_in_its_language(
    app: Flask, families: list[Any], new_browser: Browser, language: str
) -> None:
    new_browser(families[2]).walk("/privacy")
    again = speaking(new_browser(families[2]), language)
    again.press()
    assert again.path == "/pin"
    again.post("/pin", {"pin": "000000"})
    again.post("/pin/forgotten", {})
    fresh = speaking(new_browser(families[3]), language)
    fresh.press()
    fresh.post("/pin", {"pin": "123456", "phone": "12"})
    assert fresh.status == 422
    fresh.open("/pin")
    fresh.walk("/form/")
    fresh.post(fresh.path, {})
    assert fresh.status == 422
    fresh.post("/leave", {})
    assert leftovers(again.seen + fresh.seen) == []
