"""For the administrator: somebody guesses numbers. What the gate sees, and what there is to do."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from webapp.enumeration import service
from webapp.enumeration.rules import gate
from webapp.enumeration.views.blueprint import bp
from webapp.shared import pages
from webapp.shared.access import staff


@bp.get("/staff/guessing/<uuid:subject_id>")
@staff("administrator")
def guessing(subject_id: UUID) -> Response:
    """Figures of these minutes; no number and no address, since none is kept."""
    tries, besieged = service.tries_lately(), service.besieged()
    return pages.page("enumeration/guessing.html", tries=int(tries), besieged=int(besieged),
                      goes_on=gate.is_alarming(tries, besieged))  # fmt: skip
