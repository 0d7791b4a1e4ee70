"""Tasks: what waits for whom; any room opens and closes them, the desks count them. And reading the record."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.shared import audit, clock
from webapp.shared.access import StaffIdentity
from webapp.shared.audit import AuditRow
from webapp.shared.db import db, new_id, transaction
from webapp.shared.quick import Quick
from webapp.staff import queries, rules
from webapp.staff.models import Task


def open_task(
    kind: str, area_code: str, subject_id: UUID, endpoint: str, due_at: datetime | None = None
) -> None:
    """Let something wait for the staff of an area; a second one of the kind for the same subject is none.

    The page behind `endpoint` gets the subject as the argument `subject_id`.
    """
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(Task).values(
        id=new_id(), kind=kind, area_code=area_code, subject_id=subject_id, endpoint=endpoint,
        opened_at=clock.now(), due_at=due_at,
    )  # fmt: skip
    with transaction():
        db.session.execute(row.on_conflict_do_nothing())


def set_due(subject_id: UUID, kind: str, due_at: datetime | None) -> None:
    """Another deadline for what waits, or none; nothing when no such task is open."""
    waiting = update(Task).where(Task.kind == kind, Task.subject_id == subject_id, Task.closed_at.is_(None))
    with transaction():
        db.session.execute(waiting.values(due_at=due_at))


def close_tasks(subject_id: UUID, *kinds: str) -> None:
    """What they waited for has happened; nothing when no such task is open."""
    with transaction():
        _close(kinds).write(subject=subject_id, moment=clock.now())


@cache
def _close(kinds: tuple[str, ...]) -> Quick:
    of = Task.__table__.c
    waiting = or_(*(of.kind == kind for kind in kinds)), of.subject_id == bindparam("subject")
    return Quick(
        update(cast(Table, Task.__table__))
        .where(*waiting, of.closed_at.is_(None))
        .values(closed_at=bindparam("moment"))
    )


def finish_task(task_id: UUID, who: StaffIdentity) -> Task:
    """Somebody says that it is done. Raises UnknownTask, also for a task outside of the person's areas."""
    with transaction():
        task = db.session.get(Task, task_id)
        if task is None or task.closed_at is not None or not who.covers(task.area_code):
            raise rules.UnknownTask
        task.closed_at, task.closed_by = clock.now(), who.id
        audit.record("task closed", str(task.id), detail=f"{task.kind} {task.subject_id}")
    return task


def read_record(
    by: str = "", action: str = "", day: date | None = None, before: tuple[datetime, UUID] | None = None
) -> list[AuditRow]:
    """A page of the record of reads and changes; looking at it is itself recorded."""
    with transaction():
        audit.record("audit read", detail=f"by={by} action={action} day={day or ''}")
        return queries.audit_rows(by, action, day, before)
