"""Reads of private answers; sent_answers() is what the statistics build takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.private.models import PrivateCode, PrivatePerson, PrivateVersion
from webapp.shared import clock, sealing
from webapp.shared.db import db

PEOPLE, NIK, CODE = PrivatePerson.__tablename__, "private-nik", "private-code"


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """The private answer that counts for a person. person_id: the register's; None: by the NIK inside the seal.

    Opened by the statistics office alone: data key = unwrap(office_key, info=office_info(version_id)), then
    unseal(sealed, aad=answer_aad(version_id)) gives {"definition", "nik", "answers"}; see docs/handbook/private.md.
    """

    household_id: UUID
    person_id: UUID | None
    version_id: UUID
    definition_version: str
    office_key: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    sent_at: datetime


def sent_answers() -> Iterator[SentAnswer]:
    """For each person the version that was sent last."""
    other = aliased(PrivateVersion)
    last = (
        select(func.max(other.number))
        .where(other.private_id == PrivateVersion.private_id, other.state == "sent")
        .correlate(PrivateVersion)
    )
    rows = db.session.execute(
        select(PrivateVersion.household_id, PrivateVersion.person_id, PrivateVersion.id,
               PrivateVersion.definition_version, PrivateVersion.office_key, PrivateVersion.sealed,
               PrivateVersion.sent_at)
        .where(PrivateVersion.state == "sent", PrivateVersion.number == last.scalar_subquery())
        .order_by(PrivateVersion.household_id, PrivateVersion.id)
    )  # fmt: skip
    for row in rows:
        found: Any = row
        yield SentAnswer(*found)


def person_of_nik(nik: str) -> PrivatePerson | None:
    """Whoever was given a number under this NIK."""
    wanted = PrivatePerson.nik_index.in_(sealing.blind_indexes(NIK, nik))
    return db.session.scalar(select(PrivatePerson).where(wanted))


def code_index(private_id: UUID, number: str) -> bytes:
    """How a number is kept: it can be compared and not read."""
    return sealing.blind_index(CODE, f"{private_id}{number}")


def code_fits(private_id: UUID, number: str) -> bool:
    """Is this the person's number, and is it still good?"""
    kept = db.session.get(PrivateCode, private_id, populate_existing=True)
    if kept is None or kept.expires_at < clock.now():
        return False
    return kept.code_index in sealing.blind_indexes(CODE, f"{private_id}{number}")
