"""A register in Cepu, a draft made of it, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from webapp.fieldwork import rules, service
from webapp.fieldwork.models import Stop
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import jobs
from webapp.shared.db import db
from webapp.staff import queries as staff

AREA = "33.16.05"
DAYS = [date(2030, 6, day) for day in (4, 5, 6)]


@pytest.fixture
def register(ready: Flask) -> list[UUID]:
    """A made-up register; the families of Cepu that wait."""
    households.make_demo(900, 1)
    inside = Household.village_code.startswith(AREA)
    return list(db.session.scalars(select(Household.id).where(inside, Household.state != "complete")))


def coordinator() -> UUID:
    found = staff.account_named("koordinator.cepu")
    assert found is not None
    return found.id


def draft(days: list[date] | None = None, people: list[UUID] | None = None, **options: Any) -> UUID:
    """A draft that is worked out."""
    everybody = [one.who.id for one in service.crew(AREA)] if people is None else people
    plan_id = service.make_plan(AREA, days or DAYS, everybody, {"iterations": 5, **options}, None)
    assert jobs.work_once()
    return plan_id


def published(**options: Any) -> UUID:
    """A plan that is carried out."""
    plan_id = draft(**options)
    service.publish(plan_id, coordinator())
    return plan_id


def figures(plan_id: UUID) -> dict[str, Any]:
    found = service.plan_of(plan_id).figures
    assert found is not None
    return found


def stops() -> list[Stop]:
    """The lists as they stand."""
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Stop).where(Stop.state == rules.PLANNED).execution_options(populate_existing=True)
        )
    )
