"""Reads that join or count."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.enumeration.models import Facts, Receipt, Version
from webapp.households.models import Household
from webapp.shared.db import db


def snapshot_date() -> date | None:
    """The day on which the register was taken, None before there is one."""
    return db.session.execute(select(func.max(Household.snapshot_date))).scalar()


def receipt_of(household_id: UUID) -> str | None:
    """The number of the receipt that counts for a household: of its last version that conflicts with none."""
    return db.session.execute(
        select(Receipt.number)
        .join(Version, Version.id == Receipt.version_id)
        .where(Receipt.household_id == household_id)
        .order_by(Version.conflicting, Version.number.desc())
        .limit(1)
    ).scalar()


def receipt(number: str) -> tuple[UUID, datetime] | None:
    """The household and the moment of a receipt, None for a number that was never given."""
    row = db.session.execute(
        select(Receipt.household_id, Receipt.sent_at).where(Receipt.number == number)
    ).one_or_none()
    return (row.household_id, row.sent_at) if row else None


def is_replaced(number: str) -> bool:
    """Has the family sent a newer version than that of this receipt, which mends it?"""
    newer = aliased(Version)
    found = (
        select(newer.id)
        .join(Receipt, Receipt.version_id == newer.corrects)
        .where(Receipt.number == number, newer.state == "sent")
    )
    return db.session.execute(found.limit(1)).first() is not None


def facts_of_receipt(number: str) -> Facts | None:
    """The figures about the version behind a receipt."""
    return db.session.execute(
        select(Facts).join(Receipt, Receipt.version_id == Facts.version_id).where(Receipt.number == number)
    ).scalar()


def facts_of(household_id: UUID) -> list[Facts]:
    """The figures about every sent version of a household, the first one first."""
    return list(
        db.session.scalars(
            select(Facts)
            .join(Version, Version.id == Facts.version_id)
            .where(Version.household_id == household_id)
            .order_by(Version.number)
        )
    )
