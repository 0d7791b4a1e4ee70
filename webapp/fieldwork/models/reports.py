"""What phones sent after they had been without signal: every report, with both clocks and what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.fieldwork.rules import reports as rules
from webapp.shared.db import Model, Moment, UtcDateTime

_VERDICTS = ", ".join(f"'{one}'" for one in rules.VERDICTS)


class PhoneReport(Model):
    """One outcome from a phone, never changed nor deleted; the phone made its id, so ten sendings are one row.

    device_at: by the phone's clock. received_at: by ours. clock_off_s: how far the phone's clock is ahead.
    state: the family's when the report came.
    """

    __tablename__ = "phone_reports"
    __table_args__ = (
        CheckConstraint(f"verdict IN ({_VERDICTS})", name="verdict_known"),
        Index("ix_phone_reports_enumerator", "enumerator_id", "received_at"),
    )

    client_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    enumerator_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    device_at: Mapped[datetime] = mapped_column(UtcDateTime())
    received_at: Mapped[Moment]
    clock_off_s: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(5))
