"""Error pages: a true status, a code, one next step; never a stack page, never the values that failed."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import exc, text

from tests.conftest import Browser
from tests.databases import TestDatabases
from tests.shared.conftest import Behave, add_row
from webapp.shared import clock, db, errors
from webapp.shared.group_commit import GroupLost
from webapp.shared.keyring import KeysUnusable
from webapp.shared.throttle import Tries

BOTH = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def app(request: pytest.FixtureRequest, databases: TestDatabases) -> Iterator[Flask]:
    """On SQLite, unless a test says that the database matters."""
    with databases.fresh(getattr(request, "param", "sqlite")) as made, made.app_context():
        made.test_client_class = Browser
        yield made


def _raise(error: Exception) -> Callable[[], None]:
    def run() -> None:
        raise error

    return run


def _operational() -> exc.OperationalError:
    return exc.OperationalError("SELECT 'Siti'", {}, sqlite3.OperationalError("database is locked"))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (_operational(), 503),
        (exc.TimeoutError("pool"), 503),
        (exc.PendingRollbackError("later"), 503),
        (exc.InterfaceError("", {}, psycopg.InterfaceError("the connection is closed")), 503),
        (exc.InternalError("", {}, psycopg.InternalError("gone"), connection_invalidated=True), 503),
        (exc.ProgrammingError("", {}, psycopg.errors.UndefinedTable("no table yet")), 503),
        (GroupLost("the commit failed"), 503),
        (KeysUnusable("wrong keys"), 503),
        (exc.DataError("", {}, psycopg.DataError("NUL")), 400),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), 400),
        (OverflowError("Python int too large"), 400),
        (exc.IntegrityError("", {}, sqlite3.IntegrityError("UNIQUE constraint failed: a.b")), 409),
        (exc.IntegrityError("", {}, psycopg.errors.UniqueViolation("Siti exists")), 409),
        (exc.IntegrityError("", {}, sqlite3.IntegrityError("NOT NULL constraint failed: a.b")), 500),
        (exc.ProgrammingError("", {}, psycopg.errors.SyntaxError("at Siti")), 500),
        (KeyError("Siti"), 500),
        (RuntimeError("Siti"), 500),
    ],
)
def test_each_fault_has_its_status_and_tells_no_values(
    behave: Behave, client: FlaskClient, caplog: pytest.LogCaptureFixture, error: Exception, status: int
) -> None:
    behave(_raise(error))
    answer = client.get("/t/do")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert "Traceback" not in answer.text
    assert "Siti" not in answer.text + caplog.text
    assert "</main>" in answer.text
    assert any(record.levelno >= logging.WARNING for record in caplog.records)


@BOTH
def test_what_postgresql_cannot_store_is_answered_with_4xx_on_both(
    behave: Behave, client: FlaskClient
) -> None:
    tried = iter(["a\x00b", "half \ud800 character"])

    def use_case() -> None:
        with db.transaction():
            db.db.session.execute(text("INSERT INTO key_prints VALUES (:n, 'x')"), {"n": next(tried)})

    behave(use_case)
    on_sqlite = db.db.engine.dialect.name == "sqlite"
    assert client.get("/t/do").status_code == (200 if on_sqlite else 400)
    assert client.get("/t/do").status_code == 400


@BOTH
def test_a_number_too_large_is_answered_with_4xx(behave: Behave, client: FlaskClient) -> None:
    behave(lambda: db.db.session.get(Tries, (b"a", clock.now())) or db.db.session.execute(
        text("SELECT 1 FROM jobs WHERE done = :n"), {"n": 10**30}).all())  # fmt: skip
    assert client.get("/t/do").status_code in (200, 400)  # PostgreSQL compares as numeric


@BOTH
def test_two_that_take_the_same_name_are_told_so(behave: Behave, client: FlaskClient) -> None:
    moment = clock.now()

    def use_case() -> None:
        with db.transaction():
            for _ in range(2):
                db.db.session.add(Tries(bucket=b"same", window_ends=moment, count=1))
                db.db.session.flush()
                db.db.session.expunge_all()

    behave(use_case)
    answer = client.get("/t/do")
    assert answer.status_code == 409
    assert "409" in answer.text


def test_a_refusal_is_a_page_with_its_code_and_when_to_try_again(behave: Behave, client: FlaskClient) -> None:
    behave(_raise(errors.TooManyTries(minutes=7)))
    answer = client.get("/t/do")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "420")
    assert "7 menit" in answer.text


def test_a_refusal_whose_words_lack_a_parameter_is_still_a_page(behave: Behave, client: FlaskClient) -> None:
    behave(_raise(errors.TooManyTries()))
    assert client.get("/t/do").status_code == 429


def test_markup_in_a_refusal_is_text(behave: Behave, client: FlaskClient) -> None:
    behave(_raise(errors.TooManyTries(minutes="<script>")))
    assert "<script>" not in client.get("/t/do").text


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/nothing", "get", 404), ("/%00", "get", 404), ("/\ud7ff/%ED%A0%80", "get", 404), ("/t/public", "post", 405),
     ("/static/../config.py", "get", 404), ("/static/catat.12345678.css", "get", 200),
     ("/t/public", "trace", 405)],
)  # fmt: skip
def test_odd_addresses_are_answered_plainly(
    rooms: Flask, client: FlaskClient, path: str, method: str, status: int
) -> None:
    assert client.open(path, method=method.upper()).status_code == status


def test_a_wrong_method_says_which_are_right(rooms: Flask, client: FlaskClient) -> None:
    assert "GET" in client.post("/t/public").headers["Allow"]


def _multipart(body: bytes, boundary: str = "b") -> dict[str, Any]:
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


@pytest.mark.parametrize(
    "sent",
    [
        {"data": b"name=" + b"a" * 300_000, "content_type": "application/x-www-form-urlencoded"},
        _multipart(b"--b\r\nContent-Disposition: form-data; name=name\r\n\r\nno end"),
        _multipart(b"\r\n\xff\xfe", boundary=""),
        _multipart(b"--b\r\n" + b"X: y\r\n" * 2000),
        {"data": b"name=%zz%ff&&&==&csrf_token=%00", "content_type": "application/x-www-form-urlencoded"},
        {
            "data": b"&".join(b"f%d=1" % n for n in range(3000)),
            "content_type": "application/x-www-form-urlencoded",
        },
        {"data": b"{", "content_type": "application/json"},
        {"data": b"x", "content_type": "\x01nonsense;;;="},
        {"data": b"", "headers": {"Content-Length": "abc"}},
        {"data": b"a=1", "headers": {"Content-Length": "-5"}},
        {"data": b"a=1", "headers": {"Host": "evil example:port"}},
        {"data": b"a=1", "headers": {"Cookie": 'catat="\\377; lang=\\000; =;; catat=' + "A" * 9000}},
        {"data": b"a=1", "headers": {"Cookie": "catat=" + "é" * 43}},
        {"data": b"a=1", "environ_overrides": {"HTTP_COOKIE": "catat=\xe9; lang=\xff; =\x80"}},
        {"data": b"a=1", "headers": {"HX-Request": "true", "HX-Current-URL": "http://["}},
    ],
)
def test_malformed_requests_are_never_our_fault(
    rooms: Flask, client: FlaskClient, sent: dict[str, Any]
) -> None:
    answer = client.post("/t/typed", **sent)
    assert 200 <= answer.status_code < 500
    if len(sent.get("data", b"")) > 256 * 1024:
        assert answer.status_code == 413


def test_every_answer_carries_the_usual_headers(rooms: Flask, client: FlaskClient) -> None:
    for path in ("/t/public", "/nothing", "/t/unmarked", "/health/live"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
    policy = client.get("/nothing").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@BOTH
def test_an_error_inside_a_transaction_leaves_the_next_request_unharmed(
    behave: Behave, client: FlaskClient
) -> None:
    def use_case() -> None:
        with db.transaction():
            add_row(b"a")
            db.db.session.execute(text("SELECT nonsense"))

    behave(use_case)
    assert client.get("/t/do").status_code in (500, 503)
    assert client.get("/t/public").status_code == 200
