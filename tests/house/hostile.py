"""What a hostile, broken or unlucky client may send: values, bodies, cookies and addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

MARKER = "<script>evil(1)</script>"
RAW_MARKERS = (MARKER, '"><img src=x onerror=evil(2)>', "' autofocus onfocus=evil(3) '")

# One value in the place of an honest one, as it stands in a form body.
VALUES: dict[str, str] = {
    "empty": "",
    "blanks": "   \t ",
    "nul": quote("ab\x00cd"),
    "controls": quote("a\x01\x08\x1b[31m\x7f\u202eb"),
    "lone surrogate": "%ED%A0%80x",
    "broken utf-8": "%FF%FE%C0%AF",
    "300 letters": "n" * 300,
    "20,000 letters": "n" * 20_000,
    "emoji": quote("👵🏽🏠" * 9),
    "full-width digits": quote("３３１６９９１２３４５６７８９０"),
    "markup": quote(MARKER),
    "markup in an attribute": quote(RAW_MARKERS[1]),
    "markup without brackets": quote(RAW_MARKERS[2]),
    "template": quote("{{ 7*7 }}{% raw %}%(x)s%s${x}"),
    "sql": quote("'; DROP TABLE household; --"),
    "huge number": "9" * 400,
    "beyond 64 bits": "9223372036854775808",
    "negative": "-1",
    "not a number": "1e309",
    "nan": "nan",
    "impossible date": "2030-02-31",
    "year nought": "0000-00-00",
    "uuid of nobody": "00000000-0000-0000-0000-000000000000",
    "dotted": "33.16.99.9999",
    "comma list": ",".join("1" * 60),
    "json": quote('{"a": [null, 1e999, "\\ud800"]}'),
    "newlines": quote("a\r\nSet-Cookie: x=1\r\n\r\nb"),
    "far address": quote("//evil.example/%5cevil"),
}

Body = Callable[[list[str]], dict[str, Any]]


def _typed(data: bytes, kind: str) -> dict[str, Any]:
    return {"data": data, "content_type": kind}


def _form(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    body = "&".join(f"{quote(name)}={value}" for name, value in pairs)
    return _typed(body.encode(), "application/x-www-form-urlencoded")


def _multipart(names: list[str]) -> bytes:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{n}"; filename="\x00.exe"\r\n\r\nx' for n in names
    ]
    return "\r\n".join(parts).encode()


# Whole bodies that no page of ours sends; each gets the names of the fields that its page has.
BODIES: dict[str, Body] = {
    "nothing": lambda names: _typed(b"", "application/x-www-form-urlencoded"),
    "no content type": lambda names: {"data": b"a=b"},
    "json": lambda names: _typed(b'{"nik": {"$gt": ""}}', "application/json"),
    "broken json": lambda names: _typed(b'{"nik":', "application/json"),
    "xml": lambda names: _typed(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "text/xml"),
    "plain text": lambda names: _typed("＜👵".encode(), "text/plain"),
    "strange charset": lambda names: _typed(b"nik=1", "application/x-www-form-urlencoded; charset=utf-7"),
    "multipart without boundary": lambda names: _typed(b"--b\r\n\r\nx", "multipart/form-data"),
    "multipart cut short": lambda names: _typed(_multipart(names), "multipart/form-data; boundary=b"),
    "multipart files": lambda names: _typed(_multipart(names) + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"),
    "multipart binary": lambda names: _typed(bytes(range(256)) * 8, "multipart/form-data; boundary=\xff\x00"),
    "every field ten times": lambda names: _form([(name, "1") for name in names for _ in range(10)]),
    "2,000 fields": lambda names: _form([(f"f{n}", "1") for n in range(2000)]),
    "nameless fields": lambda names: _form([("", "1"), ("\x00", "1"), ("[]", "1"), ("nik[]", "1")]),
    "60 members": lambda names: _form(
        [(f"m{n}-{key}", "1") for n in range(60) for key in ("name", "presence", "nik", "birth_date-day")]
    ),
    "2 megabytes": lambda names: _form([("nik", "9" * 2_000_000)]),
    "a gigabyte announced": lambda names: {**_form([("nik", "1")]), "headers": {"Content-Length": "1073741824"}},
}  # fmt: skip

COOKIES = ["", "x", "\x7f", "é", "." * 50, "A" * 4000, "../../etc/passwd", "a.b.c", "0" * 32 + "." + "0" * 43,
           "00000000-0000-0000-0000-000000000000.AAAA", "AAAA=;x", "%00%ff", MARKER]  # fmt: skip

# In the place of a part of an address.
PARTS = ["%00", "%FF", "%ED%A0%80", "n" * 300, "-1", "9" * 400, "99999999999999999999", quote(MARKER), "..%2f..", "%20",
         quote("👵"), "33.16", "33.16.05.2001", "00000000-0000-0000-0000-000000000000", "0", "person"]  # fmt: skip

HEADERS = [
    {"Host": "evil.example"},
    {"Accept-Language": "x" * 5000},
    {"Accept-Language": "id;q=nan,*;q=-1,\x7f"},
    {"Accept-Encoding": "br;q=nan, *;q="},
    {"HX-Request": "true", "HX-Target": MARKER, "HX-Current-URL": "\\\\evil"},
    {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    {"X-Forwarded-For": "1, 2, " + "9" * 400},
    {"Range": "bytes=-1"},
    {"If-None-Match": '"' * 300},
    {"If-Modified-Since": "Sun, 99 Foo 9999"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Authorization": "Bearer \xff"},
    {"Authorization": "Basic !!!"},
]
