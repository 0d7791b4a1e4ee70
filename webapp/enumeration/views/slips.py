"""Slips for a new PIN: from the officer at the door, or at the office; always after the card was seen."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.forms import SlipForm, StartForm, worded
from webapp.enumeration.rules.refused_identity import CardNotSeen, NotFoundInArea
from webapp.enumeration.views.blueprint import bp
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import access, pages
from webapp.shared.errors import FormExpired

_ROLES = ("coordinator", "administrator", "enumerator")


@bp.route("/slips", methods=["GET", "POST"])
@access.staff("coordinator", "administrator")
def slips() -> Response:
    """At the office: the family on the card that lies on the table."""
    form = StartForm(request.form)
    if request.method == "POST" and form.validate():
        household_id = households.find_by_pair(str(form.nik.data), str(form.kk.data))
        if household_id is not None and access.in_scope(households.card(household_id).village_code):
            return pages.go("enumeration.slip", subject_id=household_id)
        form.nik.errors = [worded(NotFoundInArea())]
    return pages.page("enumeration/slips.html", status=422 if form.errors else 200, form=form)


@bp.get("/slips/<uuid:subject_id>")
@access.staff(*_ROLES)
def slip(subject_id: UUID) -> Response:
    """Before the slip: was the card seen, and why is it given?"""
    return _show(subject_id, SlipForm())


@bp.post("/slips/<uuid:subject_id>")
@access.staff(*_ROLES)
def make_slip(subject_id: UUID) -> Response:
    """The number, shown this once and on the paper; the reason is on record."""
    access.require_scope(households.card(subject_id).village_code)
    if not access.csrf_ok():
        raise FormExpired
    form = SlipForm(request.form)
    if not form.validate():
        return _show(subject_id, form)
    if not form.card_seen.data:
        form.card_seen.errors = [worded(CardNotSeen())]
        return _show(subject_id, form)
    me = access.signed_in_staff()
    if form.phone.data:
        service.verify_phone(subject_id, str(form.phone.data), me.username, form.reason.data or "")
    number = service.make_slip(subject_id, str(me.id), me.username, form.reason.data or "")
    return _show(subject_id, form, number)


@bp.post("/slips/<uuid:subject_id>/paper")
@access.staff(*_ROLES)
def slip_paper(subject_id: UUID) -> Response:
    """The slip to print, as long as its number is good. Back to the page without it."""
    access.require_scope(households.card(subject_id).village_code)
    number = request.form.get("number", "")
    if not access.csrf_ok() or not service.is_slip(subject_id, number):
        return pages.go("enumeration.slip", subject_id=subject_id)
    response = Response(service.slip_paper(number), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="lembar-pin.pdf"'
    return response


def _show(household_id: UUID, form: SlipForm, number: str = "") -> Response:
    card = households.card(household_id)
    access.require_scope(card.village_code)
    return pages.page(
        "enumeration/slip.html", status=422 if form.errors and not number else 200, form=form, number=number,
        card=card, village=places.village_label(card.village_code), has_pin=service.has_pin(household_id),
    )  # fmt: skip
