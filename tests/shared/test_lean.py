"""The lean frame reads what Flask's own would read."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask, Request
from werkzeug.exceptions import ClientDisconnected

from webapp.shared import lean

BODIES = [
    b"",
    b"a=1",
    b"a=1&a=2&b=",
    b"name=Siti+Rahayu&x=%2B%26%3D",
    b"a=%FF",
    b"a=\xff",
    b"=1&&c",
    b"a",
    b"a=b=c&%41+b=1+2%2",
    b"&&",
    b"a=1;b=2",
    b"a=%C3%A9",
]


def environ(body: bytes = b"", **more: str) -> dict:
    return {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": "/x", "QUERY_STRING": "q=1", "SERVER_NAME": "here",
        "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)), **more,
    }  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_a_form_reads_as_werkzeug_reads_it(body):
    ours, theirs = lean.LeanRequest(environ(body)), Request(environ(body))
    assert ours.form.to_dict(flat=False) == theirs.form.to_dict(flat=False)
    assert list(ours.files) == []
    assert ours.get_data() == b""


@pytest.mark.parametrize("more", [{"CONTENT_TYPE": "text/plain"}, {"CONTENT_LENGTH": "-1"}, {"CONTENT_LENGTH": "٣"},
                                  {"HTTP_TRANSFER_ENCODING": "chunked"}, {"CONTENT_LENGTH": ""}])  # fmt: skip
def test_what_is_unusual_goes_werkzeugs_way(more):
    ours, theirs = lean.LeanRequest(environ(b"a=1", **more)), Request(environ(b"a=1", **more))
    assert ours.form == theirs.form


def test_a_form_that_was_cut_off_is_refused():
    with pytest.raises(ClientDisconnected):
        _ = lean.LeanRequest(environ(b"a=1", CONTENT_LENGTH="9")).form


def test_a_body_that_was_read_already_is_a_form_all_the_same():
    request = lean.LeanRequest(environ(b"a=1"))
    assert request.get_data() == b"a=1"
    assert request.form.to_dict() == {"a": "1"}


@pytest.mark.parametrize("more", [{}, {"HTTP_HOST": "Sensus.Example:8443"}, {"HTTP_HOST": "[::1]:80"},
                                  {"HTTP_HOST": "xn--bcher-kva.id"}, {"PATH_INFO": "/b\u00c3\u00bc"},
                                  {"wsgi.url_scheme": "https", "HTTP_HOST": "a.id:443"}])  # fmt: skip
def test_an_address_is_understood_as_flask_understands_it(more):
    ours, theirs = lean.LeanFlask("ours"), Flask("theirs")
    mine, yours = (app.create_url_adapter(app.request_class(environ(**more))) for app in (ours, theirs))
    assert {**vars(mine), "map": None} == {**vars(yours), "map": None}


@pytest.mark.parametrize("host", ["a b", "a/b", "", "a..b", "é"])
def test_a_host_that_is_none_is_refused_as_flask_refuses_it(host):
    answers = []
    for app in (lean.LeanFlask("ours"), Flask("theirs")):
        app.add_url_rule("/x", view_func=lambda: "x", methods=["POST"])
        answers.append(app.test_client().post("/x", headers={"Host": host}).status_code)
    assert answers[0] == answers[1]
