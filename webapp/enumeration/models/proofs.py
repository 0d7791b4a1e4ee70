"""What stands in plain about a version: receipt, figures, where a NIK was counted, what an unsent one lacks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.households.models import Household
from webapp.shared.db import Model, Moment

HOUSEHOLD = Household.__table__.c.id


class Receipt(Model):
    """The proof of a sent version: a number by chance, which alone tells nothing."""

    __tablename__ = "receipts"

    number: Mapped[str] = mapped_column(String(12), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"), unique=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD), index=True)
    sent_at: Mapped[Moment]


class Facts(Model):
    """What staff may know of a sent version in plain: figures about the answering, never an answer."""

    __tablename__ = "facts"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    persons: Mapped[int] = mapped_column(SmallInteger)
    minutes: Mapped[int]
    missing: Mapped[int] = mapped_column(SmallInteger)
    soft_checks: Mapped[int] = mapped_column(SmallInteger)
    channel: Mapped[str] = mapped_column(String(10))
    enumerator_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True)
    sent_at: Mapped[Moment]


class PersonIndex(Model):
    """Where a NIK was counted, to find people who stand in two families."""

    __tablename__ = "person_index"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    nik_index: Mapped[bytes] = mapped_column(LargeBinary(17), primary_key=True, index=True)


class Unsent(Model):
    """A draft that was begun and not sent when its door closed: how much is missing of each section, no answer."""

    __tablename__ = "unsent"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD), index=True)
    noted_at: Mapped[Moment]
    missing: Mapped[dict[str, int]] = mapped_column(JSON())
