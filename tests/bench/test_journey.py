"""The bench's own phone: what it reads in a page, what it answers, and how it counts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import brotli
import pytest

from bench.family import answers, main_form
from bench.journey import Phone, Stuck
from bench.pageforms import Page
from bench.wire import Client

FORM = """<html><head><link rel="stylesheet" href="/s.css"><title>T</title></head><body>
<form action="/language"><input name="to" value="en"></form><main>
<form method="post" action="/leave"><button>Out</button></form>
<form method="post" hx-post="" novalidate><input type="hidden" name="csrf_token" value="abc">
<input type="radio" name="p1-sex" value="male"><input type="radio" name="p1-sex" value="female">
<input name="rt" inputmode="numeric" value="7"><input name="p1-birth_date-day" value="">
<select name="p1-education"><option value="">-</option><option value="sd">SD</option>
<option value="sma">SMA</option></select>
<input type="password" name="pin"><button name="go" value="on">Next</button></form></main></body></html>"""


def test_it_fills_in_what_is_empty_and_leaves_what_is_there() -> None:
    form = main_form(Page(FORM).forms)
    assert answers(form) == [
        ("csrf_token", "abc"), ("p1-sex", "female"), ("rt", "7"), ("p1-birth_date-day", "17"),
        ("p1-education", "sma"), ("pin", "271828"), ("go", "on"),
    ]  # fmt: skip


def test_what_is_known_goes_before_what_is_made_up() -> None:
    assert ("rt", "12") in answers(main_form(Page(FORM).forms), {"rt": "12"})


def test_forms_outside_of_the_main_part_do_not_count() -> None:
    assert [form.action for form in Page(FORM).forms] == ["/leave", ""]


def _answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def _serving(answers_in_turn: list[bytes]) -> Iterator[int]:
    """A server that gives these answers, whatever is asked."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            for answer in answers_in_turn:
                connection.recv(65536)
                connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    yield listening.getsockname()[1]
    thread.join(5)
    listening.close()


def test_a_redirect_and_its_page_are_two_requests_and_a_style_sheet_is_one_once() -> None:
    page = brotli.compress(FORM.encode())
    served = [
        _answer("200 OK", page, "content-encoding: br", "set-cookie: catat=x; Path=/"),
        _answer("200 OK", b"h1{}"),
        _answer("303 SEE OTHER", b"", "location: http://127.0.0.1/next"),
        _answer("200 OK", page, "content-encoding: br"),
    ]
    with _serving(served) as port:
        phone = Phone(Client(port))
        phone.open("/")
        step = phone.press()
        assert (step.path, step.to, step.meter.requests) == ("/", "/next", 2)
        assert phone.client.meter.requests == 4
        assert phone.client.meter.received == sum(len(each) for each in served)
        assert phone.client.cookies == {"catat": "x"}
        phone.client.close()


def test_a_form_that_comes_back_with_errors_stops_the_journey() -> None:
    served = [_answer("200 OK", FORM.encode()), _answer("200 OK"), _answer("422 X", b"<h1>Salah</h1>")]
    with _serving(served) as port:
        phone = Phone(Client(port))
        phone.open("/")
        with pytest.raises(Stuck, match="Salah"):
            phone.press()
        phone.client.close()
