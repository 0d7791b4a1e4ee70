"""Who works when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from webapp.fieldwork.models import Absence, Roster
from webapp.shared.db import db


def rosters(account_ids: Sequence[UUID]) -> dict[UUID, Roster]:
    """The usual weeks of those who have one of their own."""
    rows = db.session.scalars(select(Roster).where(Roster.account_id.in_(account_ids)))
    return {row.account_id: row for row in rows}


def absences(account_ids: Sequence[UUID], since: date) -> list[Absence]:
    """Who is or will be away, from this day on."""
    wanted = select(Absence).where(Absence.account_id.in_(account_ids), Absence.last >= since)
    return list(db.session.scalars(wanted.order_by(Absence.first, Absence.id)))
