"""Forms from elsewhere are stopped; a page that was open for hours keeps what was typed."""

from __future__ import annotations

import contextvars
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.shared.conftest import add_row, rows
from webapp.shared import access, clock, db, sessions

OURS = "http://127.0.0.1:8000"


class Silent(FlaskClient):
    """A browser that says nothing about where it comes from, as Opera Mini and older ones."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture
def silent(rooms: Flask) -> FlaskClient:
    rooms.test_client_class = Silent
    return rooms.test_client()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://[", "Host": "127.0.0.1"},
        {"Referer": "https://evil.example/page"},
        {"Referer": "nonsense"},
    ],
)
def test_a_post_from_elsewhere_changes_nothing_on_any_route(
    silent: FlaskClient, headers: dict[str, str]
) -> None:
    answer = silent.post("/t/sit", headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": OURS}, {"Origin": "http://localhost"},
     {"Referer": f"{OURS}/pin"}, {}],
)  # fmt: skip
def test_a_post_from_our_pages_passes(silent: FlaskClient, headers: dict[str, str]) -> None:
    assert silent.post("/t/sit", headers=headers).status_code == 200
    token = _token(silent)
    assert silent.post("/t/typed", headers=headers, data={"csrf_token": token}).status_code == 200


def _token(browser: FlaskClient) -> str:
    def ask() -> str:
        cookie = browser.get_cookie(sessions.COOKIE)
        headers = {"Cookie": f"{sessions.COOKIE}={cookie and cookie.value}"}
        with browser.application.test_request_context(headers=headers):
            return access.csrf_token()

    return contextvars.Context().run(ask)


@pytest.mark.parametrize("token", ["", "wrong", "ümläut", "\x00", "x" * 5000])
def test_a_wrong_token_keeps_what_was_typed_and_says_press_again(silent: FlaskClient, token: str) -> None:
    silent.post("/t/sit")
    answer = silent.post("/t/typed", data={"name": "Siti <b>", "csrf_token": token})
    assert answer.status_code == 422
    assert "Siti &lt;b&gt;" in answer.text


def test_a_page_that_hides_its_origin_needs_the_token_and_signs_nobody_in(silent: FlaskClient) -> None:
    hidden = {"Origin": "null"}
    assert silent.post("/t/typed", headers=hidden).status_code == 422
    silent.post("/t/sit")
    assert silent.post("/t/typed", headers=hidden).status_code == 422
    assert silent.post("/t/typed", headers=hidden, data={"csrf_token": _token(silent)}).status_code == 200


def test_the_token_of_somebody_else_does_not_pass(rooms: Flask, silent: FlaskClient) -> None:
    other = rooms.test_client()
    other.post("/t/sit")
    silent.post("/t/sit")
    assert silent.post("/t/typed", data={"csrf_token": _token(other)}).status_code == 422


def test_neither_a_long_pause_nor_a_clock_that_jumps_makes_a_token_stale(silent: FlaskClient) -> None:
    silent.post("/t/sign-in/coordinator")
    token = _token(silent)
    for jump in (timedelta(hours=2), timedelta(hours=-2), timedelta(hours=9)):
        with clock.shifted(jump):
            assert silent.post("/t/typed", data={"csrf_token": token}).status_code == 200


def test_a_view_that_forgets_to_ask_writes_nothing_for_a_page_without_token(
    rooms: Flask, silent: FlaskClient
) -> None:
    def forgetful() -> str:
        with db.transaction():
            add_row(b"forged")
        return "written"

    rooms.add_url_rule("/t/forgetful", "t.forgetful", access.public(forgetful), methods=["GET", "POST"])
    silent.post("/t/sit")
    assert silent.post("/t/forgetful").status_code == 422
    assert rows() == set()
    assert silent.post("/t/forgetful", data={"csrf_token": _token(silent)}).text == "written"


def test_a_gateway_is_not_asked_where_it_comes_from(silent: FlaskClient) -> None:
    assert silent.post("/t/gateway", headers={"Origin": "https://api.twilio.com"}).status_code == 200
