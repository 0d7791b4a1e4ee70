"""Tables of visits: what is offered, what is booked, who wishes for a visit.

Double booking is impossible here, not in code: places taken stay between 0 and the capacity, a family has at most
one booked visit, and a village has at most one offer for a window of a day.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime
from webapp.visits import rules


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f'"{column}" IN ({listed})', name=f"{column}_known")


class Offer(Model):
    """A window of a day in which officers can visit `capacity` families of one or more villages."""

    __tablename__ = "visit_offers"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_within_capacity"),
        _one_of("window", tuple(rules.WINDOWS)),
        Index("ix_visit_offers_area_day", "area_code", "day"),
    )

    id: Mapped[PrimaryId]
    area_code: Mapped[str] = mapped_column(String(13))
    day: Mapped[date]
    window: Mapped[str] = mapped_column(String(10))
    capacity: Mapped[int] = mapped_column(SmallInteger())
    taken: Mapped[int] = mapped_column(SmallInteger(), default=0)
    opened_by: Mapped[UUID | None] = mapped_column(Uuid())
    opened_at: Mapped[Moment]


class OfferVillage(Model):
    """A village that an offer is for. Day and window stand here too, so that no village gets one twice."""

    __tablename__ = "visit_offer_villages"
    __table_args__ = (UniqueConstraint("village_code", "day", "window"),)

    offer_id: Mapped[UUID] = mapped_column(ForeignKey("visit_offers.id"), primary_key=True)
    village_code: Mapped[str] = mapped_column(String(13), primary_key=True)
    day: Mapped[date]
    window: Mapped[str] = mapped_column(String(10))


class Booking(Model):
    """A visit that was agreed on. A move ends one row as `moved` and begins the next."""

    __tablename__ = "visit_bookings"
    __table_args__ = (
        _one_of("state", rules.STATES),
        Index(
            "uq_visit_bookings_one_booked", "household_id", unique=True,
            sqlite_where=text("state = 'booked'"), postgresql_where=text("state = 'booked'"),
        ),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("visit_offers.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(10))
    by: Mapped[str | None] = mapped_column(String(40))
    booked_at: Mapped[Moment]
    moves: Mapped[int] = mapped_column(SmallInteger(), default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reason: Mapped[str] = mapped_column(String(20), default="")


class Wish(Model):
    """A family would like to be visited, before or beside any offer: on which weekdays, at which time of day."""

    __tablename__ = "visit_wishes"

    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), primary_key=True)
    days: Mapped[str] = mapped_column(String(20), default="")
    part: Mapped[str] = mapped_column(String(10), default="any")
    channel: Mapped[str] = mapped_column(String(10))
    at: Mapped[Moment]
    offer_id: Mapped[UUID | None] = mapped_column(Uuid())  # what was offered last; it may be closed since
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    offered: Mapped[int] = mapped_column(SmallInteger(), default=0, server_default="0")  # how often
