"""A visit for a family that the register lacks: sub-district, then village, RT and whom to ask for."""

from __future__ import annotations

from flask import Response, request

from webapp.places import queries as places
from webapp.shared import pages, sessions
from webapp.shared.access import public
from webapp.shared.db import transaction
from webapp.shared.i18n import gettext
from webapp.visits import service
from webapp.visits.forms import PlaceForm
from webapp.visits.views.blueprint import bp


@bp.route("/visit/place", methods=["GET", "POST"])
@public
def place() -> Response:
    """Where does the family live? One list a page works without script."""
    known = {region.code: region for region in places.sub_districts()}
    area = known.get(request.values.get("area", ""))
    if area is None:
        asked = request.method == "POST"
        error = gettext("Pilih kecamatan tempat keluarga tinggal.") if asked else ""
        return pages.page(
            "visits/place.html", status=422 if asked else 200, areas=known.values(), error=error
        )
    form = PlaceForm(request.form)
    form.village.choices = [(village.code, village.name) for village in places.villages(area.code)]
    if "rt" not in request.form:
        return pages.page("visits/place_village.html", area=area, form=form)
    if not form.validate():
        return pages.page("visits/place_village.html", status=422, area=area, form=form)
    household_id = service.arrive(
        form.village.data, form.rt.data or "", form.name.data or "", pair=_pair(),
        phone=str(form.phone.data or ""), address=request.remote_addr or "-",
    )  # fmt: skip
    with transaction():
        sessions.start(secrets={"visit": household_id.hex})
    return pages.go("visits.visit")


def _pair() -> tuple[str, str] | None:
    """NIK and KK that were typed on the start page or for this visit, and not found."""
    found = sessions.current()
    kept = found.secrets() if found and found.seat_id is None and found.staff_id is None else {}
    typed = kept.get("knock") or kept.get("visit_pair") or {}
    return (
        (typed["nik"], typed["kk"])
        if typed.get("nik") and typed.get("kk") and not typed.get("household")
        else None
    )
