"""The slow lane: a ticket, and what was typed kept sealed, so that nothing need be typed again. No script needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Response, after_this_request, request

from webapp.enumeration import service
from webapp.enumeration.rules.gate import MustWait
from webapp.enumeration.rules.refusals import StartFirst
from webapp.enumeration.views.blueprint import bp
from webapp.shared import clock, pages, sessions
from webapp.shared.access import csrf_ok, public
from webapp.shared.cookies import cookie
from webapp.shared.db import transaction
from webapp.shared.errors import FormExpired
from webapp.shared.settings import settings

_A_DAY = 24 * 3600
_KEPT = "wait"
Resume = Callable[[dict[str, str], datetime], Response]
_doors: dict[str, Resume] = {}


def resumes(door: str) -> Callable[[Resume], Resume]:
    """Names the function that makes a try of this door again, with what was typed and when."""

    def put(function: Resume) -> Resume:
        _doors[door] = function
        return function

    return put


def visitor() -> service.Visitor:
    """Whose try it is. A browser without the cookie gets one by chance, which tells nothing."""
    device = cookie(_cookie_name())
    if len(device) != 32 or not device.isalnum():
        device = os.urandom(16).hex()
        after_this_request(lambda response: _mark(response, device))
    return service.Visitor(request.remote_addr or "", device)


def _cookie_name() -> str:
    return "__Host-catat-device" if settings().is_https else "catat-device"


def _mark(response: Response, device: str) -> Response:
    response.set_cookie(
        _cookie_name(),
        device,
        max_age=_A_DAY,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings().is_https,
    )
    return response


def hold(door: str, typed: dict[str, str], wait: MustWait, since: datetime | None) -> Response:
    """A ticket for what was typed; on to the waiting page."""
    until = clock.now() + timedelta(seconds=int(str(wait.params["seconds"])))
    ticket = {
        "door": door,
        "typed": typed,
        "since": (since or clock.now()).isoformat(),
        "until": until.isoformat(),
    }
    found = sessions.current()
    kept = found.secrets() if found is not None and found.seat_id is None and found.staff_id is None else {}
    with transaction():
        sessions.start(secrets={**kept, _KEPT: ticket})
    return pages.go("enumeration.wait")


@bp.route("/wait", methods=["GET", "POST"])
@public
def wait() -> Response:
    """When the time has come the try is made, by Refresh or by the button; a letter number need not wait."""
    found = sessions.current()
    ticket: dict[str, Any] | None = found.secrets().get(_KEPT) if found else None
    if found is None or ticket is None:
        raise StartFirst
    if request.method == "POST" and not csrf_ok():
        raise FormExpired
    typed = dict(ticket["typed"])
    letter = request.form.get("letter_number", "").strip()
    if letter:
        typed["letter_number"] = letter
    left = (datetime.fromisoformat(ticket["until"]) - clock.now()).total_seconds()
    if left <= 0 or (letter and "nik" in typed):
        return _doors[ticket["door"]](typed, datetime.fromisoformat(ticket["since"]))
    seconds = max(1, round(left))
    response = pages.page(
        "enumeration/wait.html", seconds=seconds, takes_letter="nik" in typed,
        number=int.from_bytes(found.id.bytes[-2:], "big") % 9000 + 1000,
    )  # fmt: skip
    response.headers["Refresh"] = f"{seconds + 1}; url=/wait"
    return response
