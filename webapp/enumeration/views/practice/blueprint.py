"""What makes a practice: its family in a sealed cookie, its mark on each page, and that nothing can be stored.

No transaction() begins in a request of this blueprint, and without one the session refuses to write: so neither a
row nor a text can come of it, whatever the pages call.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, has_request_context, render_template, request

from webapp.enumeration import service
from webapp.enumeration.rules import practice, steps
from webapp.enumeration.rules.members import Member
from webapp.enumeration.service.sittings import SavedPage
from webapp.questionnaire import service as questionnaire
from webapp.shared import clock, pages, sealing
from webapp.shared.cookies import cookie
from webapp.shared.db import permit_transactions_by
from webapp.shared.errors import SignedOut
from webapp.shared.i18n import gettext
from webapp.shared.settings import settings

bp = Blueprint("practice", __name__, url_prefix="/practice")
COOKIE, _LONGEST = "practice", 3900  # browsers keep 4096 bytes of a cookie
_NOBODY = UUID(int=0)
_OWN_ADDRESS = re.compile(r'((?:href|action)=")/(form|visit|leave)\b')
_SWAPPED = re.compile(
    r' hx-post="[^"]*"'
)  # every answer redirects: htmx would load the whole page all the same
_TOP = re.compile(r"<main[^>]*>|</title>(?!.*<main)", re.DOTALL)


class StoresNothing(RuntimeError):
    """Something that a practice called wanted to write: a fault of the program."""


def _refuse_to_store() -> None:
    if has_request_context() and request.blueprint == bp.name:
        raise StoresNothing


permit_transactions_by(_refuse_to_store)


def family() -> service.Family:
    """The made-up family as this browser has filled it in. Raises SignedOut before it has begun."""
    state = _state()
    moment = datetime.fromisoformat(state["opened"])
    definition = questionnaire.definition()
    sitting = service.Sitting(
        seat_id=_NOBODY, household_id=_NOBODY, version_id=_NOBODY, channel=practice.CHANNEL, by=None,
        state="draft", opened_at=moment, definition=definition, saved_at=None, key=b"", nik=practice.NIK,
    )  # fmt: skip
    kept = {
        UUID(member): {
            page: SavedPage(revision, values, moment) for page, (revision, values) in of_one.items()
        }
        for member, of_one in state["pages"].items()
    }
    return service.Family(sitting, practice.members(state), kept)


def begin() -> Response:
    """A fresh family, on its first page."""
    return _with_cookie(pages.go_to("/practice/form/address"), practice.fresh(clock.now().isoformat()))


def kept(response: Response, found: service.Family, state: practice.State | None = None) -> Response:
    """The answer with the family as it stands now in the cookie; one too long for a cookie stays as it was."""
    state = practice.with_members(state or _state(), found.everyone)
    state["pages"] = {
        member.hex: {page: (saved.revision, saved.values) for page, saved in of_one.items()}
        for member, of_one in found.pages.items()
    }
    return _with_cookie(response, state)


def state() -> practice.State:
    """What the cookie holds. Raises SignedOut."""
    return _state()


def _state() -> practice.State:
    try:
        sealed = base64.urlsafe_b64decode(cookie(COOKIE))
        plain = zlib.decompress(sealing.unseal_with(_key(), b"practice", sealed))
        found: practice.State = json.loads(plain)
    except (ValueError, sealing.SealBroken, zlib.error):
        raise SignedOut from None
    return found


def _with_cookie(response: Response, state: practice.State) -> Response:
    sealed = sealing.seal_with(_key(), b"practice", zlib.compress(sealing.to_json(state)))
    text = base64.urlsafe_b64encode(sealed).decode()
    if len(text) <= _LONGEST:
        response.set_cookie(
            COOKIE, text, path="/practice", httponly=True, samesite="Lax", secure=settings().is_https
        )
    return response


def _key() -> bytes:
    return sealing.key_from(sealing.keyring().session, b"catat-practice")


def marked(response: Response) -> Response:
    """A family's page as a page of the practice: its own addresses, and on top what it is."""
    if response.mimetype != "text/html" or response.status_code == 303:
        return response
    html = _SWAPPED.sub("", response.get_data(as_text=True))
    html = _OWN_ADDRESS.sub(r"\1/practice/\2", html)
    html = html.replace("<title>", f"<title>{gettext('Latihan')}: ", 1)
    banner = render_template("enumeration/practice_mark.html")
    html = _TOP.sub(lambda found: found[0] + banner, html, count=1)
    return pages.html_response(html, response.status_code)  # a new one: its length is told after compression


def to_step(found: service.Family, step: steps.Step) -> Response:
    """On to a step, with what was said."""
    return kept(pages.go_to(f"/practice{step.url}"), found)


def first_of(found: service.Family, member: Member | None) -> steps.Step:
    """The member's first page; behind the last member the summary."""
    if member is None:
        return steps.SUMMARY
    return steps.first_of_person(member, found.answers(member), found.sitting.definition, found.sitting.day)


@bp.errorhandler(SignedOut)
def _to_intro(_over: SignedOut) -> Response:
    return pages.go("practice.intro")
