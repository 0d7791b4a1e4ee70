"""The second factor: the code after the password, and its set-up on the telephone."""

from __future__ import annotations

import segno
from flask import Response, request

from webapp.shared import access, pages
from webapp.shared.errors import Refusal
from webapp.shared.i18n import gettext
from webapp.staff import queries, rules, service
from webapp.staff.forms import CodeForm
from webapp.staff.models import Account
from webapp.staff.views.blueprint import bp


def _refused(form: CodeForm, refusal: Refusal) -> int:
    """Put the refusal on the field; its status."""
    form.code.errors = [f"{gettext(refusal.message) % refusal.params} ({refusal.code})"]
    return refusal.status


@bp.get("/staff/code")
@access.public
def code() -> Response:
    """The code that the app on the telephone shows; only after the right password."""
    account = service.at_the_door()
    if account is None or not queries.has_second_factor(account.id):
        return pages.go("staff.sign_in")
    return _code_page(CodeForm())


@bp.post("/staff/code")
@access.public
def code_post() -> Response:
    """A code of the app, or one on paper."""
    account, form = service.at_the_door(), CodeForm(request.form)
    if account is None or not queries.has_second_factor(account.id):
        return pages.go("staff.sign_in")
    if not form.validate():
        return _code_page(form, 422)
    try:
        service.check_code(account.id, form.code.data or "")
    except (rules.CodeRefused, rules.CodesBlocked) as refusal:
        return _code_page(form, _refused(form, refusal))
    service.enter(account)
    return pages.go("staff.home")


def _code_page(form: CodeForm, status: int = 200) -> Response:
    response = pages.page("staff/code.html", status=status, form=form)
    if status == 429:
        response.headers["Retry-After"] = str(rules.CODE_WINDOW_S)
    return response


def _whose() -> Account | None:
    """Who may set up a second factor here: whoever is signed in, or must do so before coming in.

    Not who is to give a code first: else the password alone would open everything.
    """
    me = access.current_staff()
    if me is not None:
        return queries.account_named(me.username)
    account = service.at_the_door()
    return account if account is not None and not queries.has_second_factor(account.id) else None


@bp.get("/staff/two-factor")
@access.public
def two_factor() -> Response:
    """Set it up: a link for the app on this telephone, a QR code for one beside it, the secret to type."""
    account = _whose()
    return _set_up_page(account, CodeForm()) if account else pages.go("staff.sign_in")


@bp.post("/staff/two-factor")
@access.public
def two_factor_post() -> Response:
    """The telephone shows the right code: from now on it is asked for. The codes for paper are shown this once."""
    account, form = _whose(), CodeForm(request.form)
    if account is None:
        return pages.go("staff.sign_in")
    if not form.validate():
        return _set_up_page(account, form, 422)
    try:
        codes = service.confirm(account.id, form.code.data or "")
    except (rules.CodeRefused, rules.CodesBlocked) as refusal:
        return _set_up_page(account, form, _refused(form, refusal))
    if access.current_staff() is None:
        service.enter(account)
    return pages.page("staff/recovery_codes.html", codes=codes)


def _set_up_page(account: Account, form: CodeForm, status: int = 200) -> Response:
    if queries.has_second_factor(account.id):
        left = queries.recovery_codes_left(account.id)
        return pages.page("staff/two_factor.html", status=status, form=form, secret="", left=left)
    secret = service.begin_set_up(account.id)
    address = service.set_up_address(account, secret)
    picture = segno.make_qr(address, error="m").svg_data_uri(border=4, scale=4, nl=False)
    return pages.page("staff/two_factor.html", status=status, form=form, address=address, picture=picture,
                      secret=rules.in_groups(secret, 4), required=access.current_staff() is None)  # fmt: skip
