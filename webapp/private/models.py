"""Tables of private answers. Nothing outside of this room and the statistics build reads them.

An answer is sealed under a data key of its own. While it is a draft, that key is wrapped to the member's own key
pair, which the member's own PIN opens; from the first moment on it is wrapped to the statistics office.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.households.models import Household
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

HOUSEHOLD = Household.__table__.c.id


class PrivatePerson(Model):
    """Who may answer alone. The index of the NIK has a purpose of its own, so that it fits no other table's."""

    __tablename__ = "private_people"

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD))
    person_id: Mapped[UUID | None] = mapped_column(Uuid())  # the register's row, where the NIK stands in it
    nik_index: Mapped[bytes] = mapped_column(LargeBinary(17), unique=True)
    nik_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # the member's own, noted by an officer
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    wrapped_private: Mapped[bytes | None] = mapped_column(LargeBinary)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    made_at: Mapped[Moment]


class PrivateCode(Model):
    """A number that lets a member in once. A new one ends the one before."""

    __tablename__ = "private_codes"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("private_people.id"), primary_key=True)
    code_index: Mapped[bytes] = mapped_column(LargeBinary(17))
    expires_at: Mapped[Moment]


class PrivateVersion(Model):
    """One private telling: a draft, sent, or left behind. The last one sent counts; own_key goes with the draft."""

    __tablename__ = "private_versions"
    __table_args__ = (CheckConstraint("state IN ('draft', 'sent', 'left')", name="state_known"),)

    id: Mapped[PrimaryId]
    private_id: Mapped[UUID] = mapped_column(ForeignKey("private_people.id"), index=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD))
    person_id: Mapped[UUID | None] = mapped_column(Uuid())
    number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(6))
    language: Mapped[str] = mapped_column(String(5))
    definition_version: Mapped[str] = mapped_column(String(30))
    office_key: Mapped[bytes] = mapped_column(LargeBinary)
    own_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[Moment]
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class PrivatePage(Model):
    """A saved page of a draft, sealed under the version's data key. Gone once the version is sent or left."""

    __tablename__ = "private_pages"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("private_versions.id"), primary_key=True)
    page: Mapped[str] = mapped_column(String(20), primary_key=True)
    revision: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[Moment]
