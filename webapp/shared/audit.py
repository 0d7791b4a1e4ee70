"""The append-only record of what staff read and changed: who, what, why, when.

Each row carries a MAC over its own content; the jobs loop links rows into a chain (seal_new_rows), so that a
change, a deletion, a swap or a cut tail is noticed by verify(). Triggers refuse UPDATE and DELETE.
Subjects are ids and codes, never names or numbers of people.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import has_request_context
from sqlalchemy import (
    DDL,
    ColumnElement,
    LargeBinary,
    Row,
    String,
    Table,
    event,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared import clock, sealing
from webapp.shared.db import Model, PrimaryId, UtcDateTime, db, new_id, transaction
from webapp.shared.quick import Quick

APPEND_ONLY: set[str] = set()  # tables with triggers, for migrations/write.py
_BATCH = 5000
_MOST_FAULTS = 100
_LATEST_COMMIT = timedelta(hours=1)


class AuditRow(Model):
    """One thing that somebody read or changed."""

    __tablename__ = "audit_rows"
    id: Mapped[PrimaryId]
    at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    by: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(String(1000))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditLink(Model):
    """The chain: position, the row it seals, and a MAC over the link before and the row's MAC."""

    __tablename__ = "audit_links"
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row_id: Mapped[UUID] = mapped_column(unique=True)
    link: Mapped[bytes] = mapped_column(LargeBinary(32))


_append = Quick(insert(cast(Table, AuditRow.__table__)))


def append_only_ddl(table: str, dialect: str) -> list[str]:
    """Statements that make the database itself refuse to change or delete rows of a table."""
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [f"CREATE TRIGGER {table}_no_{v} BEFORE {v} ON {table} {refuse}" for v in ("update", "delete")]
    body = f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    refuse = f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS {body}",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {refuse}",
    ]


def _refuse_changes_in(table: Table) -> None:
    APPEND_ONLY.add(table.name)
    for dialect in ("sqlite", "postgresql"):
        for statement in append_only_ddl(table.name, dialect):
            guard: Any = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", guard.execute_if(dialect=dialect))


_refuse_changes_in(cast(Table, AuditRow.__table__))
_refuse_changes_in(cast(Table, AuditLink.__table__))


def record(action: str, subject: str = "", reason: str = "", detail: str = "", *, by: str = "") -> None:
    """Append one row, in the caller's transaction."""
    row_id, at, who = new_id(), clock.now(), (by or _who())[:80]
    values = {"action": action, "subject": subject[:200], "reason": reason[:300], "detail": detail[:1000]}
    values = {name: text.replace("\0", "") for name, text in values.items()}  # PostgreSQL stores no NUL
    mac = _row_mac(row_id, at, who, **values)
    _append.write(id=row_id, at=at, by=who, mac=mac, **values)


def _who() -> str:
    if not has_request_context():
        return "command"
    from webapp.shared import access  # access writes denials through this module

    staff = access.current_staff()
    return staff.username if staff else "respondent"


def _row_mac(
    row_id: UUID, at: datetime, by: str, *, action: str, subject: str, reason: str, detail: str
) -> bytes:
    at_text = str(int(at.timestamp() * 1_000_000))
    text = sealing.to_json([str(row_id), at_text, by, action, subject, reason, detail])
    return hmac.digest(sealing.keyring().audit, text, "sha256")


def _next_link(before: bytes, row_mac: bytes, position: int) -> bytes:
    return hmac.digest(sealing.keyring().audit, before + row_mac + position.to_bytes(8, "big"), "sha256")


def seal_new_rows(everywhere: bool = False) -> int:
    """Link up to 5,000 rows that are not in the chain yet; for the jobs loop. Returns how many.

    Usually only an hour back is searched; `everywhere` also finds what a clock that jumped back has hidden. Of two
    processes that link at once one fails at the position that the other took, and finds nothing left to do later.
    """
    with transaction():
        last = db.session.execute(select(AuditLink).order_by(AuditLink.position.desc()).limit(1)).scalar()
        before, position = (last.link, last.position) if last else (b"", 0)
        rows = db.session.execute(
            select(AuditRow.id, AuditRow.mac)
            .where(*_unlinked(None if everywhere else last))
            .order_by(AuditRow.id)
            .limit(_BATCH)
        ).all()
        links = []
        for row_id, mac in rows:
            position += 1
            before = _next_link(before, mac, position)
            links.append({"position": position, "row_id": row_id, "link": before})
        if links:
            db.session.execute(insert(AuditLink), links)
    return len(links)


def _unlinked(last: AuditLink | None) -> list[ColumnElement[bool]]:
    """Rows not in the chain; with `last`, among those from an hour before it on (transactions are short)."""
    unlinked: list[ColumnElement[bool]] = [
        ~exists(select(AuditLink.position).where(AuditLink.row_id == AuditRow.id))
    ]
    at = db.session.execute(select(AuditRow.at).where(AuditRow.id == last.row_id)).scalar() if last else None
    return unlinked if at is None else [AuditRow.at >= at - _LATEST_COMMIT, *unlinked]


def head() -> tuple[int, str]:
    """How long the chain is and its last link, to be kept outside of the database (printed daily)."""
    last = db.session.execute(select(AuditLink).order_by(AuditLink.position.desc()).limit(1)).scalar()
    return (last.position, last.link.hex()) if last else (0, "")


def verify(expected_head: tuple[int, str] | None = None) -> list[str]:
    """Faults found, [] when the record is whole; the first hundred. With an earlier head a cut tail is noticed too."""
    faults: list[str] = []
    before, expected_position = b"", 0
    seen_head = expected_head is None or expected_head[0] == 0
    for found in _chain():
        expected_position += 1
        faults += _faults_of(found, before, expected_position)
        before, expected_position = found.link, found.position
        seen_head = seen_head or expected_head == (found.position, found.link.hex())
        if len(faults) >= _MOST_FAULTS:
            return faults
    if not seen_head:
        faults.append(
            "the chain does not hold the head that was noted earlier: its tail was cut or rewritten"
        )
    return faults


def _chain() -> Iterable[Row[Any]]:
    links, rows = AuditLink.__table__.c, AuditRow.__table__.c
    return db.session.execute(
        select(links.position, links.row_id, links.link, rows.id, rows.at, rows.by, rows.action, rows.subject,
               rows.reason, rows.detail, rows.mac)
        .outerjoin_from(AuditLink.__table__, AuditRow.__table__, rows.id == links.row_id)
        .order_by(links.position).execution_options(yield_per=2000)
    )  # fmt: skip


def _faults_of(found: Row[Any], before: bytes, position: int) -> list[str]:
    if found.position != position:
        return [f"links {position} to {found.position - 1} are missing"]
    if found.id is None:
        return [f"row {found.row_id} at position {position} was deleted"]
    mac = _row_mac(found.id, found.at, found.by, action=found.action, subject=found.subject,
                   reason=found.reason, detail=found.detail)  # fmt: skip
    if not hmac.compare_digest(mac, found.mac):
        return [f"row {found.id} at position {position} was changed or put in"]
    if not hmac.compare_digest(_next_link(before, found.mac, position), found.link):
        return [f"link {position} does not follow from the one before"]
    return []


def unsealed_rows() -> int:
    """How many rows wait for the chain; an alarm when it grows."""
    rows = db.session.execute(select(func.count()).select_from(AuditRow)).scalar_one()
    return int(rows) - head()[0]
