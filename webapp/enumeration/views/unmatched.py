"""A family that the register lacks records itself: sub-district, then village and RT."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.forms import UnmatchedForm, worded
from webapp.enumeration.rules.refusals import SubDistrictMissing, VillageMissing
from webapp.enumeration.views.blueprint import bp
from webapp.enumeration.views.knocked import came_from_start, remember
from webapp.places import queries as places
from webapp.shared import pages, throttle
from webapp.shared.access import public
from webapp.shared.errors import TooManyTries

_UNMATCHED, _AN_HOUR = 20, 3600  # families without a register row from one address


@bp.route("/unmatched", methods=["GET", "POST"])
@public
def unmatched() -> Response:
    """A family that the register lacks records itself: sub-district, then village and RT."""
    came, _knocked = came_from_start()
    if came.household_id is not None:
        return pages.go("enumeration.pin")
    area = request.values.get("area", "")
    known = {region.code: region for region in places.sub_districts()}
    if area not in known:
        asked = request.method == "POST"
        error = worded(SubDistrictMissing()) if asked else ""
        return pages.page("enumeration/unmatched.html", status=422 if asked else 200, areas=known.values(),
                          error=error)  # fmt: skip
    return _village_and_rt(came, known[area])


def _village_and_rt(came: service.Knock, area: Any) -> Response:
    villages = places.villages(area.code)
    chosen, form = request.form.get("village", ""), UnmatchedForm(request.form)
    error = ""
    if "village" in request.form or "rt" in request.form:
        is_valid = form.validate()
        if chosen not in {region.code for region in villages}:
            error = worded(VillageMissing())
        elif is_valid:
            if not throttle.hit("unmatched", request.remote_addr or "", _UNMATCHED, _AN_HOUR):
                raise TooManyTries(minutes=60)
            remember(came, village=chosen, rt=str(form.rt.data))
            return pages.go("enumeration.pin")
    return pages.page(
        "enumeration/unmatched_village.html", status=422 if error or form.errors else 200, area=area,
        villages=villages, chosen=chosen, form=form, error=error,
    )  # fmt: skip
