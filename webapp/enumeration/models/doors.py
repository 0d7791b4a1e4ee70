"""The doors of the census, and the key pair that a PIN opens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.enumeration.rules import stages
from webapp.households.models import Household
from webapp.shared.db import Model, Moment

HOUSEHOLD = Household.__table__.c.id
_DOORS = ", ".join(f"'{door}'" for door in stages.DOORS)


class StageDoor(Model):
    """One way in, and from when until when it is open. The deadline itself still counts."""

    __tablename__ = "stage_doors"
    __table_args__ = (CheckConstraint(f"door IN ({_DOORS})", name="door_known"),)

    door: Mapped[str] = mapped_column(String(20), primary_key=True)
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]


class Credential(Model):
    """A household's key pair; its private half is wrapped under the PIN, so this row is also the PIN's check."""

    __tablename__ = "credentials"

    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD), primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    set_at: Mapped[Moment]
