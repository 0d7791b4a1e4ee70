"""Who may open what: a mark on every route, one function for the rows a role and its areas may see.

A route without a mark answers 403. The staff room tells this module how to find an account
(load_staff_with), so that the hall knows no room.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, current_app, g, request
from sqlalchemy import ColumnElement, and_, false, or_

from webapp.shared import audit, csrf, sessions
from webapp.shared.db import db, transaction, when_undone
from webapp.shared.errors import Forbidden, NotFound, SentFromElsewhere, SignedOut, StaffSignedOut
from webapp.shared.settings import settings

ROLES = ("administrator", "coordinator", "supervisor", "enumerator", "observer", "agency_contact", "agent",
         "neighbourhood_head")  # fmt: skip

csrf_token, csrf_ok = csrf.csrf_token, csrf.csrf_ok

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mark:
    """What a route asks of who opens it. kind: public, seat, staff, gateway, operator."""

    kind: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaffIdentity:
    """A signed-in member of staff, as every room may know them."""

    id: UUID
    username: str
    name: str
    role: str
    areas: tuple[str, ...]

    def covers(self, code: str) -> bool:
        """Is this region (dotted Kemendagri code) inside one of the areas?"""
        return any(code == area or code.startswith(area + ".") for area in self.areas)


def _marker(mark: Mark) -> Callable[[View], View]:
    def put(view: View) -> View:
        view.catat_mark = mark  # type: ignore[attr-defined]
        return view

    return put


public = _marker(Mark("public"))
seat = _marker(Mark("seat"))
gateway = _marker(Mark("gateway"))
operator = _marker(Mark("operator"))


def staff(*roles: str) -> Callable[[View], View]:
    """Only staff of these roles; without roles any signed-in staff."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"unknown roles: {unknown}")
    return _marker(Mark("staff", roles or ROLES))


def mark_of(view: Callable[..., Any]) -> Mark | None:
    """The mark on a view, None where there is none."""
    found: Mark | None = getattr(view, "catat_mark", None)
    return found


def load_staff_with(app: Flask, loader: Callable[[UUID], StaffIdentity | None]) -> None:
    """The staff room's function that gives an identity, or None for a disabled account."""
    app.extensions["catat_staff_loader"] = loader


def guard() -> None:
    """before_request: let in or raise. Gateways check their own signatures."""
    endpoint = request.endpoint
    if endpoint is None:
        return
    mark = mark_of(current_app.view_functions[endpoint])
    if mark is None:
        raise Forbidden
    of_a_form = mark.kind != "gateway" and request.method == "POST"
    if of_a_form and csrf.comes_from_us() is False:
        raise SentFromElsewhere
    _require(mark)
    if of_a_form:
        csrf.note_unproven()


def _require(mark: Mark) -> None:
    if mark.kind == "seat":
        _require_seat()
    elif mark.kind == "staff":
        _require_role(mark.roles)
    elif mark.kind == "operator":
        _require_operator()


def _require_seat() -> None:
    found = sessions.current()
    if found is None or found.seat_id is None:
        raise SignedOut
    if found.staff_id is not None and current_staff() is None:
        raise StaffSignedOut
    sessions.touch()


def _require_role(roles: tuple[str, ...]) -> None:
    who = current_staff()
    if who is None:
        raise StaffSignedOut
    if who.role not in roles:
        refuse(f"route {request.endpoint}")
    sessions.touch()


def _require_operator() -> None:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(token.encode(), given.encode()):
        return
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if request.remote_addr not in ("127.0.0.1", "::1") or forwarded:
        raise NotFound


def current_staff() -> StaffIdentity | None:
    """The signed-in member of staff; looked up once a request, so a disabled account is out at its next one."""
    if "catat_staff" not in g:
        found = sessions.current()
        loader = current_app.extensions.get("catat_staff_loader")
        g.catat_staff = loader(found.staff_id) if found and found.staff_id and loader else None
    identity: StaffIdentity | None = g.catat_staff
    return identity


def signed_in_staff() -> StaffIdentity:
    """current_staff() where a mark has already made sure that there is one."""
    who = current_staff()
    if who is None:
        raise StaffSignedOut
    return who


def scope_filter(code_column: Any, who: StaffIdentity | None = None) -> ColumnElement[bool]:
    """The condition that keeps rows to the areas of `who` (default: the signed-in staff); nobody sees nothing."""
    who = who or current_staff()
    if who is None or not who.areas:
        return false()
    return or_(*(_inside(code_column, area) for area in who.areas))


def _inside(code_column: Any, area: str) -> ColumnElement[bool]:
    """SQLite uses its index for a range (codes are digits and dots; "/" follows "."), PostgreSQL for a prefix."""
    if db.engine.dialect.name == "sqlite":
        below: ColumnElement[bool] = and_(code_column >= area + ".", code_column < area + "/")
    else:
        below = code_column.startswith(area + ".", autoescape=True)
    return or_(code_column == area, below)


def in_scope(code: str) -> bool:
    """May the signed-in staff see this region?"""
    who = current_staff()
    return who is not None and who.covers(code)


def require_scope(code: str) -> None:
    """Raise Forbidden, and audit it, when the region is not the signed-in staff's."""
    if not in_scope(code):
        refuse(f"area {code}")


def refuse(what: str) -> None:
    """Deny and leave a trace of who tried what, also where the refused use-case is undone. Raises Forbidden."""
    who = current_staff()
    by = who.username if who else "-"

    def note() -> None:
        with transaction():
            audit.record("denied", what, by=by)

    when_undone(note)
    note()
    raise Forbidden
