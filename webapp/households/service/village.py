"""The families of one village opened together, to rank whom a family that the register lacks may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from webapp.households import rules
from webapp.households.models import Household, Person
from webapp.households.rules import likeness
from webapp.households.rules.likeness import Home, Likeness, Someone
from webapp.households.service.find import HouseholdCard, card
from webapp.households.service.roster import RosterPerson, rosters
from webapp.places.models import Sls
from webapp.shared import audit, sealing
from webapp.shared.db import db, transaction


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A family of the register, and why it may be the same."""

    card: HouseholdCard
    address: str
    members: list[RosterPerson]
    likeness: Likeness


def suggestions(household_id: UUID, stated: Iterable[Someone] = (), address: str = "") -> list[Suggestion]:
    """The families of the register most like this one, best first: those of its village and wherever a NIK stands.

    stated, address: what the family has said since. One read on record, for all that is opened.
    """
    me = card(household_id)
    own = [_someone(person) for person in rosters([household_id]).get(household_id, [])]
    said = list(stated)
    members = said + [one for one in own if one.nik not in {who.nik for who in said}]
    mine = Home(_kk(household_id), me.rt, address, members)
    found = _homes(me.village_code, {one.nik for one in members if one.nik} - {""})
    with transaction():
        audit.record(
            "village read", me.village_code, reason="matching", detail=f"{len(found)} {household_id}"
        )
    people = rosters(found)
    ranked = []
    for one, other in found.items():
        theirs = Home(other.kk, other.rt, other.address, [_someone(person) for person in people.get(one, [])])
        alike = likeness.compare(mine, theirs)
        if one != household_id and alike.points >= likeness.FEWEST_POINTS:
            ranked.append((alike.points, one, alike))
    best = sorted(ranked, key=lambda row: (-row[0], row[1]))[: likeness.MOST_SHOWN]
    return [Suggestion(card(one), found[one].address, people.get(one, []), alike) for _p, one, alike in best]


def _homes(village_code: str, niks: set[str]) -> dict[UUID, Home]:
    indexes = [index for nik in niks for index in sealing.blind_indexes("nik", nik)]
    elsewhere = select(Person.household_id).where(Person.nik_index.in_(indexes))
    rows = db.session.execute(
        select(Household.id, Household.kk_sealed, Household.address_sealed, func.coalesce(Sls.rt, "").label("rt"))
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .where((Household.village_code == village_code) | Household.id.in_(elsewhere),
               Household.origin.in_(rules.COUNTED_ORIGINS))
    )  # fmt: skip
    return {
        row.id: Home(
            _open(row.id, "kk", row.kk_sealed), row.rt, _open(row.id, "address", row.address_sealed), ()
        )
        for row in rows
    }


def _kk(household_id: UUID) -> str:
    sealed = db.session.execute(select(Household.kk_sealed).where(Household.id == household_id)).scalar_one()
    return _open(household_id, "kk", sealed)


def _open(household_id: UUID, column: str, sealed: bytes) -> str:
    return sealing.unseal("households", household_id, column, sealed).decode()


def _someone(person: RosterPerson) -> Someone:
    return Someone(person.name, person.birth_date.isoformat() if person.birth_date else "", person.nik or "")
