"""A page sent after its session has ended: kept for an hour, saved after signing in, for its own family only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from tests.enumeration.hands import alone, filled, office_reads
from webapp.enumeration.models import Version
from webapp.shared import clock, sessions
from webapp.shared.db import db

HOUSING, IDENTITY = "/form/housing", "/form/person/1/identity"
PAUSE = timedelta(minutes=40)
Browser = Callable[..., Walker]


@pytest.fixture
def typing(lettered: Walker) -> Walker:
    """A family of one with its first person's page open, everything typed and nothing of it sent."""
    lettered.walk(IDENTITY, alone())
    return lettered


def sign_in_again(walker: Walker) -> None:
    if walker.path != "/pin":
        walker.open("/")
        walker.press()
    walker.post("/pin", {"pin": PIN})


def birth_place(walker: Walker) -> bool:
    walker.open(IDENTITY)
    return 'value="Kupang"' in walker.html


def test_after_a_pause_the_pin_alone_saves_what_was_typed(typing: Walker) -> None:
    data = filled(typing, birth_place="Kupang")
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        assert typing.status == 401
        assert "/pin" in typing.html
        typing.open("/pin")
        sign_in_again(typing)
        assert typing.path == "/form/person/1/culture"
        assert birth_place(typing)


def test_after_hours_when_the_session_is_gone_it_is_saved_all_the_same(typing: Walker) -> None:
    data = filled(typing, birth_place="Kupang")
    with clock.shifted(timedelta(hours=5)):
        sessions.sweep()
        typing.post(IDENTITY, data)
        assert typing.status == 401
        sign_in_again(typing)
        assert typing.path == "/form/person/1/culture"
        assert birth_place(typing)


@pytest.mark.parametrize("lost", ["cookie", "left"])
def test_a_session_that_was_lost_loses_nothing(typing: Walker, new_browser: Browser, lost: str) -> None:
    data = filled(typing, birth_place="Kupang")
    if lost == "cookie":
        typing.client.delete_cookie("catat")
    else:  # in another tab
        typing.post("/leave", {})
    typing.post(IDENTITY, data)
    assert typing.status == 401
    sign_in_again(typing)
    assert birth_place(typing)


def test_a_clock_that_jumps_ahead_loses_nothing(typing: Walker) -> None:
    with clock.shifted(timedelta(hours=2)):
        typing.post(IDENTITY, filled(typing, birth_place="Kupang"))
    sign_in_again(typing)
    assert birth_place(typing)


def test_another_family_on_the_same_phone_sees_and_saves_nothing_of_it(
    app: Flask, typing: Walker, families: list[Any]
) -> None:
    other = Walker(typing.client, families[1], letter=True)
    data = filled(typing, birth_place="Kupang")
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        other.seen.clear()
        other.open("/")
        other.walk("/receipt/", alone())
        assert not any("Kupang" in page for page in other.seen)
        assert "Kupang" not in str(office_reads(app))
        found = db.session.scalars(select(sessions.SessionRow.sealed)).all()
        assert found


def test_a_form_that_no_seat_of_the_family_made_is_not_saved(typing: Walker) -> None:
    data = filled(typing, birth_place="Kupang") | {"csrf_token": ["x" * 20]}
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        sign_in_again(typing)
        assert typing.path == IDENTITY
        assert not birth_place(typing)


def test_it_lies_sealed_and_only_for_an_hour(app: Flask, typing: Walker) -> None:
    data = filled(typing, birth_place="Kupangsari")
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        for table in db.metadata.sorted_tables:
            assert all("Kupangsari" not in repr(row) for row in db.session.execute(select(table)).all())
    with clock.shifted(PAUSE + timedelta(minutes=61)):
        sign_in_again(typing)
        assert typing.path == IDENTITY
        assert "Kupangsari" not in typing.html


def test_within_the_hour_the_way_may_be_slow(typing: Walker) -> None:
    data = filled(typing, birth_place="Kupang")
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
    with clock.shifted(PAUSE + timedelta(minutes=50)):
        sign_in_again(typing)
        assert birth_place(typing)


def test_what_is_wrong_with_it_is_said_on_the_very_page(typing: Walker) -> None:
    data = filled(typing, birth_place="Kupang") | {"birth_date-day": ["45"]}
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        typing.open("/pin")
        sign_in_again(typing)
        assert typing.path.startswith(IDENTITY)
        assert typing.status == 422
        assert 'value="Kupang"' in typing.html


def test_two_pages_of_two_tabs_are_both_saved(typing: Walker) -> None:
    typing.open(HOUSING)
    housing = filled(typing, floor="earth")
    typing.open(IDENTITY)
    data = filled(typing, birth_place="Kupang")
    with clock.shifted(PAUSE):
        typing.post(HOUSING, housing)
        typing.post(IDENTITY, data)
        typing.open("/pin")
        sign_in_again(typing)
        assert birth_place(typing)
        typing.open(HOUSING)
        assert 'value="earth" checked' in typing.html


def test_members_and_sending_wait_as_well(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/members")
    members = filled(lettered, **alone())
    with clock.shifted(PAUSE):
        lettered.post("/form/members", members)
        lettered.open("/pin")
        sign_in_again(lettered)
        assert lettered.path.startswith("/form/person/1/")
        lettered.walk("/form/summary", alone())
        token = filled(lettered)
    with clock.shifted(2 * PAUSE):
        lettered.post("/form/summary", token)
        assert lettered.status == 401
        lettered.open("/pin")
        sign_in_again(lettered)
        assert lettered.path.startswith("/receipt/")
    assert [version.state for version in db.session.scalars(select(Version))] == ["sent"]


def test_it_is_saved_once_and_a_reload_saves_nothing(typing: Walker) -> None:
    data = filled(typing, birth_place="Kupang")
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        typing.open("/pin")
        sign_in_again(typing)
        typing.open(IDENTITY)
        typing.post(IDENTITY, filled(typing, birth_place="Pati"))
        typing.open(f"{IDENTITY}?kept=1")
        assert 'value="Pati"' in typing.html


def test_an_ended_session_opens_the_pin_page_and_no_visit(typing: Walker) -> None:
    data = filled(typing)
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        typing.open("/visit")
        assert 'name="birth_year"' in typing.html


def test_after_a_new_pin_it_is_saved_in_the_new_version(
    typing: Walker, new_browser: Browser, families: list[Any]
) -> None:
    typing.open(HOUSING)
    data = filled(typing, floor="earth")
    other = new_browser(families[0], letter=True)
    other.open("/")
    other.press()
    other.post("/pin/forgotten", {})
    other.post("/pin", {"pin": "161803"})
    typing.post(HOUSING, {**data, "revision": ["0"]})
    assert typing.status == 401
    typing.open("/pin")
    typing.post("/pin", {"pin": "161803"})
    typing.open(HOUSING)
    assert 'value="earth" checked' in typing.html


def test_an_anonymous_flood_keeps_little(typing: Walker, new_browser: Browser) -> None:
    stranger = new_browser()
    for size in (30_000, 200_000):
        stranger.post(IDENTITY, {"csrf_token": "x", "birth_place": "y" * size})
        assert stranger.status == 401
        assert stranger.client.get_cookie("catat") is None
    stranger.post(IDENTITY, {"birth_place": "y"})
    assert stranger.client.get_cookie("catat") is None


def test_whoever_leaves_takes_what_was_kept_along(typing: Walker) -> None:
    data = filled(typing, birth_place="Kupang")
    with clock.shifted(PAUSE):
        typing.post(IDENTITY, data)
        typing.post("/leave", {})
        assert typing.client.get_cookie("catat") is None
        sign_in_again(typing)
        assert not birth_place(typing)
