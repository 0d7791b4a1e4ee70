"""Mending what was sent, from the receipt: the answers again, each with its Change link."""

from __future__ import annotations

from flask import Response

from webapp.enumeration import service
from webapp.enumeration.rules import steps
from webapp.enumeration.views import sitting_pages
from webapp.enumeration.views.blueprint import bp, my_one, my_session
from webapp.enumeration.views.knocked import remember
from webapp.shared import pages, sessions
from webapp.shared.access import csrf_ok, seat
from webapp.shared.db import transaction


@bp.post("/form/correct")
@seat
def correct() -> Response:
    """After sending the session opens nothing any more, so the PIN is asked for once."""
    found, sitting = my_session(), my_one(0).sitting
    if not sitting.is_sent:
        return sitting_pages.onward(steps.SUMMARY, None)
    if not csrf_ok() or found.staff_id is not None:
        return sitting_pages.to_receipt(sitting)
    if "key" not in found.secrets():
        remember(service.Knock(sitting.nik, "", sitting.household_id), then="correct")
        return pages.go("enumeration.pin")
    return begin(found)


def begin(found: sessions.Session) -> Response:
    """A seat on the new version instead of the sent one, and on to the first thing to do. Raises DoorClosed."""
    assert found.seat_id is not None  # noqa: S101  for mypy
    opened = service.correct(found.seat_id, found.secrets())
    with transaction():
        sessions.attach_seat(opened.seat_id, opened.secrets)
    family = service.load(opened.seat_id, opened.secrets)
    return sitting_pages.onward(family.first_open(), family)


@bp.post("/form/correct/drop")
@seat
def drop_correction() -> Response:
    """Leave it as it was sent."""
    found = my_session()
    assert found.seat_id is not None  # noqa: S101  for mypy
    if csrf_ok():
        opened = service.drop_correction(found.seat_id, found.secrets())
        if opened is not None:
            with transaction():
                sessions.attach_seat(opened.seat_id, {"nik": opened.nik})
    return pages.go("enumeration.hub")
