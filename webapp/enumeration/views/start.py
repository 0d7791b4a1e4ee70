"""The way in: NIK and KK, the PIN, the privacy notice; and a family that the register lacks."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from webapp.enumeration import queries, service
from webapp.enumeration.forms import NewPinForm, PinForm, StartForm, worded
from webapp.enumeration.rules.refusals import (
    LetterRefused,
    PairUnknown,
    PinTaken,
    PinUnfit,
    WrongPin,
)
from webapp.enumeration.views import correcting, late, sitting_pages
from webapp.enumeration.views.blueprint import bp, my_family
from webapp.enumeration.views.knocked import came_from_start, remember
from webapp.shared import i18n, pages, sessions
from webapp.shared.access import csrf_ok, public, seat

_UNMATCHED, _AN_HOUR = 20, 3600  # families without a register row from one address


@bp.route("/", methods=["GET", "POST"])
@public
def start() -> Response:
    """The form itself. The first view is this one request."""
    form = StartForm(request.form)
    if request.method != "POST":
        return _show_start(form, 200)
    if not form.validate():
        return _show_start(form, 422)
    nik, kk, letter = str(form.nik.data), str(form.kk.data), str(form.letter_number.data or "")
    try:
        came = service.knock(nik, kk, letter, request.remote_addr or "")
    except LetterRefused as refused:
        form.letter_number.errors = [worded(refused)]
        return _show_start(form, refused.status)
    except PairUnknown as refused:
        remember(service.Knock(nik, kk))
        return _show_start(form, refused.status, unknown=worded(refused), code=refused.code)
    remember(came)
    return pages.go("enumeration.pin")


_kept: dict[tuple[Any, ...], str] = {}  # the empty form, by everything that it says


def _show_start(form: StartForm, status: int, **values: Any) -> Response:
    snapshot, entrance = queries.snapshot_date(), service.entrance()
    key = (i18n.language(), snapshot, entrance)
    is_plain = request.method == "GET" and sessions.current() is None and not pages.wants_fragment()
    if is_plain and key in _kept:
        return pages.html_response(_kept[key])
    response = pages.page(
        "enumeration/start.html", status=status, form=form, snapshot=snapshot, entrance=entrance, **values
    )
    if is_plain:
        _kept[key] = response.get_data(as_text=True)
    return response


@bp.route("/pin", methods=["GET", "POST"])
@public
def pin() -> Response:
    """The first time a PIN is chosen, afterwards it is asked for."""
    came, knocked = came_from_start()
    resetting = came.named and bool(knocked.get("forgotten"))
    if came.household_id is not None and service.has_pin(came.household_id) and not resetting:
        return _ask_pin(came, knocked)
    if came.household_id is None and not knocked.get("village"):
        return pages.go("enumeration.unmatched")
    return _choose_pin(came, knocked)


def _ask_pin(came: service.Knock, knocked: dict[str, Any]) -> Response:
    form = PinForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            opened = service.sign_in(came, form.pin.data or "")
        except WrongPin as refused:
            form.pin.errors = [worded(refused)]
        else:
            found, waiting = late.take_seat(opened)
            if waiting:
                return pages.go_to(waiting)
            return correcting.begin(found) if knocked.get("then") == "correct" else _to_first_open()
    return pages.page("enumeration/pin.html", status=422 if form.errors else 200, form=form, named=came.named)


@bp.post("/pin/forgotten")
@public
def forgotten() -> Response:
    """With the letter number a new PIN is chosen at once; without it the coordinator's office is asked to help."""
    came, _knocked = came_from_start()
    if came.household_id is None or not csrf_ok():
        return pages.go("enumeration.pin")
    if came.named:
        remember(came, forgotten="1")
        return pages.go("enumeration.pin")
    service.ask_for_help(came.household_id)
    return pages.page("enumeration/forgotten.html")


def _choose_pin(came: service.Knock, knocked: dict[str, Any]) -> Response:
    service.require_open("web")
    form = NewPinForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            opened = service.claim(
                came, form.pin.data or "", phone=str(form.phone.data or ""), consent=bool(form.consent.data),
                village_code=knocked.get("village", ""), rt=knocked.get("rt", ""),
                replacing=bool(knocked.get("forgotten")),
            )  # fmt: skip
        except PinUnfit as refused:
            form.pin.errors = [worded(refused)]
        except PinTaken:
            return pages.go("enumeration.pin")
        else:
            _found, waiting = late.take_seat(opened)
            if waiting:
                return pages.go_to(waiting)
            if pages.wants_fragment():
                return pages.pushed(privacy(), "/privacy")
            return pages.go("enumeration.privacy")
    return pages.page("enumeration/new_pin.html", status=422 if form.errors else 200, form=form)


def _to_first_open() -> Response:
    family = my_family()
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    return sitting_pages.onward(family.first_open(), family)


@bp.get("/privacy")
@public
def privacy() -> Response:
    """Who asks, by which law, what for, how long, whom to ask. Nothing to consent to: the law requires it."""
    found = sessions.current()
    return pages.page("enumeration/privacy.html", seated=found is not None and found.seat_id is not None)


@bp.post("/privacy")
@seat
def privacy_read() -> Response:
    """Read: on to the first open step."""
    return _to_first_open()
