"""Ids, moments and the names of keys: column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import uuid_utils
from sqlalchemy import DateTime, Dialect, TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """A UUIDv7: in order of time, and known before the row exists, so that a seal can name it."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in and out, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
