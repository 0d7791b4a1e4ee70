"""The doors of the census."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.enumeration.rules import stages
from webapp.shared.db import Model, Moment

_DOORS = ", ".join(f"'{door}'" for door in stages.DOORS)


class StageDoor(Model):
    """One way in, and from when until when it is open. The deadline itself still counts."""

    __tablename__ = "stage_doors"
    __table_args__ = (CheckConstraint(f"door IN ({_DOORS})", name="door_known"),)

    door: Mapped[str] = mapped_column(String(20), primary_key=True)
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]
