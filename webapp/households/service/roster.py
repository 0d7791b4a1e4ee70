"""What lies sealed in the register, opened: for the household's own seat, and for staff, who log it.

Nobody is asked here whether he may: the caller's mark and scope decide that, and staff's reads are recorded there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from webapp.households import rules
from webapp.households.models import Household, Person
from webapp.shared import sealing
from webapp.shared.db import db
from webapp.shared.quick import Quick

_roster_of = Quick(
    select(Person.id, Person.sealed)
    .where(Person.household_id == bindparam("household_id"))
    .order_by(Person.position)
)


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A member as the register has them. sex: male, female; relationship: head, spouse, child ..."""

    id: UUID
    nik: str | None
    name: str
    sex: str
    birth_date: date | None
    relationship: str


@dataclass(frozen=True, slots=True)
class Door:
    """What an officer needs to know to knock: the head's name, the address, the phone if there is one."""

    household_id: UUID
    head_name: str
    address: str
    phone: str | None


def roster(household_id: UUID) -> list[RosterPerson]:
    """The members on the register's card, in its order; empty for a household that the register lacks."""
    return [opened(*row) for row in _roster_of.all(household_id=household_id)]


def rosters(household_ids: Iterable[UUID]) -> dict[UUID, list[RosterPerson]]:
    """The rosters of several households in one read."""
    rows = db.session.execute(
        select(Person.id, Person.household_id, Person.sealed)
        .where(Person.household_id.in_(list(household_ids)), Person.position > 0)
        .order_by(Person.household_id, Person.position)
    )
    found: dict[UUID, list[RosterPerson]] = {}
    for person_id, household_id, sealed in rows:
        found.setdefault(household_id, []).append(opened(person_id, sealed))
    return found


def opened(person_id: UUID, sealed: bytes) -> RosterPerson:
    """One person's sealed column in plain."""
    plain = sealing.unseal_json("persons", person_id, "roster", sealed)
    born = plain["birth_date"]
    return RosterPerson(person_id, plain["nik"], plain["name"], plain["sex"],
                        date.fromisoformat(born) if born else None, plain["relationship"])  # fmt: skip


def head_of(members: list[RosterPerson]) -> RosterPerson | None:
    """The head of the family; where the register names none, whoever stands first on the card."""
    return next(
        (member for member in members if member.relationship == "head"), members[0] if members else None
    )


def head_birth_year(household_id: UUID) -> int | None:
    """The birth year of the head in the register, the second factor of a letter number."""
    head = head_of(roster(household_id))
    return head.birth_date.year if head and head.birth_date else None


def kk_number(household_id: UUID) -> str:
    """The 16 digits of the family's card in the register. Raises UnknownHousehold."""
    return _text(household_id, "kk", _row(household_id).kk_sealed) or ""


def address(household_id: UUID) -> str:
    """Street or hamlet and number as the register has them, '' if it has none. Raises UnknownHousehold."""
    return _text(household_id, "address", _row(household_id).address_sealed) or ""


def phone(household_id: UUID) -> str | None:
    """The phone in the register (+62...), if any. Raises UnknownHousehold."""
    return _text(household_id, "phone", _row(household_id).phone_sealed)


def doors(household_ids: Iterable[UUID]) -> dict[UUID, Door]:
    """What is needed at each of these doors, in two reads; for day lists."""
    ids = list(household_ids)
    people = rosters(ids)
    rows = db.session.execute(
        select(Household.id, Household.address_sealed, Household.phone_sealed).where(Household.id.in_(ids))
    )
    found: dict[UUID, Door] = {}
    for household_id, address_sealed, phone_sealed in rows:
        head = head_of(people.get(household_id, []))
        found[household_id] = Door(household_id, head.name if head else "",
                                   _text(household_id, "address", address_sealed) or "",
                                   _text(household_id, "phone", phone_sealed))  # fmt: skip
    return found


def _row(household_id: UUID) -> Household:
    found = db.session.get(Household, household_id)
    if found is None:
        raise rules.UnknownHousehold
    return found


def _text(household_id: UUID, field: str, sealed: bytes | None) -> str | None:
    return None if sealed is None else sealing.unseal("households", household_id, field, sealed).decode()
