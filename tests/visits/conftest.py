"""A small register with stages open, staff, and helpers that make offers and families."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.households.models import Household
from webapp.places import service as places
from webapp.shared import clock, events
from webapp.shared.db import db, new_id, transaction
from webapp.staff import service as staff
from webapp.visits.models import Offer, OfferVillage

VILLAGE = "33.16.05.2001"
MONDAY_NOON = clock.at_wib(date(2030, 6, 3), 12)  # no holiday near in the calendar
TUESDAY, WEDNESDAY, FRIDAY = (date(2030, 6, day) for day in (4, 5, 7))

MakeOffer = Callable[..., UUID]
MakeFamily = Callable[..., UUID]


@pytest.fixture
def ready(app: Flask) -> Any:
    """Places, stages and staff, at noon of a Monday."""
    with clock.frozen(MONDAY_NOON):
        places.load_reference()
        enumeration.ensure_stages(demo=True)
        staff.make_demo_staff()
        yield app


@pytest.fixture
def family(ready: Flask) -> MakeFamily:
    """Makes a family, not in the register, in a village."""
    made = 0

    def make(village: str = VILLAGE, rt: str = "001") -> UUID:
        nonlocal made
        made += 1
        with transaction():
            return households.create_unmatched(
                village, rt, f"331699010190{made:04}", f"331699020210{made:04}", "web"
            )

    return make


@pytest.fixture
def offer(ready: Flask) -> MakeOffer:
    """Makes an offer."""

    def make(day: date = TUESDAY, window: str = "morning", capacity: int = 1,
             villages: Sequence[str] = (VILLAGE,)) -> UUID:  # fmt: skip
        made = Offer(id=new_id(), area_code="33.16.05", day=day, window=window, capacity=capacity, taken=0,
                     opened_at=clock.now())  # fmt: skip
        with transaction():
            db.session.add(made)
            db.session.flush()
            db.session.add_all(
                OfferVillage(offer_id=made.id, village_code=v, day=day, window=window) for v in villages
            )
        return made.id

    return make


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What is announced from here on."""
    heard: list[tuple[str, dict[str, Any]]] = []
    real = events.announce

    def listen(name: str, **facts: Any) -> None:
        heard.append((name, facts))
        real(name, **facts)

    monkeypatch.setattr(events, "announce", listen)
    return heard


def taken(offer_id: UUID) -> int:
    """Places taken of an offer, from the table."""
    db.session.rollback()
    return db.session.execute(select(Offer.taken).where(Offer.id == offer_id)).scalar_one()


def state_of(household_id: UUID) -> str:
    """A family's state, from the table."""
    db.session.rollback()
    return db.session.execute(select(Household.state).where(Household.id == household_id)).scalar_one()


def days(first: date, count: int) -> list[date]:
    """That many days in a row."""
    return [first + timedelta(days=n) for n in range(count)]
