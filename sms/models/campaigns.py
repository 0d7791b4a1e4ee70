"""Tables of the campaigns: what is to be told to whom, and one row for each phone that it is meant for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sms.models import PHONES
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

DRAFT, RUNNING, PAUSED, DONE, STOPPED = "draft", "running", "paused", "done", "stopped"
WAITING, QUEUED, DROPPED = "waiting", "queued", "dropped"


class Campaign(Model):
    """One message to many. `audience`: areas, states, sources of the number and languages; `day`: the one it names.

    A standing one (reminders of visits) has a round every day until it is paused.
    """

    __tablename__ = "sms_campaigns"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'running', 'paused', 'done', 'stopped')", name="state_known"),
    )

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(20))
    audience: Mapped[dict[str, Any]] = mapped_column(JSON())
    day: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), index=True)
    pause_reason: Mapped[str] = mapped_column(String(20), default="")
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    per_hour: Mapped[int]
    per_day: Mapped[int]
    price: Mapped[int]  # rupiah a text, as set when it was made
    counted: Mapped[int] = mapped_column(default=0)  # phones when somebody pressed start
    filled_on: Mapped[date | None]  # the round whose phones stand in the other table
    judged_from: Mapped[datetime | None] = mapped_column(UtcDateTime())  # failures before it are forgiven
    by: Mapped[UUID] = mapped_column(Uuid())
    created_at: Mapped[Moment]


class CampaignText(Model):
    """A phone in a round of a campaign, once: queued in the very transaction that writes the outbox row."""

    __tablename__ = "sms_campaign_texts"
    __table_args__ = (
        UniqueConstraint("campaign_id", "day", "phone_id"),
        Index("ix_sms_campaign_texts_work", "campaign_id", "state", "id"),
        CheckConstraint("state IN ('waiting', 'queued', 'dropped')", name="state_known"),
    )

    id: Mapped[PrimaryId]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("sms_campaigns.id"))
    day: Mapped[date]
    phone_id: Mapped[UUID] = mapped_column(ForeignKey(f"{PHONES}.id"))
    household_id: Mapped[UUID] = mapped_column(Uuid())
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(20), default="")
    outbox_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True)
    at: Mapped[Moment]
