"""The small world of the visits' tests, with families of the register and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from tests.visits.conftest import VILLAGE, MakeFamily, family, offer, ready, told
from webapp.fieldwork.models import Stop
from webapp.households.models import CountDelta, Household, Person
from webapp.households.service.rows import (
    CountKey,
    NewFamily,
    NewMember,
    delta_row,
    fresh_letter_numbers,
    household_row,
    person_row,
)
from webapp.places import service as places
from webapp.shared import clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, transaction
from webapp.staff import queries, rules
from webapp.staff import service as staff

__all__ = ["family", "offer", "ready", "told"]

SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def officer(ready: Flask) -> StaffIdentity:
    """The enumerator of the village that families live in."""
    return queries.enumerators_of(VILLAGE)[0]


@pytest.fixture
def signed_in(ready: Flask) -> SignedIn:
    """A browser in which this member of the demo's staff is signed in."""

    def browser(username: str) -> FlaskClient:
        client = ready.test_client()
        answer = client.post("/staff/sign-in", data={"username": username, "password": rules.DEMO_PASSWORD})
        assert answer.status_code == 303
        return client

    return browser


@pytest.fixture
def registered(ready: Flask) -> UUID:
    """A family of the register: head Sumirah, in RT 001."""
    sls = places.ensure_sls([places.SlsPlace(VILLAGE, "001", "001", -7.1, 111.5)])
    member = NewMember("3316994101600001", "Sumirah", "female", "1960-01-01", "head")
    with transaction():
        new = NewFamily(VILLAGE, next(iter(sls.values())), "3316990101100001", fresh_letter_numbers(1)[0],
                        "Dukuh Krajan No. 7", "+6286000000001", [member])  # fmt: skip
        row = household_row(new, "register", "import", None)
        db.session.execute(insert(Household).values(row))
        db.session.execute(insert(Person).values(person_row(row["id"], 1, member, new.kk)))
        key = CountKey(VILLAGE, row["sls_id"], "register", "expected", "import", clock.today())
        db.session.execute(insert(CountDelta).values(delta_row(key, +1)))
    return UUID(str(row["id"]))


def another_officer() -> str:
    """An enumerator of another sub-district."""
    return "petugas.jati.1"


def stop_of(household_id: UUID) -> tuple[str, UUID | None] | None:
    """(state, enumerator) of the newest stop, from the table."""
    db.session.rollback()
    row = db.session.execute(
        select(Stop.state, Stop.enumerator_id)
        .where(Stop.household_id == household_id)
        .order_by(Stop.id.desc())
    ).first()
    return (row[0], row[1]) if row else None


def open_tasks(username: str = "koordinator.cepu") -> list[str]:
    """The kinds of the tasks that this person sees."""
    account = queries.account_named(username)
    assert account is not None
    me = staff.identity(account.id)
    assert me is not None
    return sorted(task.kind for task in queries.open_tasks(me))


__all__ += [
    "MakeFamily",
    "SignedIn",
    "another_officer",
    "officer",
    "open_tasks",
    "registered",
    "signed_in",
    "stop_of",
]
