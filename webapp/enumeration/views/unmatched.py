"""A family that the register lacks records itself: sub-district, then village and RT."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.forms import UnmatchedForm, worded
from webapp.enumeration.rules.gate import MustWait
from webapp.enumeration.rules.refusals import SubDistrictMissing, VillageMissing
from webapp.enumeration.views import late, waiting
from webapp.enumeration.views.blueprint import bp
from webapp.enumeration.views.knocked import CHOSEN, came_from_start, to_first_open
from webapp.places import queries as places
from webapp.shared import pages
from webapp.shared.access import public


@bp.route("/unmatched", methods=["GET", "POST"])
@public
def unmatched() -> Response:
    """A family that the register lacks records itself: sub-district, then village and RT."""
    came, knocked = came_from_start()
    if CHOSEN not in knocked:
        return pages.go("enumeration.pin")
    area = request.values.get("area", "")
    known = {region.code: region for region in places.sub_districts()}
    if area not in known:
        asked = request.method == "POST"
        error = worded(SubDistrictMissing()) if asked else ""
        return pages.page("enumeration/unmatched.html", status=422 if asked else 200, areas=known.values(),
                          error=error, why=worded(service.why_unknown(came.kk)), came=came)  # fmt: skip
    return _village_and_rt(came, knocked, known[area])


def _village_and_rt(came: service.Knock, knocked: dict[str, Any], area: Any) -> Response:
    villages = places.villages(area.code)
    chosen, form = request.form.get("village", ""), UnmatchedForm(request.form)
    error = ""
    if "village" in request.form or "rt" in request.form:
        is_valid = form.validate()
        if chosen not in {region.code for region in villages}:
            error = worded(VillageMissing())
        elif is_valid:
            return _recorded(came, knocked, {"village": chosen, "rt": str(form.rt.data)}, None)
    return pages.page(
        "enumeration/unmatched_village.html", status=422 if error or form.errors else 200, area=area,
        villages=villages, chosen=chosen, form=form, error=error,
    )  # fmt: skip


@waiting.resumes("unmatched")
def _again(typed: dict[str, str], since: datetime) -> Response:
    came, knocked = came_from_start()
    return _recorded(came, knocked, typed, since)


def _recorded(
    came: service.Knock, knocked: dict[str, Any], lives: dict[str, str], since: datetime | None
) -> Response:  # fmt: skip
    """With the PIN that was chosen two pages ago. One telephone or RT cannot flood this door: it is slowed."""
    village_code, rt = lives["village"], lives["rt"]
    try:
        service.ask_new_family(f"{village_code} {rt}", waiting.visitor(), since)
    except MustWait as wait:
        return waiting.hold("unmatched", lives, wait, since)
    chosen = service.Chosen.from_secret(knocked[CHOSEN])
    late.take_seat(service.enter(came, chosen, phone=knocked["phone"], consent=knocked["consent"],
                           village_code=village_code, rt=rt))  # fmt: skip
    return to_first_open()
