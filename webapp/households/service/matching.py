"""Rows of a register against what is stored: who is meant, and what is stored of them. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from webapp.households import rules
from webapp.households.models import Household, Person
from webapp.households.rules.intake import Row
from webapp.households.service.roster import RosterPerson, opened
from webapp.shared import sealing
from webapp.shared.db import db


@dataclass(slots=True)
class StoredPerson:
    """A person of the register, opened, and where it stands."""

    household_id: UUID
    position: int
    plain: RosterPerson
    claimed: bool
    unmatched: bool

    def is_as(self, row: Row) -> bool:
        """Whether the register's row says nothing new."""
        mine = self.plain
        born = mine.birth_date.isoformat() if mine.birth_date else ""
        return (mine.nik, mine.name, mine.sex, born, mine.relationship) == (
            row.nik, row.name, row.sex, row.birth_date, row.relationship
        )  # fmt: skip


@dataclass(slots=True)
class StoredHousehold:
    """A household as stored; place and state for its counts, the reachable part opened."""

    id: UUID
    village_code: str
    sls_id: UUID | None
    state: str
    state_channel: str
    state_day: date
    origin: str
    claimed: bool
    address: str
    phone: str | None
    members: list[StoredPerson] = field(default_factory=list)
    last_position: int = 0


@dataclass(slots=True)
class Known:
    """What is stored of the families and persons that some rows are about."""

    households: dict[str, StoredHousehold]
    persons: dict[str, list[StoredPerson]]
    nik_indexes: dict[str, bytes]  # of every NIK in the rows, under the key in use

    def person_in(self, household: StoredHousehold, row: Row) -> StoredPerson | None:
        """The member that a row means: by NIK; without one, by name and birth date."""
        for member in household.members:
            mine = member.plain
            if row.nik and mine.nik == row.nik:
                return member
            same = mine.birth_date and (mine.name.casefold(), mine.birth_date.isoformat()) == (
                row.name.casefold(), row.birth_date)  # fmt: skip
            if same and not (row.nik and (mine.nik or self.elsewhere(row))):
                return member
        return None

    def elsewhere(self, row: Row) -> StoredPerson | None:
        """The register's person with the row's NIK, in whichever family."""
        found = self.persons.get(row.nik or "", [])
        return next((person for person in found if not person.unmatched), None)

    def has_recorded_itself(self, row: Row) -> bool:
        """Whether this pair of NIK and KK stands in a family that the register lacked."""
        household = self.households.get(row.kk)
        if household is not None and household.origin == rules.UNMATCHED:
            return True
        return any(person.unmatched for person in self.persons.get(row.nik or "", []))


def known(rows: list[Row]) -> Known:
    """What is stored of these rows' families and persons, in three reads."""
    households = _households({row.kk for row in rows})
    by_id = {household.id: household for household in households.values()}
    for person in _persons(Person.household_id.in_(list(by_id))) if by_id else ():
        by_id[person.household_id].members.append(person)
        by_id[person.household_id].last_position = person.position
    indexes = {nik: sealing.blind_indexes("nik", nik) for nik in {row.nik for row in rows if row.nik}}
    wanted = [index for live in indexes.values() for index in live]
    persons: dict[str, list[StoredPerson]] = {}
    for person in _persons(Person.nik_index.in_(wanted)) if wanted else ():
        persons.setdefault(person.plain.nik or "", []).append(person)
    return Known(households, persons, {nik: max(live) for nik, live in indexes.items()})


def _households(kks: Iterable[str]) -> dict[str, StoredHousehold]:
    kk_of = {index: kk for kk in kks for index in sealing.blind_indexes("kk", kk)}
    rows = db.session.execute(
        select(
            Household.kk_index, Household.id, Household.village_code, Household.sls_id, Household.state,
            Household.state_channel, Household.state_day, Household.origin, Household.claimed_at,
            Household.address_sealed, Household.phone_sealed,
        ).where(Household.kk_index.in_(list(kk_of)))
    )  # fmt: skip
    found: dict[str, StoredHousehold] = {}
    for row in rows:
        household = StoredHousehold(
            row.id, row.village_code, row.sls_id, row.state, row.state_channel, row.state_day, row.origin,
            row.claimed_at is not None, _text(row.id, "address", row.address_sealed) or "",
            _text(row.id, "phone", row.phone_sealed),
        )  # fmt: skip
        kk = kk_of[row.kk_index]
        # The register's own household comes before one that its family has recorded itself.
        if kk not in found or household.origin == rules.REGISTER:
            found[kk] = household
    return found


def _persons(condition: object) -> list[StoredPerson]:
    rows = db.session.execute(
        select(Person.id, Person.household_id, Person.position, Person.sealed, Household.claimed_at,
               Household.origin)
        .join(Household, Household.id == Person.household_id)
        .where(condition)  # type: ignore[arg-type]
        .order_by(Person.household_id, Person.position)
    )  # fmt: skip
    return [
        StoredPerson(household_id, position, opened(person_id, sealed), claimed_at is not None,
                     origin == rules.UNMATCHED)
        for person_id, household_id, position, sealed, claimed_at, origin in rows
    ]  # fmt: skip


def _text(household_id: UUID, column: str, sealed: bytes | None) -> str | None:
    return None if sealed is None else sealing.unseal("households", household_id, column, sealed).decode()
