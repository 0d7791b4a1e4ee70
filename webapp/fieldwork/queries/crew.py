"""Who works when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from webapp.fieldwork import rules
from webapp.fieldwork.models import Absence, FrozenDay, Plan, Roster, Stop
from webapp.shared.db import db


def rosters(account_ids: Sequence[UUID]) -> dict[UUID, Roster]:
    """The usual weeks of those who have one of their own."""
    rows = db.session.scalars(select(Roster).where(Roster.account_id.in_(account_ids)))
    return {row.account_id: row for row in rows}


def absences(account_ids: Sequence[UUID], since: date) -> list[Absence]:
    """Who is or will be away, from this day on."""
    wanted = select(Absence).where(Absence.account_id.in_(account_ids), Absence.last >= since)
    return list(db.session.scalars(wanted.order_by(Absence.first, Absence.id)))


def frozen_days(area_code: str, since: date) -> set[date]:
    """The days from this one on whose lists have been announced."""
    wanted = select(FrozenDay.day).where(FrozenDay.area_code == area_code, FrozenDay.day >= since)
    return set(db.session.scalars(wanted))


def announced_doors(area_code: str, since: date) -> set[UUID]:
    """The families on the lists of these days."""
    wanted = (
        select(Stop.household_id)
        .join(Plan, Plan.id == Stop.plan_id)
        .where(Plan.area_code == area_code, Plan.state == rules.PUBLISHED, Stop.state == rules.PLANNED)
        .where(Stop.day.in_(frozen_days(area_code, since)))
    )
    return set(db.session.scalars(wanted))
