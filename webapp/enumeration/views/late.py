"""A page that is sent after its session has ended: kept sealed for an hour, saved after signing in, on the very page.

It lies in a session of its own, under a key that only this browser's cookie has. The form's signed token says of
which seat it was made; it is saved for a family that one of its own seats has asked, and for nobody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Response, g, request
from werkzeug.datastructures import ImmutableMultiDict

from webapp.enumeration import service
from webapp.enumeration.rules.keeping import FormKept, FormKeptForPin
from webapp.enumeration.views.blueprint import bp
from webapp.shared import clock, csrf, http, i18n, sessions, throttle
from webapp.shared.db import transaction
from webapp.shared.errors import SignedOut

KEPT_FOR = timedelta(hours=1)
_MARK = "kept"
_MOST_PAGES, _MOST_SIGNS = 5, 20_000  # of one browser, and of one page
_MOST, _AN_HOUR = 200, 3600  # pages kept for one address, behind which a whole village may be

Entry = dict[str, Any]


@bp.app_errorhandler(SignedOut)
def keep(refusal: SignedOut) -> Response:
    """Nothing typed is lost: not by a pause of hours, nor by a clock that jumps, nor by a session that is gone."""
    if not _is_worth_keeping() or not throttle.hit("kept", request.remote_addr or "", _MOST, _AN_HOUR):
        return http.refusal_page(refusal)
    before, moment = sessions.current() or sessions.ended(), clock.now()
    kept = [one for one in carried() if one["path"] != request.path]
    entry = {"path": request.path, "query": _query(), "form": list(request.form.items(multi=True)),
             "at": moment.isoformat()}  # fmt: skip
    family = _family_of(before)
    with transaction():
        sessions.start(secrets={_MARK: [entry, *kept][:_MOST_PAGES], **({"again": family} if family else {})})
    until = i18n.format_time(moment + KEPT_FOR)
    return http.refusal_page((FormKeptForPin if family else FormKept)(time=until))


def _is_worth_keeping() -> bool:
    """A page of a form, whose signature will be asked for when its family is known."""
    rule = request.url_rule
    if request.method != "POST" or rule is None or "GET" not in (rule.methods or ()):
        return False
    if not 0 < (request.content_length or 0) <= 3 * _MOST_SIGNS:  # in an address most signs take three
        return False
    size = sum(len(name) + len(value) for name, value in request.form.items(multi=True))
    return bool(request.form.get("csrf_token")) and size <= _MOST_SIGNS


def _query() -> str:
    return "&".join(
        f"{name}={value}" for name, value in request.args.items() if (name, value) == ("to", "summary")
    )


def _family_of(before: sessions.Session | None) -> dict[str, str] | None:
    if before is None or before.staff_id is not None:
        return None
    if before.seat_id is None:  # a second page of the same family is sent too late
        known: dict[str, str] | None = before.secrets().get("again")
        return known
    household_id = service.household_of(before.seat_id)
    return {"nik": before.secrets().get("nik", ""), "household": household_id.hex} if household_id else None


def carried() -> list[Entry]:
    """What this browser's session keeps, if it is less than an hour old; also when that session has ended."""
    found = sessions.current() or sessions.ended()
    kept: list[Entry] = found.secrets().get(_MARK, []) if found else []
    return [one for one in kept if clock.now() - datetime.fromisoformat(one["at"]) < KEPT_FOR]


def to_carry() -> dict[str, Any]:
    """For a session that takes the place of this one."""
    kept = carried()
    return {_MARK: kept} if kept else {}


def take_seat(opened: service.SeatOpened) -> tuple[sessions.Session, str]:
    """Signed in: the session with its seat, and the page on which something of this family waits, or ""."""
    ours = {csrf.token_of(seat_id) for seat_id in service.seats_of_family(opened.seat_id)}
    kept = [one for one in carried() if dict(one["form"]).get("csrf_token") in ours]
    with transaction():
        found = sessions.start(
            seat_id=opened.seat_id, secrets=opened.secrets | ({_MARK: kept} if kept else {})
        )
    return found, _address(kept[0]) if kept else ""


def _address(entry: Entry) -> str:
    return f"{entry['path']}?{entry['query']}{'&' if entry['query'] else ''}{_MARK}=1"


@bp.before_app_request
def _send_again() -> None:
    """On the page's own address the kept form arrives as if it had just been sent."""
    if b"kept=1" not in request.query_string or request.method != "GET":
        return
    found = sessions.current()
    if found is None or found.seat_id is None:
        return
    entry = next((one for one in carried() if one["path"] == request.path), None)
    if entry is not None:
        g.catat_kept = entry["path"]
        said = [(name, value) for name, value in entry["form"] if name != "csrf_token"]
        request.method = "POST"
        request.form = ImmutableMultiDict([*said, ("csrf_token", csrf.csrf_token())])


@bp.after_app_request
def _forget(response: Response) -> Response:
    """Once it has arrived; after a fault of ours it goes on waiting."""
    path = g.pop("catat_kept", None)
    if path is None or response.status_code >= 500:
        return response
    found = sessions.current()
    if found is None or found.seat_id is None:
        return response
    rest = [one for one in carried() if one["path"] != path]
    secrets = {name: value for name, value in found.secrets().items() if name != _MARK}
    with transaction():
        sessions.attach_seat(found.seat_id, secrets | ({_MARK: rest} if rest else {}))
    if rest and response.status_code == 303:
        response.headers["Location"] = _address(rest[0])
    return response
