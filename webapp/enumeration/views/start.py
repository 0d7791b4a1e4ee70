"""The way in: NIK and KK, then the privacy notice. The PIN between them is in pins.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict

from webapp.enumeration import queries, service
from webapp.enumeration.forms import StartForm, worded
from webapp.enumeration.rules import gate
from webapp.enumeration.rules.refusals import LetterRefused, StartFirst
from webapp.enumeration.views import waiting
from webapp.enumeration.views.blueprint import bp, language_asked
from webapp.enumeration.views.knocked import has_chosen, remember, to_first_open
from webapp.shared import i18n, pages, sessions
from webapp.shared.access import public


@bp.route("/", methods=["GET", "POST"])
@public
def start() -> Response:
    """The form itself. The first view is this one request; every pair of numbers leads to the same next page."""
    form = StartForm(request.form)
    if request.method != "POST" or language_asked():
        return _show_start(form, 200)
    if not form.validate():
        return _show_start(form, 422)
    return _knock(form, {"have": "1"} if "have" in request.form else {}, None)


@waiting.resumes("start")
def _again(typed: dict[str, str], since: datetime) -> Response:
    form = StartForm(MultiDict(typed))
    return _knock(form, typed, since) if form.validate() else _show_start(form, 422)


def _knock(form: StartForm, more: Mapping[str, str], since: datetime | None) -> Response:
    nik, kk, letter = str(form.nik.data), str(form.kk.data), str(form.letter_number.data or "")
    try:
        remember(service.knock(nik, kk, letter, waiting.visitor(), since))
    except gate.MustWait as wait:
        return waiting.hold("start", {**more, "nik": nik, "kk": kk, "letter_number": letter}, wait, since)
    except LetterRefused as refused:
        form.letter_number.errors = [worded(refused)]
        return _show_start(form, refused.status)
    return pages.go("enumeration.pin", have=more.get("have"))


_kept: dict[tuple[Any, ...], str] = {}  # the empty form, by everything that it says


def _show_start(form: StartForm, status: int) -> Response:
    snapshot, entrance = queries.snapshot_date(), service.entrance()
    key = (i18n.language(), snapshot, entrance, service.minutes_per_person())
    is_plain = request.method == "GET" and sessions.current() is None and not pages.wants_fragment()
    if is_plain and key in _kept:
        return pages.html_response(_kept[key])
    response = pages.page(
        "enumeration/start.html", status=status, form=form, snapshot=snapshot, entrance=entrance
    )
    if is_plain:
        _kept[key] = response.get_data(as_text=True)
    return response


@bp.get("/privacy")
@public
def privacy() -> Response:
    """Who asks, by which law, what for, how long, whom to ask. Nothing to consent to: the law requires it."""
    found = sessions.current()
    seated = found is not None and found.seat_id is not None
    ends_at = found.ends_at if found else None
    return pages.page("enumeration/privacy.html", seated=seated or has_chosen(), ends_at=ends_at)


@bp.post("/privacy")
@public
def privacy_read() -> Response:
    """Read: on to the first open step; for a family that the register lacks, first to where it lives."""
    found = sessions.current()
    if found is not None and found.seat_id is not None:
        sessions.touch()
        return to_first_open()
    if has_chosen():
        return pages.go("enumeration.unmatched")
    raise StartFirst
