"""Signing in, by name and password, and out."""

from __future__ import annotations

from flask import Response, request

from webapp.shared import access, pages
from webapp.shared.errors import Refusal
from webapp.shared.i18n import gettext
from webapp.staff import queries, rules, service
from webapp.staff.forms import SignInForm
from webapp.staff.views.blueprint import bp


@bp.get("/staff/sign-in")
@access.public
def sign_in() -> Response:
    """The sign-in form; whoever is signed in goes on to work."""
    if access.current_staff() is not None:
        return pages.go("staff.home")
    return _sign_in_page(SignInForm())


@bp.post("/staff/sign-in")
@access.public
def sign_in_post() -> Response:
    """Name and password."""
    form = SignInForm(request.form)
    if not form.validate():
        return _sign_in_page(form, status=422)
    try:
        account = service.sign_in(
            form.username.data or "", form.password.data or "", request.remote_addr or "-"
        )
    except (rules.SignInRefused, rules.SignInBlocked) as refusal:
        return _sign_in_page(form, refusal, refusal.status)
    if queries.has_second_factor(account.id):
        service.hold_at_the_door(account)
        return pages.go("staff.code")
    if service.is_required(account):
        service.hold_at_the_door(account)
        return pages.go("staff.two_factor")
    service.enter(account)
    return pages.go("staff.home")


def _sign_in_page(form: SignInForm, refusal: Refusal | None = None, status: int = 200) -> Response:
    words = gettext(refusal.message) % refusal.params if refusal else ""
    code = refusal.code if refusal else ""
    response = pages.page("staff/sign_in.html", status=status, form=form, refusal=words, code=code)
    if status == 429:
        response.headers["Retry-After"] = str(rules.TRIES_WINDOW_S)
    return response


@bp.post("/staff/sign-out")
@access.public
def sign_out() -> Response:
    """Leave; also for somebody whose account was disabled meanwhile."""
    if access.csrf_ok():
        service.leave()
    return pages.go("staff.sign_in")
