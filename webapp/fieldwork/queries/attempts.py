"""What was tried at each door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from webapp.fieldwork.models import ContactAttempt
from webapp.shared.db import db


@dataclass(frozen=True, slots=True)
class Attempt:
    """One earlier try."""

    id: UUID
    household_id: UUID
    enumerator_id: UUID
    at: datetime
    outcome: str
    note_sealed: bytes | None


def attempts_of(household_id: UUID) -> list[Attempt]:
    """Every try at a door, the last one first."""
    return _attempts(ContactAttempt.household_id == household_id)


def latest_attempts(household_ids: Sequence[UUID]) -> dict[UUID, Attempt]:
    """The last try at each of these doors."""
    found: dict[UUID, Attempt] = {}
    for attempt in _attempts(ContactAttempt.household_id.in_(household_ids)):
        found.setdefault(attempt.household_id, attempt)
    return found


def _attempts(which: ColumnElement[bool]) -> list[Attempt]:
    table = ContactAttempt
    rows = db.session.execute(
        select(table.id, table.household_id, table.enumerator_id, table.at, table.outcome, table.note_sealed)
        .where(which)
        .order_by(table.at.desc(), table.id.desc())
    )
    return [Attempt(*row) for row in rows]
