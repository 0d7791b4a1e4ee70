"""Static files: versioned, compressed, kept for ever; pages: compressed for whoever takes it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.databases import TestDatabases
from webapp.shared import access, assets


@pytest.fixture(scope="module")
def app(databases: TestDatabases) -> Iterator[Flask]:
    with databases.fresh("sqlite") as made, made.app_context():
        add = made.add_url_rule
        add("/t/long", "t.long", access.public(lambda: "a" * 1000))
        add(
            "/t/stream",
            "t.stream",
            access.public(lambda: Response((c for c in "a" * 1000), mimetype="text/csv")),
        )
        yield made


def _url(name: str = "catat.css") -> str:
    return f"/static/{assets.assets().by_name[name].versioned}"


def test_a_file_under_its_versioned_name_is_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get(_url())
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.mimetype == "text/css"


@pytest.mark.parametrize(
    ("taken", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None), ("identity", None), ("br;q=0, gzip", "gzip"),
     ("gzip;q=0, br; q=0", None), ("br;q=0.5", "br"), ("nonsense;;q=", None)],
)  # fmt: skip
def test_each_browser_gets_a_coding_that_it_takes(
    client: FlaskClient, taken: str, coding: str | None
) -> None:
    plain = client.get(_url(), headers={"Accept-Encoding": ""}).data
    open_it = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    for path in (_url(), "/t/long"):
        answer = client.get(path, headers={"Accept-Encoding": taken})
        assert answer.headers.get("Content-Encoding") == coding
        assert open_it(answer.data) == (plain if path != "/t/long" else b"a" * 1000)


def test_a_browser_that_has_it_already_is_told_so(client: FlaskClient) -> None:
    answer = client.get(_url())
    again = client.get(_url(), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_head_says_what_get_would_without_the_body(client: FlaskClient) -> None:
    for path in (_url(), "/t/long"):
        answer = client.head(path)
        assert (answer.status_code, answer.data) == (200, b"")
        assert int(answer.headers["Content-Length"]) > 0


def test_a_page_of_another_version_still_gets_its_file_but_not_for_ever(client: FlaskClient) -> None:
    for name in ("catat.00000000.css", "catat.css"):
        answer = client.get(f"/static/{name}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["none.00000000.css", "../config.py", "catat.00000000.py", "vendor/", ""])
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_what_streams_is_not_gathered_in_memory_to_be_compressed(client: FlaskClient) -> None:
    answer = client.get("/t/stream", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == b"a" * 1000
