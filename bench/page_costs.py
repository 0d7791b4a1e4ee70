"""CPU of a question page, a saved answer and a final submit, against an empty Flask route in the same run.

On SQLite with synchronous=FULL, as `make run` has it: there the database's share is this process's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from bench.census import Census
from bench.counter import Cost, compare, counter
from bench.family import answers, main_form
from bench.journey import Phone, Stuck, walk
from bench.table import Result, Taken
from bench.wsgi import Environ, Inside, each_of, empty_route, environ, repeating

SUMMARY, PERSON = "/form/summary", "/form/person/"
_SUBMITS, _ROUNDS, _WARM = 4, 7, 4
# What a submit of two adults inserts or updates: version, facts, two persons' indexes, receipt, event, household and
# two changes of its counts, session. The pages of the draft that it deletes are not counted for the base.
_ROWS_OF_A_SUBMIT = 10
_UPSERT = "INSERT INTO written VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET page = excluded.page"


def measure(census: Census) -> Iterator[Result]:
    env = census.env(census.fresh())
    app = census.application(env)
    rounds = 1 if counter().repeats else _ROUNDS
    families = iter(census.adults(env, 2, _SUBMITS * rounds + _WARM + 1))
    phone = _walked(app, next(families), PERSON)
    page = repeating(app, _prepared(phone, "GET"), 200)
    yield _taken("question_get_ratio", compare(page, repeating(empty_route(), environ("GET", "/"), 200)))
    answer = each_of(app, cycle(_changing(phone)), 303)
    yield _taken("answer_post_ratio", compare(answer, _written(census.folder / "base.sqlite3", rows=1)))
    sends = [_prepared(_walked(app, family, SUMMARY), "POST") for family in families]
    submit = compare(each_of(app, sends, 303), _written(census.folder / "base.sqlite3", _ROWS_OF_A_SUBMIT),
                     calls=_SUBMITS, rounds=rounds, warm=_WARM)  # fmt: skip
    yield _taken("submit_ratio", submit)


def _taken(name: str, cost: Cost) -> Taken:
    return Taken(name, cost.ours, cost.base, cost.unit)


def _walked(app: Flask, family: dict[str, Any], until: str) -> Phone:
    """A family's phone that stands before the page with this address."""
    phone = Phone(Inside(app))
    for _ in walk(phone, family, stop_before=until):
        pass
    if phone.page is None or not phone.page.forms:
        raise Stuck(f"{phone.path} has no form")
    return phone


def _prepared(phone: Phone, method: str) -> Environ:
    """The request for the open page, or the one that its filled-in form sends."""
    assert isinstance(phone.client, Inside)
    assert phone.page is not None
    if method == "GET":
        return phone.client.prepare("GET", phone.path, b"")
    form = main_form(phone.page.forms)
    return phone.client.prepare("POST", form.action or phone.path, urlencode(answers(form)).encode())


def _changing(phone: Phone) -> list[Environ]:
    """Two fillings of the open page that differ in one answer: saving the same again would write nothing."""
    assert isinstance(phone.client, Inside)
    assert phone.page is not None
    form = main_form(phone.page.forms)
    told = {name: value for name, value in answers(form) if name != "revision"}
    bodies = [urlencode({**told, "birth_place": place}).encode() for place in ("Blora", "Rembang")]
    return [phone.client.prepare("POST", form.action or phone.path, body) for body in bodies]


def _written(path: Path, rows: int) -> Callable[[], None]:
    """The base of a POST: an empty route, and so many rows of 800 bytes made durable by the bare driver."""
    route = repeating(empty_route(), environ("POST", "/", b"a=1"), 200)
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                      "CREATE TABLE IF NOT EXISTS written (id INTEGER PRIMARY KEY, page BLOB)"):  # fmt: skip
        connection.execute(statement)
    serial = count()

    def once() -> None:
        route()
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(rows):
            connection.execute(_UPSERT, (next(serial) % 1000, b"x" * 800))
        connection.execute("COMMIT")

    return once
