"""Texts that must leave: a row written in the same transaction as the fact that it tells (docs/adr/0002).

Nothing is sent inside a request; sms/sender.py works through the rows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, SmallInteger, String, UniqueConstraint, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared import clock, sealing
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime, db, new_id, upsert

TABLE = "outbox"
GONE = b""  # number and parameters of a text that was kept long enough
PRIORITIES = {"reply": 0, "notice": 5, "bulk": 9}
STATES = (
    "QUEUED",
    "SENDING",
    "ACCEPTED",
    "DELIVERED",
    "FAILED",
    "REJECTED",
    "RETRY",
    "UNKNOWN",
    "EXPIRED",
    "DROPPED",
)


class OutboxMessage(Model):
    """One text to one phone. Number and parameters are sealed; `message` names the wording."""

    __tablename__ = TABLE
    __table_args__ = (
        UniqueConstraint("in_reply_to", "n"),
        Index("ix_outbox_work", "state", "priority", "due_at"),
        Index("ix_outbox_created_at", "created_at"),
    )
    id: Mapped[PrimaryId]
    message: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    phone_index: Mapped[bytes] = mapped_column(LargeBinary(17), index=True)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary())
    params_sealed: Mapped[bytes] = mapped_column(LargeBinary())
    priority: Mapped[int] = mapped_column(SmallInteger())
    channel: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="QUEUED")
    attempt: Mapped[int] = mapped_column(SmallInteger(), default=0)
    in_reply_to: Mapped[UUID | None] = mapped_column(Uuid())
    n: Mapped[int] = mapped_column(SmallInteger(), default=0)
    created_at: Mapped[Moment]
    due_at: Mapped[Moment]
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    gateway: Mapped[str | None] = mapped_column(String(20))
    provider_ref: Mapped[str | None] = mapped_column(String(80), index=True)
    error: Mapped[str | None] = mapped_column(String(80))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


def enqueue(
    message: str,
    phone: str,
    params: dict[str, Any],
    *,
    language: str = "id",
    priority: str = "reply",
    in_reply_to: UUID | None = None,
    n: int = 0,
    channel: str | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> UUID:
    """Write the row, in the caller's transaction. phone: E.164. A second one with the same (in_reply_to, n) is none.

    Returns the id of the row that holds: with a second one, the first's.
    """
    row_id, moment = new_id(), clock.now()
    values = {
        "id": row_id, "message": message, "language": language,
        "phone_index": sealing.blind_index("phone", phone),
        "phone_sealed": sealing.seal(TABLE, row_id, "phone", phone.encode()),
        "params_sealed": sealing.seal_json(TABLE, row_id, "params", params),
        "priority": PRIORITIES[priority], "channel": channel, "state": "QUEUED", "attempt": 0,
        "in_reply_to": in_reply_to, "n": n, "created_at": moment, "due_at": due_at or moment,
        "expires_at": expires_at,
    }  # fmt: skip
    wrote = db.session.execute(
        upsert(OutboxMessage, values, key=["in_reply_to", "n"]).returning(OutboxMessage.__table__.c.id)
    ).scalar()
    if wrote is None:
        same = OutboxMessage.in_reply_to == in_reply_to, OutboxMessage.n == n
        row_id = db.session.execute(select(OutboxMessage.id).where(*same)).scalar_one()
    return row_id


def phone_of(row: OutboxMessage) -> str:
    """The number that a text goes to."""
    return sealing.unseal(TABLE, row.id, "phone", row.phone_sealed).decode()


def params_of(row: OutboxMessage) -> dict[str, Any]:
    """What fills the wording's places."""
    return dict(sealing.unseal_json(TABLE, row.id, "params", row.params_sealed))
