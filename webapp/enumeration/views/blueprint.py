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


def returns_to_summary() -> bool:
    """Did the family come here by a Change link of the summary?"""
    return request.args.get("to") == "summary"


__all__ = ["bp", "my_family", "my_one", "my_session", "returns_to_summary", "worded"]
