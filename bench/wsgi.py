"""Calling an application as a WSGI server does, with nothing of a test client in between."""

from __future__ import annotations

import contextvars
import io
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from bench.wire import ACCEPT, FORM, Answer, Meter

Environ = dict[str, Any]


def environ(method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Environ:
    """What granian hands over for such a request."""
    route, _, query = path.partition("?")
    made: Environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": route, "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "wsgi.multithread": True,
        "wsgi.multiprocess": False, "wsgi.run_once": False, "catat.body": body,
    }  # fmt: skip
    for name, value in {**ACCEPT, **(headers or {})}.items():
        made["HTTP_" + name.upper().replace("-", "_")] = value
    if method == "POST":
        made["CONTENT_LENGTH"] = str(len(body))
        made["CONTENT_TYPE"] = made.pop("HTTP_CONTENT_TYPE", FORM)
    return made


def call(app: Flask, prepared: Environ) -> tuple[int, list[tuple[str, str]], bytes]:
    """One request, in a context of its own as a server's threads have it. The environ can be used again."""
    return contextvars.Context().run(_call, app, prepared)


def _call(app: Flask, prepared: Environ) -> tuple[int, list[tuple[str, str]], bytes]:
    fresh = dict(prepared)
    fresh["wsgi.input"] = io.BytesIO(prepared["catat.body"])
    said: list[Any] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], Any]:
        said[:] = [int(status[:3]), headers]
        return said.append

    result: Any = app.wsgi_app(fresh, start_response)
    try:
        body = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    return said[0], said[1], body


def repeating(app: Flask, prepared: Environ, expected: int) -> Callable[[], None]:
    """A function that makes the same request each time; wrong status: AssertionError."""

    def once() -> None:
        status, _, body = call(app, prepared)
        assert status == expected, f"{prepared['PATH_INFO']}: {status} {body[:300]!r}"

    return once


def each_of(app: Flask, many: Iterable[Environ], expected: int) -> Callable[[], None]:
    """A function that makes the next of these requests each time."""
    coming = iter(many)

    def once() -> None:
        prepared = next(coming)
        status, _, body = call(app, prepared)
        assert status == expected, f"{prepared['PATH_INFO']}: {status} {body[:300]!r}"

    return once


def empty_route() -> Flask:
    """The base of most ratios: Flask with one route that answers nothing."""
    app = Flask("empty")

    @app.route("/", methods=["GET", "POST"])
    def nothing() -> str:
        return ""

    return app


class Inside:
    """A browser without script inside this process; the same doors as wire.Client."""

    def __init__(self, app: Flask) -> None:
        self.app, self.cookies, self.meter = app, dict[str, str](), Meter()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask(self.prepare("GET", path, b"", headers))

    def post(
        self, path: str, fields: list[tuple[str, str]], headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self._ask(self.prepare("POST", path, urlencode(fields).encode(), headers))

    def close(self) -> None:
        """Nothing is held open."""

    def prepare(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Environ:
        """The request that this browser would send now, for being repeated."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return environ(method, path, body, {**({"Cookie": cookie} if cookie else {}), **(headers or {})})

    def _ask(self, prepared: Environ) -> Answer:
        status, headers, body = call(self.app, prepared)
        self.meter.requests += 1
        for name, value in headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(status, {name.lower(): value for name, value in headers}, body, len(body))
