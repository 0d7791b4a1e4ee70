"""Reads of the statistics build: the sealed versions that count, village by village."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.enumeration.models import Version
from webapp.households.models import Household
from webapp.households.rules import COMPLETE, COUNTED_ORIGINS
from webapp.places.models import Region
from webapp.private import queries as private
from webapp.private.queries import SentAnswer
from webapp.shared.db import db


class SealedVersion(NamedTuple):
    """A family's version that counts, as only the statistics office can open it."""

    id: UUID
    household_id: UUID
    definition_version: str
    channel: str
    office_key: bytes
    sealed: bytes
    opened_at: datetime


def villages() -> list[tuple[str, str]]:
    """Both codes of every village in which families are registered, in their order."""
    lived_in = select(Household.village_code).distinct()
    rows = db.session.execute(
        select(Region.code, Region.bps_code).where(Region.code.in_(lived_in)).order_by(Region.code)
    )
    return [(code, bps or "") for code, bps in rows]


def counting_versions(village_code: str) -> list[SealedVersion]:
    """Of each counted family of a village the newest sent version that conflicts with none, or that the desk chose."""
    newer = aliased(Version)
    outdated = select(newer.id).where(
        newer.household_id == Version.household_id, newer.state == "sent",
        newer.conflicting.is_(False), newer.number > Version.number,
    )  # fmt: skip
    rows: Any = db.session.execute(
        select(Version.id, Version.household_id, Version.definition_version, Version.channel,
               Version.office_key, Version.sealed_answers, Version.opened_at)
        .join(Household, Household.id == Version.household_id)
        .where(Household.village_code == village_code, Household.state == COMPLETE,
               Household.origin.in_(COUNTED_ORIGINS), Version.state == "sent",
               Version.conflicting.is_(False), ~outdated.exists())
        .order_by(Version.household_id)
    )  # fmt: skip
    return [SealedVersion(*row) for row in rows]


def private_answers() -> dict[UUID, list[SentAnswer]]:
    """The private answers that count, by the family whose member answered."""
    found: dict[UUID, list[SentAnswer]] = defaultdict(list)
    for answer in private.sent_answers():
        found[answer.household_id].append(answer)
    return found


def families_outside() -> int:
    """Families that have sent and stay out of the figures until somebody has matched them."""
    outside = select(func.count()).where(
        Household.state == COMPLETE, Household.origin.not_in(COUNTED_ORIGINS)
    )
    return int(db.session.execute(outside).scalar_one())
