"""Places and the staff of the demo; browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.places import service as places
from webapp.staff import rules, service

SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def demo_staff(app: Flask) -> Flask:
    places.load_reference()
    service.make_demo_staff()
    return app


@pytest.fixture
def signed_in(demo_staff: Flask) -> SignedIn:
    """A browser in which this member of the demo's staff is signed in."""

    def browser(username: str) -> FlaskClient:
        client = demo_staff.test_client()
        answer = client.post("/staff/sign-in", data={"username": username, "password": rules.DEMO_PASSWORD})
        assert answer.status_code == 303
        return client

    return browser
