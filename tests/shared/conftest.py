"""Small pages that do what a test of the hall needs, and people who may or may not open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from sqlalchemy import select
from wtforms import StringField

from tests.conftest import Browser
from tests.databases import TestDatabases
from webapp.shared import access, clock, db, forms, pages, sessions
from webapp.shared.access import StaffIdentity
from webapp.shared.throttle import Tries

AREA = "33.16.05"
Behave = Callable[[Callable[[], Any]], None]


def identity(role: str, *areas: str) -> StaffIdentity:
    """Somebody with an id that their role gives."""
    return StaffIdentity(UUID(int=access.ROLES.index(role) + 1), role, role.title(), role, areas or (AREA,))


class Typed(forms.Form):
    """A form with one field."""

    name = StringField()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, databases: TestDatabases) -> Iterator[Flask]:
    """A fresh application each time: these tests hang routes onto it and break its tables on purpose."""
    with databases.fresh(request.param) as made:
        made.test_client_class = Browser
        with made.app_context():
            yield made
            db.db.session.remove()


@pytest.fixture
def rooms(app: Flask) -> Flask:
    """`app` with a page for each mark. /t/sign-in/<role> and /t/sit sign in without a password."""
    people = {UUID(int=n): identity(role) for n, role in enumerate(access.ROLES, start=1)}
    access.load_staff_with(app, people.get)

    def sign_in(role: str) -> str:
        with db.transaction():
            sessions.start(staff_id=identity(role).id)
        return "in"

    def sit() -> str:
        with db.transaction():
            sessions.start(seat_id=db.new_id(), secrets={"key": "ab"})
        return "seated"

    def typed() -> Response:
        form = Typed(request.form)
        return pages.html_response(str(form.name()), 200 if form.validate() else 422)

    add = app.add_url_rule
    add("/t/sign-in/<role>", "t.sign_in", access.public(sign_in), methods=["POST"])
    add("/t/sit", "t.sit", access.public(sit), methods=["POST"])
    add("/t/typed", "t.typed", access.public(typed), methods=["POST"])
    add("/t/public", "t.public", access.public(lambda: "open"))
    add("/t/seat", "t.seat", access.seat(lambda: str(sessions.current().secrets())))  # type: ignore[union-attr]
    add("/t/gateway", "t.gateway", access.gateway(lambda: "taken"), methods=["POST"])
    add("/t/operator", "t.operator", access.operator(lambda: "figures"))
    add("/t/unmarked", "t.unmarked", lambda: "never")
    for role in access.ROLES:
        add(f"/t/{role}", f"t.{role}", access.staff(role)(lambda: "yours"))
    return app


@pytest.fixture
def behave(rooms: Flask) -> Behave:
    """Let GET /t/do call a function; it may raise whatever a page may raise."""

    def put(function: Callable[[], Any]) -> None:
        rooms.add_url_rule("/t/do", "t.do", access.public(lambda: str(function())))

    return put


@pytest.fixture
def signed_in(rooms: Flask) -> Callable[[str], FlaskClient]:
    """A browser that somebody of this role has signed in with."""

    def sign_in(role: str) -> FlaskClient:
        browser = rooms.test_client()
        assert browser.post(f"/t/sign-in/{role}").status_code == 200
        return browser

    return sign_in


def add_row(name: bytes) -> None:
    """Something to see whether it is kept. Inside transaction()."""
    db.db.session.add(Tries(bucket=name, window_ends=clock.now(), count=1))
    db.db.session.flush()


def rows() -> set[bytes]:
    """What add_row() added and what was kept."""
    db.db.session.rollback()
    return set(db.db.session.execute(select(Tries.bucket)).scalars())
