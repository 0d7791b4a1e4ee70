"""Tables of places: the regions of the reference list, the neighbourhoods (SLS) in them, and the calendar."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.db import Model, PrimaryId


class Region(Model):
    """A regency, sub-district or village, keyed by its Kemendagri code."""

    __tablename__ = "regions"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('regency', 'sub_district', 'village_desa', 'village_kelurahan')", name="kind_known"
        ),
        Index("ix_regions_parent", "parent"),
    )

    code: Mapped[str] = mapped_column(String(13), primary_key=True)
    bps_code: Mapped[str | None] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    parent: Mapped[str | None] = mapped_column(String(13))
    postal_code: Mapped[str | None] = mapped_column(String(5))
    latitude: Mapped[float]
    longitude: Mapped[float]
    area_km2: Mapped[float]


class Sls(Model):
    """A neighbourhood (satuan lingkungan setempat, an RT). `rw` is empty where the register lacks it."""

    __tablename__ = "sls"
    __table_args__ = (UniqueConstraint("village_code", "rw", "rt"),)

    id: Mapped[PrimaryId]
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    rt: Mapped[str] = mapped_column(String(3))
    rw: Mapped[str] = mapped_column(String(3), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Holiday(Model):
    """A public holiday. `kind` is fixed or estimate; `source` says where the date comes from."""

    __tablename__ = "holidays"
    __table_args__ = (CheckConstraint("kind IN ('fixed', 'estimate')", name="kind_known"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(120))
