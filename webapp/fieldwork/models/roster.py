"""Tables of the roster: who works when, who is away, which neighbourhoods cannot be reached, which days are fixed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.db import Model, Moment, PrimaryId


class Roster(Model):
    """An enumerator's usual week: weekdays (0 is Monday), hours in minutes since 0 o'clock WIB; home, languages.

    Whoever has no row works the usual week. feed_key: the prints of the secret in her calendar's address.
    """

    __tablename__ = "roster"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    weekdays: Mapped[str] = mapped_column(String(7))
    starts: Mapped[int] = mapped_column(SmallInteger())
    ends: Mapped[int] = mapped_column(SmallInteger())
    home_village: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    languages: Mapped[str] = mapped_column(String(60), default="")
    experienced: Mapped[bool] = mapped_column(default=False)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    feed_key: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)


class Absence(Model):
    """Somebody does not work from first to last."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_account_id_last", "account_id", "last"),)

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[Moment]


class BlockedSls(Model):
    """A neighbourhood that cannot be reached from first to last: a flood, a road."""

    __tablename__ = "blocked_sls"

    id: Mapped[PrimaryId]
    sls_id: Mapped[UUID] = mapped_column(ForeignKey("sls.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    made_at: Mapped[Moment]


class FrozenDay(Model):
    """The lists of this day have been told: nobody is sent elsewhere any more but for need."""

    __tablename__ = "frozen_days"

    area_code: Mapped[str] = mapped_column(String(13), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[Moment]
