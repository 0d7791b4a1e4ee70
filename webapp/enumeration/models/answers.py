"""A version of what a family says, the seats before it, and its saved pages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.households.models import Household
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

HOUSEHOLD = Household.__table__.c.id
_OWN_DRAFT = text("state = 'draft' AND claim_id IS NOT NULL")


class Version(Model):
    """One telling of a family: a draft being filled in, sent, or left behind. What was sent is never deleted."""

    __tablename__ = "versions"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'sent', 'left')", name="state_known"),
        UniqueConstraint("household_id", "number"),
        Index(
            "uq_versions_own_draft",
            "claim_id",
            unique=True,
            sqlite_where=_OWN_DRAFT,
            postgresql_where=_OWN_DRAFT,
        ),
    )

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD))
    number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(6))
    channel: Mapped[str] = mapped_column(String(10))
    by: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(5))
    definition_version: Mapped[str] = mapped_column(String(30))
    office_key: Mapped[bytes] = mapped_column(LargeBinary)
    household_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    officer_key: Mapped[bytes | None] = mapped_column(LargeBinary)  # only while an officer's draft is open
    sealed_answers: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[Moment]
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    # Sent beside what another hand has sent, and not the one that counts (yet): see Decision.
    conflicting: Mapped[bool] = mapped_column(default=False)
    corrects: Mapped[UUID | None] = mapped_column(Uuid())  # the sent version that this one mends
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))  # None: an officer's


class Seat(Model):
    """Who sits before the questions of a version: a family, or an officer for it."""

    __tablename__ = "seats"

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"))
    channel: Mapped[str] = mapped_column(String(10))
    by: Mapped[str | None] = mapped_column(String(40))
    opened_at: Mapped[Moment]
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))  # None: an officer's


class RosterPage(Model):
    """A member as the family states them, sealed under the field key. Position 0 is the address."""

    __tablename__ = "roster_pages"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    revision: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[Moment]


class DraftPage(Model):
    """A saved page of a draft, sealed under the version's data key. Gone once the version is sent."""

    __tablename__ = "draft_pages"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    page: Mapped[str] = mapped_column(String(20), primary_key=True)
    revision: Mapped[int]
    missing: Mapped[int] = mapped_column(SmallInteger, server_default="0")  # left empty by "save and leave"
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[Moment]
