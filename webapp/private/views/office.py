"""The officer's page: a number for somebody whose card was seen, at the door or in the office."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.private import rules, service
from webapp.private.forms import GiveForm, worded
from webapp.private.views.blueprint import bp
from webapp.shared import access, pages


@bp.route("/staff/own-numbers", methods=["GET", "POST"])
@access.staff("administrator", "coordinator", "supervisor", "enumerator")
def own_numbers() -> Response:
    """Who asks, by the card; the number is shown once, or texted to the person's own phone. Giving is on record."""
    form = GiveForm(request.form, household=request.args.get("household", ""))
    if request.method == "POST" and form.validate():
        try:
            given = service.give_code(
                str(form.nik.data), kk=str(form.kk.data or ""), letter_number=str(form.letter_number.data or ""),
                household_id=_household(form.household.data), phone=str(form.phone.data or ""),
            )  # fmt: skip
        except rules.FamilyUnknown as refused:
            form.nik.errors = [worded(refused)]
        else:
            return pages.page("private/given.html", given=given)
    return pages.page("private/give.html", status=422 if form.errors else 200, form=form)


def _household(said: str | None) -> UUID | None:
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        raise rules.FamilyUnknown from None
