"""Sessions: when they end, what the cookie is, and that a browser never holds one that was not kept."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.databases import TestDatabases
from tests.shared.conftest import Behave, identity
from webapp.shared import access, clock, db, sessions
from webapp.shared.errors import Forbidden
from webapp.shared.sessions import SessionRow

SignIn = Callable[[str], FlaskClient]


def _rows() -> list[SessionRow]:
    db.db.session.rollback()
    return list(db.db.session.execute(select(SessionRow)).scalars())


def _later(browser: FlaskClient, path: str, **after: float) -> int:
    with clock.shifted(timedelta(**after)):
        return browser.get(path).status_code


def test_a_family_is_signed_out_after_a_quarter_of_an_hour_without_a_request(
    client: FlaskClient, rooms: Flask
) -> None:
    client.post("/t/sit")
    assert _later(client, "/t/seat", minutes=14) == 200
    assert _later(client, "/t/seat", minutes=28) == 200, "the request at 14 minutes counts"
    assert _later(client, "/t/seat", minutes=44) == 401


def test_staff_stay_signed_in_over_a_pause_but_not_over_night(signed_in: SignIn) -> None:
    browser = signed_in("enumerator")
    assert _later(browser, "/t/enumerator", hours=9) == 200
    assert _later(browser, "/t/enumerator", hours=15) == 200
    assert _later(browser, "/t/enumerator", hours=16, minutes=1) == 401, "however busy it was"


def test_staff_with_a_familys_seat_keep_both_for_as_long_as_staff(rooms: Flask, signed_in: SignIn) -> None:
    def take() -> None:
        with db.transaction():
            sessions.attach_seat(db.new_id(), {"key": "cd"})

    rooms.add_url_rule("/t/take", "t.take", access.staff()(lambda: str(take())))
    browser = signed_in("enumerator")
    browser.get("/t/take")
    assert browser.get("/t/seat").text == "{'key': 'cd'}"
    assert _later(browser, "/t/seat", hours=2) == 200
    access.load_staff_with(rooms, lambda _id: None)
    assert browser.get("/t/seat").status_code == 401, "a disabled account's seat is closed as well"


def test_signing_in_gives_a_new_cookie_and_ends_the_session_before(rooms: Flask, client: FlaskClient) -> None:
    client.post("/t/sit")
    before = client.get_cookie("catat")
    client.post("/t/sign-in/coordinator")
    after = client.get_cookie("catat")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    (row,) = _rows()
    assert (row.staff_id, row.seat_id) == (identity("coordinator").id, None)


def test_the_one_who_has_just_signed_in_is_known_in_the_same_request(
    rooms: Flask, client: FlaskClient
) -> None:
    def sign_in() -> str:
        assert access.current_staff() is None
        with db.transaction():
            sessions.start(staff_id=identity("observer").id)
        return access.signed_in_staff().username

    rooms.add_url_rule("/t/in", "t.in", access.public(sign_in))
    assert client.get("/t/in").text == "observer"


def test_a_sign_in_that_is_undone_sends_no_cookie_and_keeps_the_session_before(
    behave: Behave, client: FlaskClient
) -> None:
    def refused() -> None:
        with db.transaction():
            sessions.start(staff_id=identity("coordinator").id)
            raise Forbidden

    behave(refused)
    client.post("/t/sit")
    answer = client.get("/t/do")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
    assert client.get("/t/seat").status_code == 200


def test_signing_out_removes_row_and_cookie(rooms: Flask, client: FlaskClient) -> None:
    def leave() -> str:
        with db.transaction():
            sessions.end()
        return "bye"

    rooms.add_url_rule("/t/leave", "t.leave", access.public(leave))
    client.post("/t/sit")
    client.get("/t/leave")
    assert _rows() == []
    assert client.get_cookie("catat") is None


def test_an_account_is_out_everywhere_at_once(rooms: Flask, signed_in: SignIn) -> None:
    browsers = [signed_in("agent"), signed_in("agent"), signed_in("observer")]
    with db.transaction():
        sessions.end_all_of_staff(identity("agent").id)
    paths = ("/t/agent", "/t/agent", "/t/observer")
    assert [b.get(path).status_code for b, path in zip(browsers, paths, strict=True)] == [401, 401, 200]


def test_the_row_opens_nothing_without_the_cookie(rooms: Flask, client: FlaskClient) -> None:
    client.post("/t/sit")
    (row,) = _rows()
    cookie = client.get_cookie("catat")
    assert cookie is not None
    assert b"key" not in (row.sealed or b"key")
    other = base64.urlsafe_b64encode(row.id.bytes * 2).decode().rstrip("=")
    for stolen in (other, row.id.hex, cookie.value[:-2], ""):
        client.set_cookie("catat", stolen)
        assert client.get("/t/seat").status_code == 401


@pytest.mark.parametrize("url", ["https://sensus.example", "http://127.0.0.1:8000"])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(databases: TestDatabases, url: str) -> None:
    with databases.fresh("sqlite", CATAT_PUBLIC_URL=url) as app:

        def sit() -> str:
            with db.transaction():
                sessions.start(seat_id=db.new_id())
            return ""

        app.add_url_rule("/t/sit", "t.sit", access.public(sit))
        cookie = app.test_client().get("/t/sit").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    secure = url.startswith("https")
    assert ("Secure" in cookie, cookie.startswith("__Host-catat=")) == (secure, secure)


def test_the_sweep_removes_what_has_ended_and_nothing_else(
    rooms: Flask, client: FlaskClient, signed_in: SignIn
) -> None:
    client.post("/t/sit")
    signed_in("coordinator")
    with clock.shifted(timedelta(minutes=70)):
        assert sessions.sweep() == 0
    with clock.shifted(timedelta(minutes=80)):
        assert sessions.sweep() == 1
    assert [row.staff_id for row in _rows()] == [identity("coordinator").id]
    with clock.shifted(timedelta(hours=12)):
        assert sessions.sweep() == 1
