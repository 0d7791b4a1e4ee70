"""Before a session ends, where there is script: a warning, and one tap to stay."""

from __future__ import annotations

from flask import Response, render_template

from webapp.enumeration.views import sitting_pages
from webapp.enumeration.views.blueprint import bp, my_one
from webapp.shared import i18n, pages, sessions
from webapp.shared.access import public, seat
from webapp.shared.errors import SignedOut


@bp.get("/stay")
@public
def warning() -> Response:
    """The warning with its button; asking for it is not staying."""
    found = sessions.current()
    if found is None or found.seat_id is None:
        raise SignedOut
    return pages.html_response(render_template("enumeration/stay.html", time=i18n.format_time(found.ends_at)))


@bp.post("/stay")
@seat
def stay() -> Response:
    """The line with the new time; that the browser was seen, the guard has noted."""
    return pages.html_response(sitting_pages.saved_line(my_one(0).sitting))
