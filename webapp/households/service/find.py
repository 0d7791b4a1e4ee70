"""Which household is meant: by NIK and KK, by letter number; and its card, which holds nothing about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from webapp.households import rules
from webapp.households.models import Household, Person
from webapp.households.service.rows import pair
from webapp.places.models import Sls
from webapp.shared import sealing
from webapp.shared.db import db
from webapp.shared.quick import Quick

_by_pair = Quick(select(Person.household_id).where(Person.pair_index == bindparam("wanted")))
_card = Quick(
    select(
        Household.id, Household.village_code, Household.sls_id, func.coalesce(Sls.rt, ""),
        func.coalesce(Sls.rw, ""), Household.state,
        Household.origin, Household.letter_number, Household.claimed_at,
        Household.latitude, Household.longitude,
    )
    .outerjoin(Sls, Sls.id == Household.sls_id)
    .where(Household.id == bindparam("household_id"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """What lists and pages may know of a household without opening anything sealed."""

    id: UUID
    village_code: str
    sls_id: UUID | None
    rt: str
    rw: str
    state: str
    origin: str
    letter_number: str
    claimed_at: datetime | None
    latitude: float | None
    longitude: float | None


def find_by_pair(nik: str, kk: str) -> UUID | None:
    """The household in which this NIK stands on this card; both as 16 digits. One look-up, one index."""
    rows = [_by_pair.first(wanted=wanted) for wanted in sealing.blind_indexes("pair", pair(nik, kk))]
    return next((row[0] for row in rows if row), None)


def find_by_letter(letter_number: str) -> UUID | None:
    """The household that got this letter; None also for a number that cannot be one."""
    if not rules.is_letter_number(letter_number):
        return None
    return db.session.execute(select(Household.id).where(Household.letter_number == letter_number)).scalar()


def may_hold_letter(household_id: UUID, nik: str) -> bool:
    """Does this NIK stand in the household, on whatever card; or has it nobody yet, as behind a blank letter?"""
    indexes = db.session.scalars(select(Person.nik_index).where(Person.household_id == household_id)).all()
    known = {index for index in indexes if index}
    return not known or not known.isdisjoint(sealing.blind_indexes("nik", nik))


def card(household_id: UUID) -> HouseholdCard:
    """The household's card. Raises UnknownHousehold."""
    found = _card.first(household_id=household_id)
    if found is None:
        raise rules.UnknownHousehold
    return HouseholdCard(*found)
