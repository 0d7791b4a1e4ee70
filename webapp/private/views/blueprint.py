"""The room's blueprint, and what its pages share.

Addresses and titles say nothing: they stay in a browser's history. Without a session every page behind the first
leads to the census's start page, so that Back after leaving shows what everybody's browser shows.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from webapp.private import service
from webapp.shared import pages, sessions
from webapp.shared.db import transaction
from webapp.shared.errors import SignedOut

bp = Blueprint("private", __name__)
KEPT = "own"  # in the session's sealed part


def remember(**kept: str) -> None:
    """A session of this browser for one who answers alone; the one it had is ended."""
    with transaction():
        sessions.start(secrets={KEPT: kept})


def kept() -> dict[str, str]:
    """What remember() kept. Raises SignedOut."""
    found = sessions.current()
    if found is None or found.seat_id is not None or found.staff_id is not None:
        raise SignedOut
    own: dict[str, str] | None = found.secrets().get(KEPT)
    if own is None:
        raise SignedOut
    sessions.touch()
    return own


def my_sitting() -> service.Sitting:
    """The member's own version. Raises SignedOut."""
    own = kept()
    if "version" not in own:
        raise SignedOut
    return service.load(UUID(own["version"]), bytes.fromhex(own["key"]))


def forget() -> None:
    """End the session if it is one of ours; a family's stays."""
    try:
        kept()
    except SignedOut:
        return
    with transaction():
        sessions.end()


def replaced(response: Response, url: str) -> Response:
    """After an htmx POST: the next page in the place of this one, so that one entry of the history is all there is."""
    if pages.wants_fragment():
        response.headers["HX-Replace-Url"] = url
    return response


@bp.errorhandler(SignedOut)
def _to_start(_over: SignedOut) -> Any:
    """Whoever has just pressed a button may come in again; Back shows what everybody's browser shows."""
    return pages.go("private.start" if request.method == "POST" else "enumeration.start")
