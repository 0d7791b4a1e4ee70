"""Does a form that arrives come from a page of ours? (access.csrf_token() and access.csrf_ok() are these.)"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

from flask import g, has_request_context, request

from webapp.shared import sealing, sessions
from webapp.shared.errors import FormExpired
from webapp.shared.settings import settings

_KEPT = "catat.comes_from_us"


def csrf_token() -> str:
    """The token of the current session's forms; "" before there is a session."""
    found = sessions.current()
    if found is None:
        return ""
    return token_of(found.seat_id if found.seat_id and not found.staff_id else found.id)


def token_of(what: UUID) -> str:
    """The token that the forms of a family's seat carry (of any other session: those of the session).

    Signed, so that a form which comes after its session has ended still proves whose it was.
    """
    return _signed(sealing.keyring().session, what.bytes)


@lru_cache(maxsize=4096)  # each page of a family carries the same one
def _signed(key: bytes, what: bytes) -> str:
    digest = hmac.digest(key, b"csrf" + what, "sha256")
    return base64.urlsafe_b64encode(digest[:15]).decode()


def csrf_ok() -> bool:
    """Does this POST come from one of our own pages?

    Browsers that say where a request comes from (Sec-Fetch-Site, Origin) are believed; for those that do not
    (Opera Mini and older), the session's token decides. The token depends on the seat or session only, so that a
    pause of hours or a clock jump cannot make it stale.
    """
    kept: bool | None = request.environ.get(_KEPT)
    if kept is None:
        kept = request.environ[_KEPT] = _proves_itself()
    return kept


def _proves_itself() -> bool:
    ours = comes_from_us()
    if ours is not None:
        return ours
    token = csrf_token()
    if (
        token == ""
    ):  # nothing to steal yet; but a page that hides where it comes from ("null") may not sign anybody in
        return "Origin" not in request.headers
    return hmac.compare_digest(token.encode(), request.form.get("csrf_token", "").encode())


def note_unproven() -> None:
    """For the guard: remember of a POST that it has not shown where it comes from."""
    g.catat_unproven = not csrf_ok()


def refuse_unproven() -> None:
    """Before each transaction: a view that forgot to ask csrf_ok() writes nothing all the same."""
    if has_request_context() and g.get("catat_unproven"):
        raise FormExpired


def comes_from_us() -> bool | None:
    """What the browser says about the page that sends this; None when it does not say."""
    site = request.environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", request.headers.get("Referer"))
    if origin is None or origin == "null":
        return None
    try:
        sent_from = urlsplit(origin).netloc
    except ValueError:
        return False
    return sent_from in (request.host, urlsplit(settings().public_url).netloc)
