"""The calendar feed of an enumerator: opened, renewed and taken back by the coordinator; read by any calendar."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.fieldwork import service
from webapp.fieldwork.views.blueprint import bp
from webapp.fieldwork.views.roster import member_at_hand
from webapp.shared import access, pages
from webapp.shared.errors import FormExpired
from webapp.shared.settings import settings


@bp.get("/calendars/<secret>")
@access.public
def calendar(secret: str) -> Response:
    """The feed; its address is the only key. Nothing about it is kept by anybody on the way."""
    response = Response(service.read_calendar(secret), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="kunjungan.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/fieldwork/roster/<uuid:member_id>/calendar")
@access.staff("coordinator", "administrator")
def calendar_post(member_id: UUID) -> Response:
    """A new address, shown this once; or none any more."""
    area, member = member_at_hand(member_id)
    if not access.csrf_ok():
        raise FormExpired
    if request.form.get("close"):
        service.close_calendar(member_id)
        return pages.go("fieldwork.roster", area=area)
    address = f"{settings().public_url}/calendars/{service.open_calendar(member_id)}"
    return pages.page("fieldwork/calendar.html", area=area, who=member.who, address=address)
