"""Adding up persons by village, beside the web server: one scan every few minutes instead of one a page."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import aliased

from webapp.enumeration.models import Facts, Version
from webapp.households.models import Household
from webapp.households.rules import COMPLETE, COUNTED_ORIGINS
from webapp.reporting.models import VillagePersons
from webapp.shared import clock
from webapp.shared.db import db, transaction


def add_up_persons() -> int:
    """Persons in the newest sent version of every counted family; returns how many there are."""
    newer = aliased(Version)
    outdated = select(newer.id).where(
        newer.household_id == Version.household_id, newer.state == "sent",
        newer.conflicting.is_(False), newer.number > Version.number,
    )  # fmt: skip
    counted = (
        select(Household.village_code, func.sum(Facts.persons))
        .join(Version, Version.household_id == Household.id)
        .join(Facts, Facts.version_id == Version.id)
        .where(Household.state == COMPLETE, Household.origin.in_(COUNTED_ORIGINS), Version.state == "sent",
               Version.conflicting.is_(False), ~outdated.exists())
        .group_by(Household.village_code)
    )  # fmt: skip
    moment = clock.now()
    rows = [
        {"village_code": code, "persons": int(persons), "added_up_at": moment}
        for code, persons in db.session.execute(counted)
    ]
    with transaction():
        db.session.execute(delete(VillagePersons))
        if rows:
            db.session.execute(insert(VillagePersons), rows)
    return sum(row["persons"] for row in rows)  # type: ignore[misc]
