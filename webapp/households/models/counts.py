"""The counts: deltas as families change, and the roll-ups that pages read."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.db import Model, PrimaryId


class CountDelta(Model):
    """A change of the counts that the jobs loop has still to fold in: written instead of updating one hot row."""

    __tablename__ = "count_deltas"

    id: Mapped[PrimaryId]
    village_code: Mapped[str] = mapped_column(String(13), index=True)
    sls_id: Mapped[UUID]
    origin: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    delta: Mapped[int]


class Count(Model):
    """How many households of a neighbourhood are in a state that they reached by a channel on a day."""

    __tablename__ = "counts"

    village_code: Mapped[str] = mapped_column(String(13), primary_key=True)
    sls_id: Mapped[UUID] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]


class VillageCount(Model):
    """The counts of a village without neighbourhood and day: what a page about a regency of 300,000 families reads."""

    __tablename__ = "village_counts"

    village_code: Mapped[str] = mapped_column(String(13), primary_key=True)
    origin: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    n: Mapped[int]


class DayCount(Model):
    """How many families of a sub-district reached their state on a day: for lines over time."""

    __tablename__ = "day_counts"

    sub_district: Mapped[str] = mapped_column(String(8), primary_key=True)
    origin: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]
