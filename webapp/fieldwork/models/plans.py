"""Tables of planning: a plan of a sub-district, whom it sends where, and who has been told of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, SmallInteger, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.fieldwork import rules
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

_STATES = ", ".join(f"'{state}'" for state in rules.PLAN_STATES)
_PUBLISHED = text("state = 'published'")


class Plan(Model):
    """A draft, or what is carried out. At most one of a sub-district is published: two coordinators, one wins.

    days, people, options: what was asked for. figures: what came of it. base_id: what was published when it was made.
    """

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        Index("uq_plans_one_published", "area_code", unique=True, sqlite_where=_PUBLISHED,
              postgresql_where=_PUBLISHED),
        Index("ix_plans_area_code_made_at", "area_code", "made_at"),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    area_code: Mapped[str] = mapped_column(String(13))
    state: Mapped[str] = mapped_column(String(10))
    days: Mapped[list[str]] = mapped_column(JSON())
    people: Mapped[list[str]] = mapped_column(JSON())
    options: Mapped[dict[str, Any]] = mapped_column(JSON())
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON())
    base_id: Mapped[UUID | None] = mapped_column(Uuid())
    job_id: Mapped[UUID | None] = mapped_column(Uuid())
    made_by: Mapped[UUID | None] = mapped_column(Uuid())
    made_at: Mapped[Moment]
    published_by: Mapped[UUID | None] = mapped_column(Uuid())
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class PlanVisit(Model):
    """A door of a plan: by whom, on which day, at about what time (minutes since 0 o'clock WIB); or why by nobody."""

    __tablename__ = "plan_visits"
    __table_args__ = (Index("ix_plan_visits_day", "plan_id", "day", "enumerator_id"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), primary_key=True)
    enumerator_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    day: Mapped[date | None]
    position: Mapped[int] = mapped_column(SmallInteger(), default=0)
    begins: Mapped[int | None] = mapped_column(SmallInteger())
    basis: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(16), default="")


class PlanNotice(Model):
    """An enumerator's list has changed by a plan: told by text where a number is known, seen when she opened it."""

    __tablename__ = "plan_notices"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    told_at: Mapped[Moment]
    outbox_id: Mapped[UUID | None] = mapped_column(Uuid())
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
