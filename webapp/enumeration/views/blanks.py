"""A blank letter at the door: its number becomes the family's, one of the register or one that it lacks."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.enumeration.forms import BlankForm, worded
from webapp.enumeration.views.blueprint import bp
from webapp.households import rules as household_rules
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import access, pages
from webapp.shared.db import transaction
from webapp.shared.errors import FormExpired


@bp.get("/blank-letters")
@access.staff("enumerator", "neighbourhood_head", "coordinator")
def blank_letter() -> Response:
    """For a family that the register lacks: where it lives and whom to ask for. ?household= for one of the register."""
    return _show(BlankForm())


@bp.post("/blank-letters")
@access.staff("enumerator", "neighbourhood_head", "coordinator")
def bind_blank_letter() -> Response:
    """Bound once; on record with who did it."""
    if not access.csrf_ok():
        raise FormExpired
    form, known, who = BlankForm(request.form), _known(), access.signed_in_staff()
    form.is_known = known is not None
    if not form.validate():
        return _show(form)
    access.require_scope(households.card(known).village_code if known else str(form.village.data))
    try:
        with transaction():
            household_id = known or households.create_without_numbers(
                str(form.village.data), str(form.rt.data), str(form.name.data), "visit"
            )
            households.bind_blank(str(form.number.data), household_id, who.username)
    except household_rules.BlankRefused as refused:
        form.number.errors = [worded(refused)]
        return _show(form)
    return pages.go("enumeration.blank_letter", bound=str(form.number.data)[-2:])


def _known() -> UUID | None:
    try:
        return UUID(request.values.get("household", ""))
    except ValueError:
        return None


def _show(form: BlankForm) -> Response:
    known, card = _known(), None
    if known:
        card = households.card(known)
        access.require_scope(card.village_code)
    mine = access.signed_in_staff()
    return pages.page(
        "enumeration/blank.html", status=422 if form.errors else 200, form=form, card=card,
        villages=[one for one in places.village_names() if mine.covers(one.code)],
        bound=request.args.get("bound", "")[:2],
    )  # fmt: skip
