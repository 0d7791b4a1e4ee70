"""Who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select

from webapp.shared import clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db
from webapp.staff.models import AccountArea, Deputy


def deputies_of(who: StaffIdentity) -> list[Deputy]:
    """Those of today and later: a coordinator's own, for an administrator everybody's."""
    lasting: list[ColumnElement[bool]] = [Deputy.last >= clock.today()]
    if who.role != "administrator":
        lasting.append(Deputy.absent_id == who.id)
    return list(db.session.scalars(select(Deputy).where(*lasting).order_by(Deputy.first, Deputy.id)))


def borrowed_areas(staff_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The areas that these people have today in somebody's place."""
    rows = db.session.execute(
        select(Deputy.deputy_id, AccountArea.area_code)
        .join(AccountArea, AccountArea.account_id == Deputy.absent_id)
        .where(Deputy.deputy_id.in_(staff_ids), Deputy.first <= clock.today(), Deputy.last >= clock.today())
        .order_by(AccountArea.area_code)
    )
    found: dict[UUID, list[str]] = {}
    for deputy_id, area in rows:
        found.setdefault(deputy_id, []).append(area)
    return found
