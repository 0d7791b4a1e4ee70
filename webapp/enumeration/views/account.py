"""The family's own page of its PIN and of the number that gets a new one when it is forgotten."""

from __future__ import annotations

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.forms import ChangePhoneForm, ChangePinForm, worded
from webapp.enumeration.rules.refusals import PinUnfit, WrongPin
from webapp.enumeration.views.blueprint import bp, my_session
from webapp.shared import pages
from webapp.shared.access import csrf_ok, seat
from webapp.shared.errors import FormExpired
from webapp.shared.forms import Form


@bp.get("/account")
@seat
def account() -> Response:
    """Which number is on record, from when it works, and the two forms."""
    return _show(ChangePinForm(), ChangePhoneForm())


@bp.post("/account/pin")
@seat
def account_pin() -> Response:
    """Another PIN for the same key: everything stays readable."""
    form, found = ChangePinForm(request.form), my_session()
    if not csrf_ok():
        raise FormExpired
    if form.validate() and found.seat_id is not None:
        try:
            service.change_pin(found.seat_id, form.pin.data or "", form.new_pin.data or "",
                               found.secrets().get("nik", ""))  # fmt: skip
        except WrongPin as refused:
            form.pin.errors = [worded(refused)]
        except PinUnfit as refused:
            form.new_pin.errors = [worded(refused)]
        else:
            return pages.go("enumeration.account", done="pin")
    return _show(form, ChangePhoneForm(), form)


@bp.post("/account/phone")
@seat
def account_phone() -> Response:
    """Another number: it needs the PIN, waits 72 hours, and the old one is told."""
    form, found = ChangePhoneForm(request.form), my_session()
    if not csrf_ok():
        raise FormExpired
    if form.validate() and found.seat_id is not None:
        try:
            pin, consent = form.known_pin.data or "", bool(form.consent.data)
            service.change_phone(found.seat_id, pin, str(form.phone.data), consent)
        except WrongPin as refused:
            form.known_pin.errors = [worded(refused)]
        else:
            return pages.go("enumeration.account", done="phone")
    return _show(ChangePinForm(), form, form)


def _show(pin_form: Form, phone_form: Form, sent: Form | None = None) -> Response:
    seat_id = my_session().seat_id
    phones = service.phones_of_seat(seat_id) if seat_id else service.Phones()
    return pages.page(
        "enumeration/account.html", status=422 if sent and sent.errors else 200, pin_form=pin_form,
        phone_form=phone_form, sent=sent, phones=phones, done=request.args.get("done", ""),
    )  # fmt: skip
