"""Tables of the staff: who may sign in, for which areas; and the tasks that wait for somebody."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.access import ROLES
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

_ROLES = ", ".join(f"'{role}'" for role in ROLES)


class Account(Model):
    """A member of staff. The password is kept as Argon2id over its peppered form; the office can't read it."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint(f"role IN ({_ROLES})", name="role_known"),)

    id: Mapped[PrimaryId]
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20), index=True)
    officer_number: Mapped[str] = mapped_column(String(9), unique=True)
    password_salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    password_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    active: Mapped[bool] = mapped_column(default=True)
    made_for_demo: Mapped[bool] = mapped_column(default=False)
    valid_until: Mapped[date]
    created_at: Mapped[Moment]


class AccountArea(Model):
    """A region (dotted code: regency, sub-district or village) that an account works in."""

    __tablename__ = "account_areas"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(13), primary_key=True, index=True)


class Deputy(Model):
    """From first to last somebody works in the place of an absent coordinator, with her areas besides the own ones."""

    __tablename__ = "deputies"
    __table_args__ = (CheckConstraint("first <= last", name="first_before_last"),)

    id: Mapped[PrimaryId]
    absent_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    deputy_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    made_by: Mapped[UUID | None] = mapped_column(Uuid())
    made_at: Mapped[Moment]


class Task(Model):
    """Something that waits for whoever works in an area. At most one open task of a kind for a subject."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index(
            "uq_tasks_open", "kind", "subject_id", unique=True,
            sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(30))
    area_code: Mapped[str] = mapped_column(String(13), index=True)
    subject_id: Mapped[UUID] = mapped_column(Uuid())
    endpoint: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[Moment]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_by: Mapped[UUID | None] = mapped_column(Uuid())
