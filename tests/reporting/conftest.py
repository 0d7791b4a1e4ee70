"""The register of the enumeration's tests, with staff, and a family that has sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.enumeration.conftest import families, lettered, new_browser
from tests.enumeration.family import Walker
from tests.enumeration.hands import alone
from webapp.staff import rules
from webapp.staff import service as staff

__all__ = ["families", "lettered", "new_browser"]
SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def sent(lettered: Walker) -> Walker:
    """A family that has sent; its path is that of its receipt."""
    lettered.walk("/receipt/", alone())
    return lettered


@pytest.fixture
def signed_in(app: Flask) -> SignedIn:
    """A browser in which this member of the demo's staff is signed in."""
    staff.make_demo_staff()

    def browser(username: str) -> FlaskClient:
        client = app.test_client()
        known = {"username": username, "password": rules.DEMO_PASSWORD}
        assert client.post("/staff/sign-in", data=known).status_code == 303
        return client

    return browser
