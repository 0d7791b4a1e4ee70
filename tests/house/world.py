"""A small census with somebody of every kind in it, and every address of the URL map filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from sms import service as sms
from sms.models import Phone
from tests.enumeration.family import Walker
from webapp.enumeration import service as enumeration
from webapp.fieldwork import service as fieldwork
from webapp.households import service as households
from webapp.places import service as places
from webapp.shared import clock
from webapp.shared.access import Mark, mark_of
from webapp.shared.db import db, transaction
from webapp.staff import queries as staff_queries
from webapp.staff import rules as staff_rules
from webapp.staff import service as staff
from webapp.staff.models import Account
from webapp.visits import service as visits
from webapp.visits.models import Offer

METHODS = ("GET", "POST")


@dataclass
class World:
    """The application, its people's browsers, and what the parts of addresses stand for."""

    app: Flask
    parts: dict[str, str]
    staff: dict[str, str]  # who the family's own staff are, by role

    def rules(self) -> list[Rule]:
        return sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule)

    def mark(self, rule: Rule) -> Mark:
        found = mark_of(self.app.view_functions[rule.endpoint])
        assert found is not None, rule.rule
        return found

    def address(self, rule: Rule, **instead: str) -> str:
        """The rule with what is there in its places."""
        known = {**self.parts, **instead}
        known["page"] = instead.get("page") or ("address" if "any(" in rule.rule else "identity")
        return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: known[found.group(1)], rule.rule)


def open_phone(number: str) -> UUID:
    """A telephone that waits for a person, since nobody understood it twice."""
    for n in range(3):
        sms.receive("console", f"house-{n}", number, "ora ngerti blas iki piye karepe")
    return db.session.execute(select(Phone.id)).scalars().first() or UUID(int=0)


def drafted_plan() -> UUID:
    """A draft of Cepu, not worked out yet."""
    people = [one.id for one in staff_queries.enumerators_of("33.16.05")]
    days = [clock.today() + timedelta(days=n) for n in range(1, 8)]
    return fieldwork.make_plan("33.16.05", days, people, {}, None)


def build(app: Flask) -> World:
    """Reference data, a register, staff and times, all on an empty database."""
    places.load_reference()
    enumeration.ensure_stages(demo=True)
    households.make_demo(12, seed=7)
    staff.make_demo_staff()
    visits.open_demo_offers()
    first: Any = households.samples(1)[0]
    found = households.find_by_letter(first["letter_number"])
    assert found is not None
    with transaction():
        staff.open_task("call_back", first["village_code"], found, "fieldwork.case")
    pick = db.session.execute
    task = staff_queries.open_tasks(_identity("koordinator.cepu"))[0]
    offer = pick(select(Offer.id).where(Offer.area_code == "33.16.05")).scalars().first()
    account = pick(select(Account.id).where(Account.username == "petugas.jati.1")).scalar_one()
    rows = {"household_id": found, "subject_id": found, "offer_id": offer, "task_id": task.id, "account_id": account,
            "phone_id": open_phone("+6281200000001"), "plan_id": drafted_plan(),
            "member_id": staff_queries.enumerators_of("33.16.05")[0].id}  # fmt: skip
    parts = {"area_code": "33.16.05", "n": "1", "name": "x.css", "number": "P-0000001", "provider": "console"}
    parts["day"] = clock.today().isoformat()
    parts["secret"] = "no-such-calendar"
    parts["campaign_id"] = str(UUID(int=0))
    parts |= {name: str(row) for name, row in rows.items()}
    officer = staff_queries.enumerators_of(first["village_code"])[0].username
    return World(
        app, parts, {"administrator": "admin", "coordinator": "koordinator.cepu", "enumerator": officer}
    )


def _identity(username: str) -> Any:
    account = staff_queries.account_named(username)
    assert account is not None
    return staff.identity(account.id)


def sign_in(world: World, username: str) -> FlaskClient:
    client = world.app.test_client()
    sent = {"username": username, "password": staff_rules.DEMO_PASSWORD}
    assert client.post("/staff/sign-in", data=sent).status_code == 303
    return client


def sit_down(world: World, until: str = "/form/person/1/") -> FlaskClient:
    """A family that has come as far as `until`."""
    client = world.app.test_client()
    Walker(client, households.samples(9)[-1], letter=True).walk(until)
    return client
