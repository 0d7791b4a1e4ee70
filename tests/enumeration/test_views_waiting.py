"""The slow lane as people meet it: a page that waits with them, nothing typed again, and a letter that passes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.enumeration.family import PIN, Walker
from webapp.enumeration import service
from webapp.enumeration.service import gate
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.sessions import SessionRow

UNKNOWN = {"nik": "3316991203850009", "kk": "3316991203100009", "letter_number": ""}


def knock_until_slow(new_browser: Callable[..., Walker], known: dict[str, str]) -> Walker:
    for _ in range(9):
        browser = new_browser()
        browser.known = known
        browser.post("/", known)
        if browser.path == "/wait":
            return browser
        assert browser.path.startswith("/pin"), browser.path
    raise AssertionError("nobody had to wait")


def known(family: Any, *, letter: bool = False) -> dict[str, str]:
    return {
        "nik": family["nik"],
        "kk": family["kk"],
        "letter_number": family["letter_number"] if letter else "",
    }


def test_who_waits_gets_a_page_that_goes_on_by_itself_and_need_type_nothing_again(
    new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    walker = knock_until_slow(new_browser, known(families[0]))
    answer = walker.open("/wait")
    assert answer.headers["Refresh"].startswith("2")
    assert "url=/wait" in answer.headers["Refresh"]
    assert "Giliran Anda" in walker.html
    assert "<button" in walker.html
    assert families[0]["nik"] not in walker.html
    walker.post("/wait", {})
    assert "Giliran Anda" in walker.html, "the button before the time only waits on"
    with clock.shifted(timedelta(seconds=22)):
        walker.open("/wait")
        assert walker.path == "/pin"
        walker.post("/pin", {"pin": PIN})
        assert walker.path == "/privacy"


def test_what_was_typed_lies_sealed_while_it_waits(
    new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    knock_until_slow(new_browser, known(families[0]))
    stored = b"".join(row.sealed or b"" for row in db.session.scalars(db.select(SessionRow)))
    assert stored
    assert families[0]["nik"].encode() not in stored


def test_a_letter_number_passes_the_slow_lane_at_once(
    new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    walker = knock_until_slow(new_browser, known(families[0]))
    walker.post("/wait", {"letter_number": families[0]["letter_number"]})
    assert walker.path == "/pin"
    direct = new_browser()
    direct.post("/", known(families[0], letter=True))
    assert direct.path == "/pin"


def test_a_wrong_letter_number_passes_nothing(
    new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    walker = knock_until_slow(new_browser, known(families[0]))
    walker.post("/wait", {"letter_number": families[1]["letter_number"]})
    assert walker.path == "/wait"


@pytest.mark.parametrize("is_known", [True, False])
def test_known_and_unknown_numbers_wait_alike(
    new_browser: Callable[..., Walker], families: list[Any], is_known: bool
) -> None:
    walker = knock_until_slow(new_browser, known(families[0]) if is_known else UNKNOWN)
    with clock.shifted(timedelta(seconds=22)):
        walker.open("/wait")
        assert walker.path == "/pin"


def test_the_pin_is_slowed_and_never_locked(
    walker: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    walker.walk("/form/address")
    thief = new_browser()
    thief.post("/", known(families[0]))
    paths = []
    for n in range(6):
        thief.open("/pin?have=1")
        thief.post("/pin?have=1", {"pin": f"99{n}137"})
        paths.append(thief.path)
    assert paths == ["/pin?have=1"] * 4 + ["/wait"] * 2  # choosing the PIN was the first try of these
    owner = new_browser()
    owner.post("/", known(families[0]))
    owner.post("/pin?have=1", {"pin": PIN})
    assert owner.path == "/wait"
    assert "Punya surat" not in owner.html
    with clock.shifted(timedelta(seconds=25)):
        owner.open("/wait")
        assert owner.path == "/form/address", "the PIN was kept"


def test_while_the_counts_cannot_be_written_no_guess_is_answered(
    new_browser: Callable[..., Walker], families: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_about: Any, **_more: Any) -> None:
        raise OperationalError("counts", {}, Exception("disk full"))

    monkeypatch.setattr(gate, "_change", away)
    answers = []
    for numbers in (known(families[0]), UNKNOWN):
        browser = new_browser()
        answers.append(browser.post("/", numbers))
        assert browser.open("/pin").status_code == 401, "nobody got further"
    assert [answer.status_code for answer in answers] == [503, 503]
    assert "Retry-After" in answers[0].headers


def test_the_waiting_page_is_nothing_for_strangers(new_browser: Callable[..., Walker]) -> None:
    assert new_browser().open("/wait").status_code == 401


def test_a_family_that_came_in_is_not_counted_as_a_guess(walker: Walker, families: list[Any]) -> None:
    walker.open("/")
    walker.post("/", walker.known)
    assert service.tries_lately() == 1
    walker.post("/pin", {"pin": PIN})
    assert service.tries_lately() == 0
