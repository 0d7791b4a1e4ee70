"""Opening a version: its data key, its wrapped copies, and the roster to begin with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select

from webapp.enumeration.models import RosterPage, Version
from webapp.enumeration.rules.members import ADDRESS, Member, initials
from webapp.enumeration.service import keys
from webapp.households import service as households
from webapp.questionnaire import service as questionnaire
from webapp.shared import clock, i18n, sealing
from webapp.shared.db import new_id
from webapp.shared.quick import Quick

_next_number = Quick(
    select(func.coalesce(func.max(Version.number), 0) + 1).where(
        Version.household_id == bindparam("household_id")
    )
)
_put_version, _put_member = Quick(insert(Version)), Quick(insert(RosterPage))


def open_version(
    household_id: UUID, channel: str, by: str | None, public_key: bytes | None, *, named: bool, nik: str = "",
    claim_id: UUID | None = None,
) -> tuple[UUID, bytes]:  # fmt: skip
    """A new draft and its data key, in the caller's transaction. named: the register's names may be shown.

    nik: the number that was typed at the door, whose owner is known to be the one who typed it. claim_id: of the
    family's hand that it is of, None for an officer's.
    """
    opened = put_version(household_id, channel, by, public_key, claim_id=claim_id)
    put_roster(opened[0], first_roster(household_id, named=named, nik=nik))
    return opened


def put_version(
    household_id: UUID, channel: str, by: str | None, public_key: bytes | None, *, corrects: UUID | None = None,
    definition: str = "", claim_id: UUID | None = None,
) -> tuple[UUID, bytes]:  # fmt: skip
    """The row of a new draft and its data key, in the caller's transaction. definition: "" for the current one."""
    version_id, data_key, moment = new_id(), sealing.new_data_key(), clock.now()
    number = _next_number.all(household_id=household_id)[0][0]
    values = {
        "id": version_id, "household_id": household_id, "number": number, "state": "draft", "sent_at": None,
        "channel": channel, "by": by, "language": i18n.language(), "opened_at": moment, "conflicting": False,
        "claim_id": claim_id, "corrects": corrects, "definition_version": definition or questionnaire.current(),
        "sealed_answers": None,
        **keys.wrapped_keys(version_id, data_key, public_key, officer=by is not None),
    }  # fmt: skip
    _put_version.write(**values)
    return version_id, data_key


def put_roster(version_id: UUID, members: list[Member]) -> None:
    """The address and the members with which a version begins, in the caller's transaction."""
    _put_member.write_each(roster_row(version_id, member) for member in members)


def roster_row(version_id: UUID, member: Member) -> dict[str, Any]:
    """A member as a row of roster_pages."""
    return {
        "version_id": version_id, "member_id": member.id, "position": member.position, "revision": member.revision,
        "sealed": keys.seal_roster(version_id, member.id, member.as_sealed()), "saved_at": clock.now(),
    }  # fmt: skip


def first_roster(household_id: UUID, *, named: bool, nik: str) -> list[Member]:
    """The address and the register's members; what may not be shown yet stays empty."""
    card = households.card(household_id)
    address = Member(new_id(), ADDRESS)
    if named:
        address.answers = _known_address(households.address(household_id), card.rt, card.rw)
    elif card.origin == "unmatched" and card.rt.isdigit():
        address.answers = {"rt": int(card.rt)}  # typed a moment ago
    members = [
        _member(position, person, named=named, nik=nik)
        for position, person in enumerate(households.roster(household_id), 1)
    ]
    return [address, *members]


def _known_address(street: str, rt: str, rw: str) -> dict[str, str | int]:
    known: dict[str, str | int] = {"street": street} if street else {}
    if rt.isdigit() and int(rt):
        known["rt"] = int(rt)
    if rw.isdigit() and int(rw):
        known["rw"] = int(rw)
    return known


def _member(position: int, person: households.RosterPerson, *, named: bool, nik: str) -> Member:
    member = Member(new_id(), position, person=person.id.hex, initials=initials(person.name), named=named)
    if nik and person.nik == nik:
        member.answers["nik"] = nik
    if named:
        open_names(member, person)
    return member


def open_names(member: Member, person: households.RosterPerson) -> None:
    """Fill in what the register knows; what the family has typed stays."""
    known: dict[str, str | int | None] = {
        "name": person.name,
        "nik": person.nik,
        "sex": person.sex,
        "relationship": person.relationship,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
    }
    member.named = True
    opened: dict[str, str | int] = {key: value for key, value in known.items() if value}
    member.answers = opened | member.answers
