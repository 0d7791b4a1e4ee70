"""Claims as rows: the hands that answer for a household, each with a PIN and a key pair of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.enumeration.models import Claim, Seat, Version
from webapp.enumeration.rules import identity
from webapp.enumeration.rules.refusals import StartFirst
from webapp.enumeration.rules.refused_identity import ClaimsFull
from webapp.enumeration.service import keys
from webapp.households.models import Household
from webapp.shared import clock, sealing
from webapp.shared.db import db, new_id

_claims, _versions = cast(Table, Claim.__table__), cast(Table, Version.__table__)
_of, _version = _claims.c, _versions.c
_NOBODYS_SALT = b"nobody is claimed"[:16]
TABLE = "claims"


class Faster(Exception):
    """Somebody has claimed the household in between."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A PIN that was chosen: a fresh key pair, and what the PIN makes of the salt."""

    salt: bytes = field(repr=False)
    key: bytes = field(repr=False)
    public: bytes
    private: bytes = field(repr=False)

    def columns(self) -> dict[str, Any]:
        """How it is stored."""
        wrapped = keys.seal_private(self.key, self.public, self.private)
        return {"public_key": self.public, "wrapped_private": wrapped, "salt": self.salt}

    def as_secret(self) -> list[str]:
        """For the session of somebody who has still to say where the family lives."""
        return [each.hex() for each in (self.salt, self.key, self.public, self.private)]

    @classmethod
    def from_secret(cls, kept: list[str]) -> Chosen:
        """What as_secret() gave."""
        return cls(*(bytes.fromhex(each) for each in kept))


def choose(household_id: UUID | None, pin: str) -> Chosen:
    """A new pair for this PIN, under the salt that the household's claims share. Slow; outside of transaction()."""
    found = live(household_id)
    salt = found[0].salt if found else os.urandom(16)
    public, private = sealing.new_pair()
    return Chosen(salt, keys.pin_key(pin, salt), public, private)


def live(household_id: UUID | None) -> list[Row[Any]]:
    """The claims that have a PIN, the main one first; none for no household."""
    wanted = select(_claims).where(_of.household_id == household_id, _of.ended_at.is_(None))
    return list(db.session.execute(wanted.order_by(_of.conflicting, _of.opened_at, _of.id)))


def try_pin(household_id: UUID | None, pin: str) -> tuple[Row[Any], bytes] | None:
    """The claim that this PIN opens, with its private key. One hash, whoever it is and whether anybody is there."""
    found = live(household_id)
    for salt in dict.fromkeys(row.salt for row in found) or (_NOBODYS_SALT,):
        opened = opened_by(found, keys.pin_key(pin, salt))
        if opened is not None:
            return opened
    return None


def opened_by(found: list[Row[Any]], key: bytes) -> tuple[Row[Any], bytes] | None:
    """The first of these claims that a PIN's key opens."""
    for row in found:
        private = keys.open_private(key, row.public_key, row.wrapped_private)
        if private is not None:
            return row, private
    return None


def hold(household_id: UUID) -> None:
    """One claim of a household at a time, until the transaction ends."""
    db.session.execute(select(Household.id).where(Household.id == household_id).with_for_update())


def add(household_id: UUID, chosen: Chosen, how: str, *, conflicting: bool) -> Row[Any]:
    """One more claim, in the caller's transaction. Raises Faster when somebody has just become the main one."""
    moment = clock.now()
    values = {"id": new_id(), "household_id": household_id, "conflicting": conflicting, "how": how,
              "opened_at": moment, "set_at": moment, **chosen.columns()}  # fmt: skip
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = db.session.execute(
        dialect.insert(_claims).values(values).on_conflict_do_nothing().returning(_claims)
    ).one_or_none()
    if row is None:
        raise Faster
    return row


def make_room(found: list[Row[Any]]) -> None:
    """Before a sixth claim the oldest conflicting one that has sent nothing ends. Raises ClaimsFull."""
    if len(found) < identity.MOST_CLAIMS:
        return
    sent = set(
        db.session.scalars(
            select(_version.claim_id).where(
                _version.claim_id.in_([row.id for row in found]), _version.state == "sent"
            )
        )
    )
    idle = [row for row in found if row.conflicting and row.id not in sent]
    if not idle:
        raise ClaimsFull
    change(idle[0].id, ended_at=clock.now(), wrapped_private=b"")
    leave_drafts(idle[0].id)


def change(claim_id: UUID, **values: Any) -> Row[Any]:
    """Change a claim, in the caller's transaction."""
    changed = update(_claims).where(_of.id == claim_id).values(values).returning(_claims)
    return db.session.execute(changed).one()


def leave_drafts(claim_id: UUID) -> None:
    """What was not sent goes on nowhere."""
    drafts = _version.claim_id == claim_id, _version.state == "draft"
    db.session.execute(update(_versions).where(*drafts).values(state="left"))


def of_seat(seat_id: UUID) -> Row[Any]:
    """The claim that sits there. Raises StartFirst for an officer's seat."""
    joined = select(_claims).join(Seat.__table__, Seat.__table__.c.claim_id == _of.id)
    found = db.session.execute(joined.where(Seat.__table__.c.id == seat_id)).one_or_none()
    if found is None:
        raise StartFirst
    return found
