"""Texts in and out a second, durable, on both databases, against what the database itself commits in the same run."""

from __future__ import annotations

import itertools
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from flask import Flask

from bench.aggregator import TOKEN, Aggregator
from bench.census import Census
from bench.table import Result, Taken
from bench.wsgi import Environ, call, environ
from sms.sender import Sender
from webapp.shared import outbox
from webapp.shared.db import db, transaction

_SECONDS, _THREADS, _TEXTS = 2.0, 8, 400
_ROW = b"x" * 400  # about what a text that came in weighs


def measure(census: Census) -> Iterator[Result]:
    for kind in ("sqlite", "postgresql"):
        with Aggregator().running() as aggregator:
            url = census.fresh(kind)
            app = census.application(census.env(url, **aggregator.env()))
            base = _inserts(census, kind)
            came, left = _webhooks(app), _outbox(app)
        note = f"{_THREADS} threads in one process; base: one connection, INSERT and COMMIT"
        yield Taken(f"webhooks_per_second_{kind}", came, base, "per s", note=note)
        note = "one lane, one by one, against a loopback aggregator in the same process"
        yield Taken(f"outbox_per_second_{kind}", left, base, "per s", note=note)


def _rate(once: Callable[[], object], threads: int = 1) -> float:
    """How often a second, in so many threads at once."""
    done, until = [0] * threads, time.monotonic() + _SECONDS

    def work(number: int) -> None:
        while time.monotonic() < until:
            once()
            done[number] += 1

    began = time.monotonic()
    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / (time.monotonic() - began)


def _inserts(census: Census, kind: str) -> float:
    if kind == "sqlite":
        return _sqlite_inserts(census.folder / "inserts.sqlite3")
    with psycopg.connect(census.fresh(kind).replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE inserts (id serial PRIMARY KEY, body bytea)")
        connection.commit()

        def once() -> None:
            connection.execute("INSERT INTO inserts (body) VALUES (%s)", (_ROW,))
            connection.commit()

        return _rate(once)


def _sqlite_inserts(path: Path) -> float:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS inserts (id INTEGER PRIMARY KEY, body BLOB)")
    rate = _rate(lambda: connection.execute("INSERT INTO inserts (body) VALUES (?)", (_ROW,)))
    connection.close()
    return rate


def _webhooks(app: Flask) -> float:
    serial = itertools.count()

    def once() -> None:
        status, _, body = call(app, _text(next(serial)))
        assert status == 200, body[:200]

    once()
    return _rate(once, _THREADS)


def _text(number: int) -> Environ:
    fields = {
        "id": f"bench-{number}",
        "from": f"+62812{10_000_000 + number}",
        "text": "BANTU",
        "token": TOKEN,
    }
    return environ("POST", "/sms/inbound/http", urlencode(fields).encode())


def _outbox(app: Flask) -> float:
    with app.app_context():
        with transaction():
            for number in range(_TEXTS):
                params = {"no": "12", "receipt": "SP-0000-0000"}
                outbox.enqueue("notice_thanks", f"+62812{20_000_000 + number}", params)
        sender, sent, began = Sender.from_settings(), 0, time.monotonic()
        while leased := sender.work():
            sent += leased
        seconds = time.monotonic() - began
        db.session.remove()
    return sent / seconds
