"""A seat before the questions: opened by a claim, or by an officer for a family."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select

from webapp.enumeration.models import Claim, Seat, Version
from webapp.enumeration.rules import identity
from webapp.enumeration.rules.refusals import AlreadyRecorded
from webapp.enumeration.service import keys, stages, versions
from webapp.households import service as households
from webapp.shared import audit, clock, events, sealing
from webapp.shared.db import db, new_id, transaction
from webapp.shared.quick import Quick

_put_seat = Quick(insert(Seat))
_own = Quick(
    select(Seat.id)
    .join(Version, Version.id == bindparam("version_id"))
    .where(
        Seat.id == bindparam("seat_id"), or_(Version.claim_id == Seat.claim_id, Seat.version_id == Version.id)
    )
)
COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class SeatOpened:
    """A seat and what the session must hold for it: sessions.start(seat_id=..., secrets=opened.secrets)."""

    seat_id: UUID
    secret: bytes = field(repr=False)
    nik: str = field(default="", repr=False)
    returning: bool = False  # to a claim that was there already

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
    """The family's public key where paper or a card has shown who holds it, else None."""
    return db.session.execute(
        select(Claim.public_key).where(
            Claim.household_id == household_id, Claim.ended_at.is_(None), Claim.conflicting.is_(False),
            Claim.how.in_(identity.OUTRANKS),
        )
    ).scalar()  # fmt: skip


def begin(household_id: UUID, channel: str, by: str | None) -> None:
    """Say that the family has begun, in the caller's transaction."""
    households.record_event(household_id, "begun", channel, by)
    events.announce("household_begun", household_id=household_id, channel=channel, by=by)


def put_seat(
    household_id: UUID, version_id: UUID, channel: str, by: str | None, claim_id: UUID | None = None
) -> UUID:
    """A seat row, in the caller's transaction. claim_id: of the family's hand that sits there."""
    seat_id = new_id()
    _put_seat.write(id=seat_id, household_id=household_id, version_id=version_id, channel=channel, by=by,
                    opened_at=clock.now(), claim_id=claim_id)  # fmt: skip
    return seat_id


def household_of(seat_id: UUID) -> UUID | None:
    """Whose seat this is."""
    return db.session.execute(select(Seat.household_id).where(Seat.id == seat_id)).scalar()


def seats_of_family(seat_id: UUID) -> list[UUID]:
    """This seat and the others that its own hand had within the last day."""
    own = select(Seat.claim_id).where(Seat.id == seat_id).scalar_subquery()
    recent = Seat.claim_id == own, Seat.by.is_(None), Seat.opened_at > clock.now() - timedelta(days=1)
    return list(db.session.scalars(select(Seat.id).where(*recent)))


def may_see(seat_id: UUID, version_id: UUID) -> bool:
    """Is this version the seat's own, or one that the same hand has sent?"""
    return _own.first(seat_id=seat_id, version_id=version_id) is not None
