"""The PIN: chosen the first time, asked for afterwards, replaced when it is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict

from webapp.enumeration import service
from webapp.enumeration.forms import NewPinForm, NumberForm, PinForm, worded
from webapp.enumeration.rules import identity
from webapp.enumeration.rules.gate import MustWait
from webapp.enumeration.rules.refusals import PinUnfit, WrongPin
from webapp.enumeration.rules.refused_identity import NumberRefused
from webapp.enumeration.views import correcting, late, waiting
from webapp.enumeration.views.blueprint import bp, language_asked
from webapp.enumeration.views.knocked import CHOSEN, came_from_start, remember, to_first_open
from webapp.enumeration.views.start import privacy
from webapp.shared import pages
from webapp.shared.access import csrf_ok, public
from webapp.shared.errors import FormExpired

_REPLACED_BY = (identity.SLIP, identity.CODE)


@bp.route("/pin", methods=["GET", "POST"])
@public
def pin() -> Response:
    """Chosen the first time, asked for afterwards. Without the letter the page is the same for every pair."""
    came, knocked = came_from_start()
    if came.how in _REPLACED_BY or knocked.get("forgotten"):
        return _choose_pin(came, replacing=True)
    if not service.door_open("web"):
        return _ask_pin(came, knocked)
    if came.named:
        claimed = came.household_id is not None and service.has_pin(came.household_id)
        return _ask_pin(came, knocked) if claimed else _choose_pin(came)
    returns = request.args.get("have") or "have" in knocked or "then" in knocked
    return _ask_pin(came, knocked) if returns else _choose_pin(came)


def _ask_pin(came: service.Knock, knocked: dict[str, Any]) -> Response:
    form = PinForm(request.form)
    if request.method == "POST" and not language_asked() and form.validate():
        return _sign_in(came, knocked, form, None)
    return _show_ask(came, form)


@waiting.resumes("pin")
def _again(typed: dict[str, str], since: datetime) -> Response:
    came, knocked = came_from_start()
    return _sign_in(came, knocked, PinForm(MultiDict(typed)), since)


def _sign_in(came: service.Knock, knocked: dict[str, Any], form: PinForm, since: datetime | None) -> Response:
    pin = form.pin.data or ""
    try:
        opened = service.sign_in(came, pin, since)
    except MustWait as wait:
        return waiting.hold("pin", {"pin": pin}, wait, since)
    except WrongPin as refused:
        form.pin.errors = [worded(refused)]
        return _show_ask(came, form)
    service.forgive(came, waiting.visitor())
    return _seated(opened, knocked.get("then", ""))


def _show_ask(came: service.Knock, form: PinForm) -> Response:
    return pages.page("enumeration/pin.html", status=422 if form.errors else 200, form=form, named=came.named,
                      is_open=service.door_open("web"))  # fmt: skip


def _seated(opened: service.SeatOpened, then: str) -> Response:
    """Back again: to the page that waits, to mending, or to where it was left."""
    found, kept = late.take_seat(opened)
    if kept:
        return pages.go_to(kept)
    return correcting.begin(found) if then == "correct" else to_first_open()


def _choose_pin(came: service.Knock, *, replacing: bool = False) -> Response:
    form = NewPinForm(request.form)
    if request.method == "POST" and not language_asked() and form.validate():
        return _claim(came, form, None, replacing=replacing)
    return _show_choose(came, form, replacing=replacing)


@waiting.resumes("new_pin")
def _claim_again(typed: dict[str, str], since: datetime) -> Response:
    came, knocked = came_from_start()
    form = NewPinForm(MultiDict(typed))
    form.validate()
    return _claim(came, form, since, replacing=came.how in _REPLACED_BY or bool(knocked.get("forgotten")))


def _claim(came: service.Knock, form: NewPinForm, since: datetime | None, *, replacing: bool) -> Response:
    try:
        return _claimed(came, form, since)
    except MustWait as wait:
        typed = {"pin": form.pin.data or "", "phone": str(form.phone.data or "")}
        return waiting.hold("new_pin", typed | ({"consent": "y"} if form.consent.data else {}), wait, since)
    except PinUnfit as refused:
        form.pin.errors = [worded(refused)]
    return _show_choose(came, form, replacing=replacing)


def _show_choose(came: service.Knock, form: NewPinForm, *, replacing: bool) -> Response:
    return pages.page("enumeration/new_pin.html", status=422 if form.errors else 200, form=form, named=came.named,
                      replacing=replacing)  # fmt: skip


def _claimed(came: service.Knock, form: NewPinForm, since: datetime | None) -> Response:
    """The seat; for a pair that the register lacks the same next page, and the PIN is kept until it says where."""
    given: dict[str, Any] = {"phone": str(form.phone.data or ""), "consent": bool(form.consent.data)}
    if came.household_id is None:
        chosen = service.choose_pin(came, form.pin.data or "", since)
        service.forgive(came, waiting.visitor())
        remember(came, **{CHOSEN: chosen.as_secret()}, **given)
    else:
        opened = service.claim(came, form.pin.data or "", **given, since=since)
        service.forgive(came, waiting.visitor())
        if opened.returning:
            return _seated(opened, "")
        _found, kept = late.take_seat(opened)
        if kept:
            return pages.go_to(kept)
    if pages.wants_fragment():
        return pages.pushed(privacy(), "/privacy")
    return pages.go("enumeration.privacy")


@bp.route("/pin/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> Response:
    """With the letter a new PIN is chosen at once; else with a texted number or one from an officer's slip."""
    came, _knocked = came_from_start()
    form = NumberForm(request.form)
    if request.method != "POST":
        return _show_forgotten(came, form)
    if not csrf_ok():
        raise FormExpired
    if came.named and "number" not in request.form:
        remember(came, forgotten="1")
        return pages.go("enumeration.pin")
    if form.validate():
        try:
            remember(service.prove(came, str(form.number.data)))
        except NumberRefused as refused:
            form.number.errors = [worded(refused)]
        else:
            return pages.go("enumeration.pin")
    return _show_forgotten(came, form)


@bp.post("/pin/forgotten/text")
@public
def forgotten_text() -> Response:
    """The answer is the same whether there is a number that may get it, or a family at all."""
    came, _knocked = came_from_start()
    if not csrf_ok():
        raise FormExpired
    service.text_code(came)
    return _show_forgotten(came, NumberForm(), said="text")


@bp.post("/pin/forgotten/help")
@public
def forgotten_help() -> Response:
    """The coordinator's office is asked to help."""
    came, _knocked = came_from_start()
    if not csrf_ok():
        raise FormExpired
    service.ask_for_help(came)
    return _show_forgotten(came, NumberForm(), said="help")


def _show_forgotten(came: service.Knock, form: NumberForm, said: str = "") -> Response:
    return pages.page("enumeration/forgotten.html", status=422 if form.errors else 200, form=form, named=came.named,
                      said=said)  # fmt: skip
