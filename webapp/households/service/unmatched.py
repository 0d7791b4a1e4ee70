"""A family that the register lacks records itself all the same: no dead end at sign-in."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete, insert

from webapp.households import rules
from webapp.households.models import NO_SLS, CountDelta, Household, HouseholdEvent, Person
from webapp.households.service import rows
from webapp.households.service.find import find_by_pair
from webapp.places import queries as places
from webapp.shared import clock, events
from webapp.shared.db import db, transaction, upsert


def create_unmatched(
    village_code: str,
    rt: str,
    nik: str,
    kk: str,
    channel: str,
    *,
    by: str | None = None,
    rw: str = "",
    address: str = "",
) -> UUID:
    """A household for a pair that the register lacks; the same pair again gives the same household.

    address: what helps an officer to find it.
    It stays out of every figure until a coordinator has settled who it is. Announces household_unmatched.
    """
    found = find_by_pair(nik, kk)
    if found is not None:
        return found
    with transaction():
        sls = places.find_sls(village_code, rt, rw) if rt else None
        letter = rows.fresh_letter_numbers(1)[0]
        family = rows.NewFamily(village_code, sls.id if sls else None, kk, letter, address, None, [])
        household = rows.household_row(family, rules.UNMATCHED, channel, None)
        household_id: UUID = household["id"]
        db.session.execute(insert(cast(Table, Household.__table__)).values(household))
        first = rows.person_row(household_id, 1, rows.NewMember(nik, "", "", "", ""), kk)
        written = upsert(Person, first, key=["pair_index"]).returning(Person.id)
        if db.session.execute(written).scalar() is None:
            # Another request with the same pair was faster: its household stands, ours goes.
            db.session.execute(delete(Household).where(Household.id == household_id))
            return find_by_pair(nik, kk) or household_id
        _log_and_count(household_id, family, channel, by)
        events.announce("household_unmatched", household_id=household_id, village_code=village_code)
    return household_id


def create_without_numbers(village_code: str, rt: str, name: str, channel: str, address: str = "") -> UUID:
    """A household of which only the place and a name are known, for a visit; else as create_unmatched()."""
    with transaction():
        sls = places.find_sls(village_code, rt, "") if rt else None
        letter = rows.fresh_letter_numbers(1)[0]
        family = rows.NewFamily(village_code, sls.id if sls else None, "", letter, address, None, [])
        household = rows.household_row(family, rules.UNMATCHED, channel, None)
        household_id: UUID = household["id"]
        db.session.execute(insert(cast(Table, Household.__table__)).values(household))
        head = rows.person_row(household_id, 1, rows.NewMember("", name, "", "", "head"), "")
        db.session.execute(insert(cast(Table, Person.__table__)).values(head))
        _log_and_count(household_id, family, channel, None)
        events.announce("household_unmatched", household_id=household_id, village_code=village_code)
    return household_id


def _log_and_count(household_id: UUID, family: rows.NewFamily, channel: str, by: str | None) -> None:
    logged = rows.event_row(household_id, rules.REGISTERED, channel, by, rules.UNMATCHED)
    sls_id = family.sls_id or NO_SLS
    key = rows.CountKey(family.village_code, sls_id, rules.UNMATCHED, rules.EXPECTED, channel, clock.today())
    counted = rows.delta_row(key, +1)
    db.session.execute(insert(cast(Table, HouseholdEvent.__table__)).values(logged))
    db.session.execute(insert(cast(Table, CountDelta.__table__)).values(counted))
