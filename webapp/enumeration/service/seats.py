"""A seat before the questions: opened by a claim, or by an officer for a family."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from webapp.enumeration.models import Credential, Seat, Version
from webapp.enumeration.rules.refusals import AlreadyRecorded
from webapp.enumeration.service import keys, stages, versions
from webapp.households import service as households
from webapp.shared import audit, clock, events, sealing
from webapp.shared.db import db, new_id, transaction

COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class SeatOpened:
    """A seat and what the session must hold for it: sessions.start(seat_id=..., secrets=opened.secrets)."""

    seat_id: UUID
    secret: bytes = field(repr=False)
    nik: str = field(default="", repr=False)

    @property
    def secrets(self) -> dict[str, Any]:
        return {"key": self.secret.hex(), "nik": self.nik}


def open_seat(household_id: UUID, channel: str, by: str | None = None) -> SeatOpened:
    """An officer's (or agent's) seat: a draft of its own, empty but for the register's names, taken up again if open.

    by: the staff id. The caller has checked that the household is in the officer's area. Raises DoorClosed,
    AlreadyRecorded or UnknownHousehold.
    """
    stages.require_open("visits" if channel == "visit" else "web")
    if households.card(household_id).state == COMPLETE:
        raise AlreadyRecorded
    with transaction():
        found = _open_draft(household_id, channel, by)
        if found is None:
            version_id, key = versions.open_version(
                household_id, channel, by, public_key(household_id), named=True
            )
            begin(household_id, channel, by)
        else:
            version_id, key = found
        audit.record("seat opened", str(household_id), reason=channel)
        return SeatOpened(put_seat(household_id, version_id, channel, by), key)


def _open_draft(household_id: UUID, channel: str, by: str | None) -> tuple[UUID, bytes] | None:
    columns = Version.__table__.c
    row = db.session.execute(
        select(columns.id, columns.officer_key).where(
            columns.household_id == household_id, columns.state == "draft", columns.channel == channel,
            columns.by == by, columns.officer_key.is_not(None),
        )
    ).first()  # fmt: skip
    return (row.id, sealing.unseal(keys.VERSIONS, row.id, "officer_key", row.officer_key)) if row else None


def public_key(household_id: UUID) -> bytes | None:
    """The household's public key, None before it has chosen a PIN."""
    return db.session.execute(
        select(Credential.public_key).where(Credential.household_id == household_id)
    ).scalar()


def begin(household_id: UUID, channel: str, by: str | None) -> None:
    """Say that the family has begun, in the caller's transaction."""
    households.record_event(household_id, "begun", channel, by)
    events.announce("household_begun", household_id=household_id, channel=channel, by=by)


def put_seat(household_id: UUID, version_id: UUID, channel: str, by: str | None) -> UUID:
    """A seat row, in the caller's transaction."""
    seat_id = new_id()
    values = {"id": seat_id, "household_id": household_id, "version_id": version_id, "channel": channel, "by": by,
              "opened_at": clock.now()}  # fmt: skip
    db.session.execute(insert(Seat).values(values))
    return seat_id


def household_of(seat_id: UUID) -> UUID | None:
    """Whose seat this is."""
    return db.session.execute(select(Seat.household_id).where(Seat.id == seat_id)).scalar()


def seats_of_family(seat_id: UUID) -> list[UUID]:
    """This seat and the others that its family had within the last day."""
    own = select(Seat.household_id).where(Seat.id == seat_id).scalar_subquery()
    recent = Seat.household_id == own, Seat.by.is_(None), Seat.opened_at > clock.now() - timedelta(days=1)
    return list(db.session.scalars(select(Seat.id).where(*recent)))
