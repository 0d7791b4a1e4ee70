"""The room's blueprint, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, request

from webapp.enumeration import service
from webapp.enumeration.forms import worded
from webapp.shared import sessions
from webapp.shared.errors import SignedOut

bp = Blueprint("enumeration", __name__)


def my_session() -> sessions.Session:
    """The session of a seat; the mark has made sure that there is one."""
    found = sessions.current()
    if found is None or found.seat_id is None:
        raise SignedOut
    return found


def my_family() -> service.Family:
    """The seat's whole family, read in one select."""
    found = my_session()
    assert found.seat_id is not None  # noqa: S101  for mypy
    return service.load(found.seat_id, found.secrets())


def my_one(position: int) -> service.Family:
    """The seat's family with one member only (0: the address)."""
    found = my_session()
    assert found.seat_id is not None  # noqa: S101  for mypy
    return service.load_one(found.seat_id, found.secrets(), position)


def language_asked() -> str:
    """The language by whose button this form was sent, to be shown again and not saved; "" as a rule."""
    return request.form.get("lang", "") if request.method == "POST" else ""


def returns_to_summary() -> bool:
    """Did the family come here by a Change link of the summary?"""
    return asked_for("to") and request.args["to"] == "summary"


def asked_for(name: str) -> bool:
    """Does the address say this? Most say nothing, and to read nothing takes as long as to read something."""
    return bool(request.environ.get("QUERY_STRING")) and name in request.args


__all__ = [
    "asked_for",
    "bp",
    "language_asked",
    "my_family",
    "my_one",
    "my_session",
    "returns_to_summary",
    "worded",
]
