"""Tables of this room: what is published of each day's receipts, and persons by village."""

from __future__ import annotations

from datetime import date

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.db import Model, Moment


class PublishedDay(Model):
    """A day of the count as it was published: its receipts as one hash, chained to the day before."""

    __tablename__ = "published_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    receipts: Mapped[int]
    total: Mapped[int]  # receipts until the end of this day
    tree: Mapped[bytes] = mapped_column(LargeBinary(32))
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    published_at: Mapped[Moment]


class CountedReceipt(Model):
    """A receipt's place among the published ones of its day. The salt goes to its holder alone."""

    __tablename__ = "counted_receipts"

    number: Mapped[str] = mapped_column(String(12), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    position: Mapped[int]
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))


class VillagePersons(Model):
    """Persons in the versions that count, by village: added up every few minutes beside the web server."""

    __tablename__ = "village_persons"

    village_code: Mapped[str] = mapped_column(String(13), primary_key=True)
    persons: Mapped[int]
    added_up_at: Mapped[Moment]
