"""The room's blueprint, and what all of its pages ask."""

from __future__ import annotations

from flask import Blueprint

from webapp.shared import access
from webapp.staff import rules

bp = Blueprint("staff", __name__)


def require_csrf() -> None:
    """Raise PageTooOld for a button that was not pressed on a page of this session."""
    if not access.csrf_ok():
        raise rules.PageTooOld
