"""What waits for whom, and the record of what staff read and changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from webapp.shared import clock
from webapp.shared.access import StaffIdentity, scope_filter
from webapp.shared.audit import AuditRow
from webapp.shared.db import db
from webapp.staff.models import Task

AUDIT_PAGE = 50


def overdue_tasks(who: StaffIdentity) -> list[Task]:
    """The open tasks of a person's areas whose time has passed, the longest first."""
    late = Task.closed_at.is_(None), Task.due_at < clock.now(), scope_filter(Task.area_code, who)
    return list(db.session.scalars(select(Task).where(*late).order_by(Task.due_at).limit(200)))


def open_tasks(who: StaffIdentity, limit: int = 100, offset: int = 0) -> list[Task]:
    """What waits in this person's areas, the longest waiting first."""
    waiting = select(Task).where(*_waiting(who)).order_by(Task.opened_at, Task.id)
    return list(db.session.scalars(waiting.limit(limit).offset(offset)))


def count_open_tasks(who: StaffIdentity) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(Task).where(*_waiting(who))) or 0


def _waiting(who: StaffIdentity) -> tuple[ColumnElement[bool], ...]:
    return Task.closed_at.is_(None), scope_filter(Task.area_code, who)


def audit_rows(
    by: str = "", action: str = "", day: date | None = None, before: tuple[datetime, UUID] | None = None
) -> list[AuditRow]:
    """The newest rows first, a page of them; `before`: moment and id of the last row already seen."""
    wanted = select(AuditRow).order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(AUDIT_PAGE)
    if by:
        wanted = wanted.where(AuditRow.by == by)
    if action:
        wanted = wanted.where(AuditRow.action == action)
    if day:
        wanted = wanted.where(AuditRow.at.between(clock.at_wib(day), clock.end_of_day(day)))
    if before:
        at, row_id = before
        wanted = wanted.where((AuditRow.at < at) | ((AuditRow.at == at) & (AuditRow.id < row_id)))
    return list(db.session.scalars(wanted))
