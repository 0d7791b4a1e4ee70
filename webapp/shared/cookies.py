"""The cookies of the request at hand, parsed once; Werkzeug walks through every header to find theirs."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from werkzeug.sansio.http import parse_cookie

_KEPT = "catat.cookies"


def cookie(name: str, default: str = "") -> str:
    """A cookie's value, `default` when the browser sent none."""
    environ = request.environ
    kept: Mapping[str, str] | None = environ.get(_KEPT)
    if kept is None:
        sent = environ.get("HTTP_COOKIE", "")
        if not sent.isascii():  # Werkzeug raises at bytes that are not UTF-8; none of our cookies has any
            sent = sent.encode("ascii", "replace").decode("ascii")
        kept = environ[_KEPT] = parse_cookie(sent).to_dict()
    return kept.get(name, default)
