"""Reads that join or count."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select

from webapp.enumeration.models import Facts, Receipt, Version
from webapp.households.models import Household
from webapp.shared.db import db
from webapp.shared.quick import Quick

_receipt = Quick(
    select(Receipt.household_id, Receipt.sent_at, Receipt.version_id).where(
        Receipt.number == bindparam("number")
    )
)
_newer = Quick(
    select(Version.id)
    .join(Receipt, and_(Receipt.household_id == Version.household_id, Receipt.version_id == Version.corrects))
    .where(Receipt.number == bindparam("number"), Version.state == "sent")
    .limit(1)
)
_counting = Quick(
    select(Receipt.number)
    .join(Version, Version.id == Receipt.version_id)
    .where(Receipt.household_id == bindparam("household_id"))
    .order_by(Version.conflicting, Version.number.desc())
    .limit(1)
)
_facts = Quick(
    select(Facts.persons, Facts.enumerator_id)
    .join(Receipt, Receipt.version_id == Facts.version_id)
    .where(Receipt.number == bindparam("number"))
)


class SentFacts(NamedTuple):
    """What a receipt's page needs of the figures about its version."""

    persons: int
    enumerator_id: UUID | None


def snapshot_date() -> date | None:
    """The day on which the register was taken, None before there is one."""
    return db.session.execute(select(func.max(Household.snapshot_date))).scalar()


def receipt_of(household_id: UUID) -> str | None:
    """The number of the receipt that counts for a household: of its last version that conflicts with none."""
    row = _counting.first(household_id=household_id)
    return str(row[0]) if row else None


def counting_version(household_id: UUID) -> UUID | None:
    """The version that counts for a household: the last sent one that conflicts with none, or that the desk chose."""
    return db.session.execute(
        select(Version.id)
        .where(Version.household_id == household_id, Version.state == "sent", Version.conflicting.is_(False))
        .order_by(Version.number.desc())
        .limit(1)
    ).scalar()


def hand_of(version_id: UUID) -> UUID | None:
    """The claim that a version is of, None for an officer's."""
    return db.session.execute(select(Version.claim_id).where(Version.id == version_id)).scalar()


def receipt_of_version(version_id: UUID) -> str | None:
    """The number of the receipt of one sent version."""
    return db.session.execute(select(Receipt.number).where(Receipt.version_id == version_id)).scalar()


def receipt(number: str) -> tuple[UUID, datetime, UUID] | None:
    """The household, the moment and the version of a receipt, None for a number that was never given."""
    row = _receipt.first(number=number)
    return (row[0], row[1], row[2]) if row else None


def is_replaced(number: str) -> bool:
    """Has the family sent a newer version than that of this receipt, which mends it?"""
    return _newer.first(number=number) is not None


def facts_of_receipt(number: str) -> SentFacts | None:
    """The figures about the version behind a receipt."""
    row = _facts.first(number=number)
    return SentFacts(*row) if row else None


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
