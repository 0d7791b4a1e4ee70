"""Who may open what: a mark on every route, one function for the rows a role and its areas may see.

A route without a mark answers 403. The staff room tells this module how to find an account
(load_staff_with), so that the hall knows no room.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, g, request
from sqlalchemy import ColumnElement, false, or_

from webapp.shared import audit, sealing, sessions
from webapp.shared.db import transaction
from webapp.shared.errors import Forbidden, NotFound, SignedOut, StaffSignedOut
from webapp.shared.settings import settings

ROLES = ("administrator", "coordinator", "supervisor", "enumerator", "observer", "agency_contact", "agent",
         "neighbourhood_head")  # fmt: skip

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
    if request.endpoint is None:
        return
    mark = mark_of(current_app.view_functions[request.endpoint])
    if mark is None:
        raise Forbidden
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
    if request.remote_addr not in ("127.0.0.1", "::1") or "X-Forwarded-For" in request.headers:
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
    return or_(*(or_(code_column == area, code_column.startswith(area + ".")) for area in who.areas))


def in_scope(code: str) -> bool:
    """May the signed-in staff see this region?"""
    who = current_staff()
    return who is not None and who.covers(code)


def require_scope(code: str) -> None:
    """Raise Forbidden, and audit it, when the region is not the signed-in staff's."""
    if not in_scope(code):
        refuse(f"area {code}")


def refuse(what: str) -> None:
    """Deny and leave a trace of who tried what. Raises Forbidden."""
    who = current_staff()
    with transaction():
        audit.record("denied", what, by=who.username if who else "-")
    raise Forbidden


def csrf_token() -> str:
    """The token of the current session's forms; "" before there is a session."""
    found = sessions.current()
    if found is None:
        return ""
    digest = hmac.digest(sealing.keyring().session, b"csrf" + found.id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest[:15]).decode()


def csrf_ok() -> bool:
    """Does this POST come from one of our own pages?

    Browsers that say where a request comes from (Sec-Fetch-Site, Origin) are believed; for those that do not
    (Opera Mini and older), the session's token decides. The token depends on the session only, so that a pause
    of hours or a clock jump cannot make it stale.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        hosts = (request.host, urlsplit(settings().public_url).netloc)
        return urlsplit(origin).netloc in hosts
    token = csrf_token()
    return token == "" or hmac.compare_digest(token, request.form.get("csrf_token", ""))
