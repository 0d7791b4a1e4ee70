"""What the enumerator's phone asks for beside its pages: the worker, the sealed day's list, sending what was kept."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any

from flask import Response, request

from webapp.fieldwork import rules, service
from webapp.fieldwork.rules import reports as late
from webapp.fieldwork.views.blueprint import bp
from webapp.shared import access, assets, clock, pages
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import gettext

OFFLINE = "/fieldwork/offline"


@bp.get("/sw.js")
@access.public
def worker() -> Response:
    """The service worker. It keeps one empty page and answers for the fieldwork pages only."""
    shell = [OFFLINE, assets.asset_url("staff.css"), assets.asset_url("fieldwork.js")]
    body = f"const SHELL = {json.dumps(shell)};\n" + assets.assets().by_name["worker.js"].plain.decode()
    response = Response(body, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/fieldwork/offline")
@access.public
def offline() -> Response:
    """The page that a phone keeps for when there is no signal: nobody's data stands in it."""
    return pages.page(
        "fieldwork/offline.html", outcomes=[one for one in service.outcomes().values() if one.button]
    )


@bp.get("/fieldwork/phone-list")
@access.staff("enumerator")
def phone_list() -> Response:
    """The day's list, to be sealed on the phone; names are masked, the read is on record."""
    me = access.signed_in_staff()
    found = service.read_phone_list(me)
    service.see_lists(me.id)
    return _json({"owner": str(me.id), "day": clock.today().isoformat(), "until": found.until.isoformat(),
                  "key": found.key, "doors": found.doors})  # fmt: skip


@bp.post("/fieldwork/reports")
@access.staff("enumerator")
def reports() -> Response:
    """What a phone kept: each outcome is acknowledged by its id with what became of it, or refused with words."""
    if not access.csrf_ok():
        raise FormExpired
    sent: Any = request.get_json(silent=True)
    try:
        off = _clock_off(str(sent["sent_at"]))
        owner = str(sent["owner"])
        found = [(str(one["client_id"]), str(one["sealed"])) for one in sent["reports"]]
    except (KeyError, TypeError, ValueError, OverflowError) as unreadable:
        raise rules.UnreadableReport from unreadable
    if owner != str(access.signed_in_staff().id):
        raise rules.SomebodyElses
    answers = [_take(client_id, sealed, off) for client_id, sealed in found[: late.MOST_REPORTS]]
    return _json({"clock_off_s": off if abs(off) > late.CLOCK_OFF_S else 0, "reports": answers})


def _take(client_id: str, sealed: str, off: int) -> dict[str, str]:
    try:
        report = service.open_report(client_id, sealed)
        return {"client_id": client_id, "verdict": service.take_report(report, access.signed_in_staff(), off)}
    except Refusal as refusal:
        return {"client_id": client_id, "refused": gettext(refusal.message) % refusal.params}


def _clock_off(sent_at: str) -> int:
    """How many seconds the phone's clock is ahead of ours."""
    told = datetime.fromisoformat(sent_at)
    off = math.floor((told.astimezone(UTC) - clock.now()).total_seconds())
    return max(-late.MOST_OFF_S, min(late.MOST_OFF_S, off))


def _json(told: dict[str, Any]) -> Response:
    return Response(json.dumps(told), mimetype="application/json")
