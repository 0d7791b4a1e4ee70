"""A small census with staff, and a member of its first family."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.enumeration.family import Walker
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.places import service as places
from webapp.shared import clock
from webapp.staff import queries as staff_queries
from webapp.staff import rules as staff_rules
from webapp.staff import service as staff

PHONE = "0812 1111 2222"
OWN_PIN = "sawah-hijau-7"
NOON = clock.at_wib(date(2030, 6, 3), 12)


@dataclass
class Census:
    """The application, a family, and who works where it lives."""

    app: Flask
    family: dict[str, Any]
    officer: str

    def signed_in(self, username: str) -> FlaskClient:
        client = self.app.test_client()
        sent = {"username": username, "password": staff_rules.DEMO_PASSWORD}
        assert client.post("/staff/sign-in", data=sent).status_code == 303
        return client

    def ask(self, client: FlaskClient, **more: str) -> Any:
        """An officer asks for a number for the family's first member."""
        sent = {"nik": self.family["nik"], "kk": self.family["kk"], **more}
        return client.post("/staff/own-numbers", data=sent)

    def number(self) -> str:
        """A number given by the officer of the village."""
        return shown_number(self.ask(self.signed_in(self.officer)).text)

    def alone(self, number: str = "") -> Walker:
        """The member's browser behind the PIN."""
        walker = Walker(self.app.test_client())
        walker.post("/self", {"nik": self.family["nik"], "secret": number or self.number()})
        walker.post("/self/pin", {"pin": OWN_PIN})
        assert walker.path == "/self/form/identity", walker.html
        return walker

    def answered(self, **known: str) -> Walker:
        """A member who has sent."""
        walker = self.alone()
        walker.walk("/self/end", known)
        walker.press()
        assert walker.path == "/self/sent"
        return walker


def shown_number(html: str) -> str:
    found = re.search(r'class="number">(\d{4}) (\d{4})<', html)
    assert found, html
    return found[1] + found[2]


@pytest.fixture
def census(app: Flask) -> Iterator[Census]:
    """Twelve families, every door open, a clock that stands still."""
    with clock.frozen(NOON):
        places.load_reference()
        enumeration.ensure_stages(demo=True)
        households.make_demo(12, seed=7)
        staff.make_demo_staff()
        family: Any = households.samples(1)[0]
        yield Census(app, family, staff_queries.enumerators_of(family["village_code"])[0].username)
