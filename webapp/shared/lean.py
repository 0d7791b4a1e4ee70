"""What Flask does around each request, without what Catat has no use for: with it, it cost as much as a page.

Nothing else is decided here: what is unusual (an upload, another content type, an odd host) goes Flask's own way.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from flask import Flask, Request
from htmx_flask.requests import HtmxHeaders
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import ClientDisconnected
from werkzeug.routing import Map, MapAdapter
from werkzeug.wsgi import get_host

LARGEST_BODY = 256 * 1024
_FORM = "application/x-www-form-urlencoded"


class LeanRequest(Request):
    """A request of which nothing is prepared before it is asked for."""

    @cached_property
    def htmx(self) -> HtmxHeaders:
        return HtmxHeaders(self.headers)

    @cached_property
    def blueprints(self) -> list[str]:
        return super().blueprints

    def _get_file_stream(self, *_about: Any, **_more: Any) -> BytesIO:
        """No page takes a file: what is sent as one stays in memory (LARGEST_BODY), with nothing left to close."""
        return BytesIO()

    def _load_form_data(self) -> None:
        """Our own forms are read in one piece; Werkzeug's parser is made for streams of any kind."""
        known, environ = self.__dict__, self.environ
        length = _length(environ)
        if not length or environ.get("CONTENT_TYPE") != _FORM or not known.keys().isdisjoint(_READ):
            super()._load_form_data()
            return
        body: bytes = environ["wsgi.input"].read(length)
        if len(body) < length:
            raise ClientDisconnected
        known["stream"], known["files"] = BytesIO(), ImmutableMultiDict()
        known["form"] = ImmutableMultiDict(_fields(body))


_READ = frozenset({"form", "stream", "_cached_data"})  # what a request holds once its body was touched


def _length(environ: dict[str, Any]) -> int:
    """How long the body is; 0 where Werkzeug is to see to it (none, chunked, too large)."""
    told = environ.get("CONTENT_LENGTH") or ""
    if not (told.isascii() and told.isdigit()) or len(told) > 6 or "HTTP_TRANSFER_ENCODING" in environ:
        return 0
    return int(told) if int(told) <= LARGEST_BODY else 0


def _fields(body: bytes) -> list[tuple[str, str]]:
    """As parse_qsl() does it, which takes five times as long over the one field in ten that is quoted."""
    try:
        pairs = [pair.partition("=") for pair in body.decode().split("&") if pair]
    except UnicodeDecodeError:  # no form of ours, and Werkzeug takes nothing of it either
        return []
    return [
        (_unquoted(name) if "%" in name or "+" in name else name,
         _unquoted(value) if "%" in value or "+" in value else value)
        for name, _equals, value in pairs
    ]  # fmt: skip


def _unquoted(text: str) -> str:
    return unquote(text.replace("+", " "), errors="werkzeug.url_quote")


class LeanFlask(Flask):
    """Flask that looks up a host's name once, not twice a request (its IDNA form alone takes 20 microseconds)."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if (
            request is None
            or self.config["TRUSTED_HOSTS"] is not None
            or self.config["SERVER_NAME"] is not None
        ):
            return super().create_url_adapter(request)
        environ = request.environ
        scheme = environ["wsgi.url_scheme"]
        server = environ.get("SERVER_NAME"), environ.get("SERVER_PORT")
        request.host, name = _host(scheme, environ.get("HTTP_HOST"), *server)
        return MapAdapter(
            self.url_map, name, _text(environ.get("SCRIPT_NAME", "")), self.url_map.default_subdomain, scheme,
            _text(environ.get("PATH_INFO", "")), environ["REQUEST_METHOD"],
            _text(environ.get("QUERY_STRING", "")),
        )  # fmt: skip


@lru_cache(maxsize=64)
def _host(scheme: str, asked: str | None, server: str | None, port: str | None) -> tuple[str, str]:
    """The host as the browser named it, and as the map of addresses wants it. Raises BadRequest."""
    told = {"wsgi.url_scheme": scheme, "SERVER_NAME": server, "SERVER_PORT": port}
    host = get_host(told if asked is None else {**told, "HTTP_HOST": asked})
    return host, Map().bind(host).server_name


def _text(of_environ: str) -> str:
    """WSGI hands over bytes dressed as Latin-1."""
    return of_environ if of_environ.isascii() else of_environ.encode("latin1").decode(errors="replace")
