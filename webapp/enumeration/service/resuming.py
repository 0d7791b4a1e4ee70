"""Where a claim goes on: its version that was sent or is being filled in, else a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from webapp.enumeration.models import RosterPage, Version
from webapp.enumeration.queries import counting_version
from webapp.enumeration.rules import identity
from webapp.enumeration.service import keys, stages, versions
from webapp.enumeration.service.knock import Knock
from webapp.enumeration.service.sittings import members_of
from webapp.households import service as households
from webapp.shared import sealing
from webapp.shared.db import db

_version = Version.__table__.c
_NO_KEY = b""  # what was sent before the PIN was replaced cannot be shown again


def resume(came: Knock, row: Row[Any], private: bytes) -> tuple[UUID, bytes]:
    """A version of this claim alone, and its data key where the PIN still opens it; in the caller's transaction."""
    found = db.session.execute(
        select(_version.id, _version.state, _version.household_key)
        .where(_version.claim_id == row.id, _version.state != "left")
        .order_by(_version.number.desc())
        .limit(1)
    ).first()
    if found is not None and (key := _opened(private, found.id, found.household_key)):
        if came.named and found.state == "draft":
            _open_names(row.household_id, found.id)
        return found.id, key
    if found is not None and found.state == "sent":
        return found.id, _NO_KEY
    if found is not None:
        db.session.execute(update(Version).where(Version.id == found.id).values(state="left"))
    elif row.how in identity.OUTRANKS and (counting := counting_version(row.household_id)):
        return counting, _NO_KEY  # an officer was here: the family gets its receipt, and may correct
    stages.require_open("web")
    return versions.open_version(row.household_id, "web", None, row.public_key, named=came.named, nik=came.nik,
                                 claim_id=row.id)  # fmt: skip


def _opened(private: bytes, version_id: UUID, wrapped: bytes | None) -> bytes | None:
    try:
        return sealing.unwrap_with(private, wrapped, keys.household_info(version_id)) if wrapped else None
    except sealing.SealBroken:
        return None


def _open_names(household_id: UUID, version_id: UUID) -> None:
    """The letter number was given this time: the register's names come in where none was typed."""
    people = {person.id.hex: person for person in households.roster(household_id)}
    table = RosterPage.__table__
    for member in members_of(version_id):
        if member.person in people and not member.named:
            versions.open_names(member, people[member.person])
            member.revision += 1
            row = versions.roster_row(version_id, member)
            db.session.execute(
                update(table)  # type: ignore[arg-type]
                .where(table.c.version_id == version_id, table.c.member_id == member.id)
                .values({name: row[name] for name in ("sealed", "revision", "saved_at")})
            )
