"""Families as rows, sealed from the first one: shared by the demo, the import and the unmatched."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import insert, select

from webapp.households import rules
from webapp.households.models import NO_SLS, BlankLetter, CountDelta, Household, HouseholdEvent, Person
from webapp.shared import clock, sealing
from webapp.shared.db import db, new_id


class NoPlaces(Exception):
    """The reference list of places has to be loaded first."""


class Member(Protocol):
    """What is sealed of a person. sex: male, female; birth_date: ISO text, as it is sealed."""

    @property
    def nik(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def birth_date(self) -> str: ...
    @property
    def relationship(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member in plain, before sealing."""

    nik: str | None
    name: str
    sex: str
    birth_date: str
    relationship: str


@dataclass(frozen=True, slots=True)
class NewFamily:
    """A family in plain, before sealing."""

    village_code: str
    sls_id: UUID | None
    kk: str
    letter_number: str
    address: str
    phone: str | None
    members: Sequence[Member]


class CountKey(NamedTuple):
    """What the counts are kept by. sls_id is NO_SLS where the neighbourhood is not known; day is in WIB."""

    village_code: str
    sls_id: UUID
    origin: str
    state: str
    channel: str
    day: date


@dataclass
class Batch:
    """Rows of new families, sealed while they are added and written together by executemany."""

    origin: str
    channel: str
    snapshot: date | None
    detail: str = ""
    households: list[dict[str, Any]] = field(default_factory=list)
    persons: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[tuple[str, UUID]] = field(default_factory=Counter)

    def add(self, family: NewFamily, by: str | None = None) -> UUID:
        """Seal a family into rows; nothing is written yet. Returns the household's id."""
        household = household_row(family, self.origin, self.channel, self.snapshot)
        household_id: UUID = household["id"]
        self.households.append(household)
        for position, member in enumerate(family.members, 1):
            self.persons.append(person_row(household_id, position, member, family.kk))
        self.events.append(event_row(household_id, rules.REGISTERED, self.channel, by, self.detail))
        self.counts[family.village_code, family.sls_id or NO_SLS] += 1
        return household_id

    def write(self) -> None:
        """Write all rows, in the caller's transaction, and start anew."""
        if not self.households:
            return
        for model, rows in (
            (Household, self.households),
            (Person, self.persons),
            (HouseholdEvent, self.events),
        ):
            if rows:
                db.session.execute(insert(model.__table__), rows)  # type: ignore[arg-type]
        db.session.execute(insert(CountDelta.__table__), self._deltas())  # type: ignore[arg-type]
        self.households, self.persons, self.events, self.counts = [], [], [], Counter()

    def _deltas(self) -> list[dict[str, Any]]:
        day = clock.today()
        return [
            delta_row(CountKey(village_code, sls_id, self.origin, rules.EXPECTED, self.channel, day), n)
            for (village_code, sls_id), n in self.counts.items()
        ]


def household_row(family: NewFamily, origin: str, channel: str, snapshot: date | None) -> dict[str, Any]:
    """A family as a household's row, with an id of its own; it is expected from today on."""
    household_id = new_id()
    return {
        "id": household_id,
        "village_code": family.village_code,
        "sls_id": family.sls_id,
        "state": rules.EXPECTED,
        "state_channel": channel,
        "state_day": clock.today(),
        "origin": origin,
        "letter_number": family.letter_number,
        "kk_index": sealing.blind_index("kk", family.kk),
        "kk_sealed": sealing.seal("households", household_id, "kk", family.kk.encode()),
        "snapshot_date": snapshot,
        "claimed_at": None,
        **reach_columns(household_id, family.address, family.phone),
    }


def reach_columns(household_id: UUID, address: str, phone: str | None) -> dict[str, Any]:
    """The sealed columns that say where a household is and how it is called."""
    return {
        "address_sealed": sealing.seal("households", household_id, "address", address.encode()),
        "phone_sealed": sealing.seal("households", household_id, "phone", phone.encode()) if phone else None,
        "phone_index": sealing.blind_index("phone", phone) if phone else None,
    }


def pair(nik: str, kk: str) -> str:
    """NIK and KK as the one value that sign-in looks up."""
    return f"{nik}:{kk}"


def person_row(
    household_id: UUID, position: int, member: Member, kk: str, nik_index: bytes | None = None
) -> dict[str, Any]:
    """A member as a row, with an id of its own."""
    person_id = new_id()
    return {"id": person_id, "household_id": household_id, "position": position,
            **person_columns(person_id, member, kk, nik_index)}  # fmt: skip


def person_columns(
    person_id: UUID, member: Member, kk: str, nik_index: bytes | None = None
) -> dict[str, Any]:
    """The sealed and indexed columns of a person's row; `nik_index` if the caller has made it already."""
    plain = {"nik": member.nik, "name": member.name, "sex": member.sex, "birth_date": member.birth_date,
             "relationship": member.relationship}  # fmt: skip
    return {
        "nik_index": (nik_index or sealing.blind_index("nik", member.nik)) if member.nik else None,
        "pair_index": sealing.blind_index("pair", pair(member.nik, kk)) if member.nik else None,
        "sealed": sealing.seal_json("persons", person_id, "roster", plain),
    }


def event_row(household_id: UUID, kind: str, channel: str, by: str | None, detail: str) -> dict[str, Any]:
    """An entry in the log of a case, at this moment."""
    return {"id": new_id(), "household_id": household_id, "kind": kind, "at": clock.now(), "channel": channel,
            "by": by, "detail": detail[:80]}  # fmt: skip


def delta_row(key: CountKey, delta: int) -> dict[str, Any]:
    """A change of one count."""
    return {"id": new_id(), "delta": delta, **key._asdict()}


def fresh_letter_numbers(count: int) -> list[str]:
    """Letter numbers by chance that no household has yet; the unique key of the table has the last word."""
    fresh: list[str] = []
    while len(fresh) < count:
        drawn = {
            rules.letter_number(secrets.randbelow(rules.LETTER_NUMBERS)) for _ in range(count - len(fresh))
        }
        taken = db.session.scalars(select(Household.letter_number).where(Household.letter_number.in_(drawn)))
        blank = db.session.scalars(select(BlankLetter.number).where(BlankLetter.number.in_(drawn)))
        fresh += drawn.difference(taken, blank, fresh)
    return fresh
