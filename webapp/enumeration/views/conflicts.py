"""The desk for families that two hands have answered for: who, when, how; never what."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.forms import DecisionForm, worded
from webapp.enumeration.rules.refused_identity import NoSuchVersion
from webapp.enumeration.views.blueprint import bp
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import access, pages
from webapp.shared.errors import FormExpired
from webapp.shared.i18n import N_
from webapp.staff import queries as staff

HOW = {
    "pair": N_("keluarga sendiri, dengan NIK dan nomor KK saja"),
    "letter": N_("keluarga sendiri, dengan nomor surat sensus"),
    "slip": N_("keluarga sendiri, dengan lembar PIN dari petugas yang melihat kartunya"),
    "code": N_("keluarga sendiri, dengan angka dari SMS"),
    "visit": N_("petugas di rumah"),
}


@bp.get("/conflicts/<uuid:subject_id>")
@access.staff("coordinator", "administrator")
def conflict(subject_id: UUID) -> Response:
    """What was sent for one family by several hands; opening it is on record."""
    return _show(subject_id, DecisionForm())


@bp.post("/conflicts/<uuid:subject_id>")
@access.staff("coordinator", "administrator")
def decide_conflict(subject_id: UUID) -> Response:
    """Which one counts. All are kept, and a later decision may be another."""
    access.require_scope(households.card(subject_id).village_code)
    if not access.csrf_ok():
        raise FormExpired
    form = DecisionForm(request.form)
    if form.validate():
        try:
            service.decide(subject_id, form.version_id, form.ground.data or "", card_seen=bool(form.card_seen.data),
                           reason=form.reason.data or "", me=access.signed_in_staff())  # fmt: skip
        except NoSuchVersion as refused:
            form.version.errors = [worded(refused)]
        else:
            return pages.go("enumeration.conflict", subject_id=subject_id)
    return _show(subject_id, form)


def _show(household_id: UUID, form: DecisionForm) -> Response:
    card = households.card(household_id)
    access.require_scope(card.village_code)
    sent = service.read_conflict(household_id, access.signed_in_staff())
    officers = {str(one.id): one.name for one in staff.enumerators_of(card.village_code)}
    return pages.page(
        "enumeration/conflict.html", status=422 if form.errors else 200, form=form, sent=sent, how=HOW,
        officers=officers, card=card, village=places.village_label(card.village_code),
        decided=service.decision_of(household_id),
    )  # fmt: skip
