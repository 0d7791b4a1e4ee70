"""Coming in alone: the start page of its own, the PIN, another number by text, and leaving at once."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.enumeration.rules.refusals import PinUnfit
from webapp.private import rules, service
from webapp.private.forms import EnterForm, PinForm, TextForm, worded
from webapp.private.views.answering import onward
from webapp.private.views.blueprint import bp, forget, kept, remember
from webapp.shared import pages
from webapp.shared.access import public
from webapp.shared.errors import SignedOut


@bp.route("/self", methods=["GET", "POST"])
@public
def start() -> Response:
    """NIK with a number that was given, or with the own PIN. Nothing here tells who may."""
    form = EnterForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            entered = service.enter(str(form.nik.data), form.secret.data or "", request.remote_addr or "-")
        except rules.NotLetIn as refused:
            form.secret.errors = [worded(refused)]
        else:
            if not entered.private:
                remember(person=entered.private_id.hex)
                return pages.go("private.pin")
            version_id, key = service.resume(entered)
            remember(version=version_id.hex, key=key.hex())
            return onward()
    return pages.page("private/start.html", status=422 if form.errors else 200, form=form)


@bp.route("/self/pin", methods=["GET", "POST"])
@public
def pin() -> Response:
    """A PIN of one's own, which opens nothing of the family's."""
    own, form = kept(), PinForm(request.form)
    if "person" not in own:
        raise SignedOut
    if request.method == "POST" and form.validate():
        try:
            version_id, key = service.begin(UUID(own["person"]), form.pin.data or "")
        except PinUnfit as refused:
            form.pin.errors = [worded(refused)]
        except rules.NotLetIn:  # a double tap: the PIN is set
            return pages.go("private.start")
        else:
            remember(version=version_id.hex, key=key.hex())
            return onward()
    return pages.page("private/pin.html", status=422 if form.errors else 200, form=form)


@bp.route("/self/number", methods=["GET", "POST"])
@public
def number() -> Response:
    """Another number to the phone that an officer noted. The answer is the same whether there is one or not."""
    form = TextForm(request.form)
    if request.method == "POST" and form.validate():
        service.text_code(str(form.nik.data), str(form.phone.data))
        return pages.page("private/number.html", form=None)
    return pages.page("private/number.html", status=422 if form.errors else 200, form=form)


@bp.get("/self/leave")
@public
def leave() -> Response:
    """Quick exit: the session ends and the census's start page stands there, as in everybody's browser."""
    forget()
    return pages.go("enumeration.start")
