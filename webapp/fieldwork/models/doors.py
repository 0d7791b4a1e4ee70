"""The stops of a day, and every attempt at a door, never changed nor deleted."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.fieldwork import rules
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

_STATES = ", ".join(f"'{state}'" for state in rules.STOP_STATES)
_PLANNED = text("state = 'planned'")


class Stop(Model):
    """A door on somebody's list of a day. Without an enumerator it waits for the coordinator.

    position, begins (minutes since 0 o'clock WIB): where a plan has put it.
    """

    __tablename__ = "stops"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        Index(
            "uq_stops_one_planned",
            "household_id",
            unique=True,
            sqlite_where=_PLANNED,
            postgresql_where=_PLANNED,
        ),
        Index("ix_stops_enumerator_day", "enumerator_id", "day"),
        Index("ix_stops_day", "day"),
    )

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"))
    enumerator_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    day: Mapped[date]
    window: Mapped[str | None] = mapped_column(String(10))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_bookings.id"))
    state: Mapped[str] = mapped_column(String(8))
    plan_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True)
    position: Mapped[int] = mapped_column(SmallInteger(), default=0, server_default=text("0"))
    begins: Mapped[int | None] = mapped_column(SmallInteger())
    made_at: Mapped[Moment]


class ContactAttempt(Model):
    """One try at a door. `client_id` comes from the page, so that an outcome sent ten times is one."""

    __tablename__ = "contact_attempts"

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    enumerator_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[Moment]
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    outcome: Mapped[str] = mapped_column(String(20))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    client_id: Mapped[UUID] = mapped_column(Uuid(), unique=True)
