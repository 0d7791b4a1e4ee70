"""Pages to read and to print: what to prepare, and what is really ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response

from webapp.enumeration.views.blueprint import bp
from webapp.shared import pages
from webapp.shared.access import public
from webapp.shared.settings import settings


@bp.get("/prepare")
@public
def prepare() -> Response:
    """What to lay beside the phone before beginning."""
    return pages.page("enumeration/prepare.html")


@bp.get("/official")
@public
def official() -> Response:
    """Our addresses and numbers, and the frauds that are known."""
    return pages.page("enumeration/official.html", host=urlsplit(settings().public_url).netloc)
