"""The second factor of an account."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from webapp.shared.db import db
from webapp.staff.models import RecoveryCode, SecondFactor


def second_factor(account_id: UUID) -> SecondFactor | None:
    """Also one that is only being set up."""
    return db.session.get(SecondFactor, account_id)


def has_second_factor(account_id: UUID) -> bool:
    """Is a code asked for after the password?"""
    factor = second_factor(account_id)
    return factor is not None and factor.confirmed_at is not None


def recovery_codes_left(account_id: UUID) -> int:
    """How many codes on paper are unused."""
    unused = RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def with_second_factor() -> set[UUID]:
    """The accounts that have one."""
    wanted = select(SecondFactor.account_id).where(SecondFactor.confirmed_at.is_not(None))
    return set(db.session.scalars(wanted))
