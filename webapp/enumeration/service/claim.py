"""Coming in: a pair of numbers is looked up, a PIN is chosen or given, and a seat is opened.

NIK and KK alone open nothing: before a PIN is chosen there is nothing of the family's own to show, and the
register's names stay hidden without the letter number.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update

from webapp.enumeration.models import Credential, RosterPage, Version
from webapp.enumeration.rules import pins
from webapp.enumeration.rules.refusals import (
    AlreadyRecorded,
    PinTaken,
    WrongPin,
)
from webapp.enumeration.service import keys, stages, versions
from webapp.enumeration.service.knock import MINUTES, Knock
from webapp.enumeration.service.seats import COMPLETE, SeatOpened, begin, put_seat
from webapp.enumeration.service.sittings import members_of
from webapp.households import service as households
from webapp.shared import clock, events, sealing, throttle
from webapp.shared.db import db, transaction, upsert
from webapp.shared.errors import TooManyTries
from webapp.staff import service as staff

_BY_PIN = 10  # tries in MINUTES


def has_pin(household_id: UUID) -> bool:
    """Has this family been claimed with a PIN?"""
    return db.session.get(Credential, household_id) is not None


def claim(
    came: Knock,
    pin: str,
    *,
    phone: str = "",
    consent: bool = False,
    village_code: str = "",
    rt: str = "",
    replacing: bool = False,
) -> SeatOpened:
    """The first claim: the PIN is set, the key pair made, a draft opened. phone: +62... or ''.

    A pair that the register lacks is recorded as unmatched in village_code and rt. Raises DoorClosed, PinUnfit,
    PinTaken (somebody was faster: ask for the PIN), AlreadyRecorded (by an officer).
    replacing: the PIN was forgotten; only the letter number permits it, and what lies under the old one is left.
    """
    stages.require_open("web")
    pair, _private = sealing.new_household_pair(pins.read_pin(pin, came.nik, came.kk))
    with transaction():
        household_id = came.household_id or households.create_unmatched(
            village_code, rt, came.nik, came.kk, "web"
        )
        if households.card(household_id).state == COMPLETE:
            raise AlreadyRecorded
        if replacing and came.named:
            _forget_pair(household_id)
        if not _set_pair(household_id, pair):
            raise PinTaken
        if came.household_id is None:
            staff.open_task("unmatched", village_code, household_id, "enumeration.matching")
        households.mark_claimed(household_id)
        version_id, key = versions.open_version(
            household_id, "web", None, pair.public, named=came.named, nik=came.nik
        )
        begin(household_id, "web", None)
        if phone:
            events.announce("phone_given", household_id=household_id, phone=phone, consent=consent)
        return SeatOpened(put_seat(household_id, version_id, "web", None), key, came.nik)


def _set_pair(household_id: UUID, pair: sealing.HouseholdPair) -> bool:
    values = {"household_id": household_id, "public_key": pair.public, "wrapped_private": pair.wrapped_private,
              "salt": pair.salt, "set_at": clock.now()}  # fmt: skip
    done = db.session.execute(
        upsert(Credential, values, key=["household_id"]).returning(Credential.__table__.c.household_id)
    )
    return done.first() is not None


def _forget_pair(household_id: UUID) -> None:
    db.session.execute(delete(Credential).where(Credential.household_id == household_id))
    own_draft = Version.household_id == household_id, Version.state == "draft", Version.channel == "web"
    db.session.execute(update(Version).where(*own_draft).values(state="left"))


def ask_for_help(household_id: UUID) -> None:
    """A family without its PIN and letter: a task for the coordinator; twice asked is one task."""
    village_code = households.card(household_id).village_code
    staff.open_task("forgotten_pin", village_code, household_id, "staff.tasks")


def sign_in(came: Knock, pin: str) -> SeatOpened:
    """Back again with the PIN. Raises TooManyTries, WrongPin; the time is the same for every wrong PIN."""
    if came.household_id is None:
        raise WrongPin
    if not throttle.hit("pin", str(came.household_id), _BY_PIN, MINUTES * 60):
        raise TooManyTries(minutes=MINUTES)
    credential = db.session.get(Credential, came.household_id)
    if credential is None:
        raise WrongPin
    pair = sealing.HouseholdPair(credential.public_key, credential.wrapped_private, credential.salt)
    try:
        private = sealing.open_household_pair(pair, pins.same_spelling(pin))
    except sealing.PinRefused:
        raise WrongPin from None
    with transaction():
        return _resume(came, pair.public, private)


def _resume(came: Knock, public: bytes, private: bytes) -> SeatOpened:
    """A seat on the own draft, else on what was sent, else on a new draft."""
    household_id = came.household_id
    assert household_id is not None  # noqa: S101  for mypy: sign_in() has looked
    for found in _versions_of(household_id):
        key = _opened(private, found)
        if (
            found.state == "sent"
        ):  # without a key after a reset: what was sent stays, and cannot be shown again
            return SeatOpened(put_seat(household_id, found.id, "web", None), key or b"", came.nik)
        if key is not None:
            if came.named:
                _open_names(household_id, found.id)
            return SeatOpened(put_seat(household_id, found.id, "web", None), key, came.nik)
        db.session.execute(update(Version).where(Version.id == found.id).values(state="left"))
    if households.card(household_id).state == COMPLETE:
        raise AlreadyRecorded
    stages.require_open("web")
    version_id, key = versions.open_version(household_id, "web", None, public, named=came.named, nik=came.nik)
    return SeatOpened(put_seat(household_id, version_id, "web", None), key, came.nik)


def _versions_of(household_id: UUID) -> list[Any]:
    """The own draft first, then what was sent: what counts before what is in conflict with it."""
    columns = Version.__table__.c
    own_draft = and_(columns.state == "draft", columns.channel == "web")
    return list(
        db.session.execute(
            select(columns.id, columns.state, columns.household_key)
            .where(columns.household_id == household_id, or_(own_draft, columns.state == "sent"))
            .order_by(columns.state, columns.conflicting, columns.number.desc())
        )
    )


def _opened(private: bytes, version: Any) -> bytes | None:
    if version.household_key is None:
        return None
    try:
        return sealing.unwrap_with(private, version.household_key, keys.household_info(version.id))
    except sealing.SealBroken:
        return None


def _open_names(household_id: UUID, version_id: UUID) -> None:
    """The letter number was given this time: the register's names come in where none was typed."""
    people = {person.id.hex: person for person in households.roster(household_id)}
    table = RosterPage.__table__
    for member in members_of(version_id):
        if member.person in people and not member.named:
            versions.open_names(member, people[member.person])
            member.revision += 1
            row = versions.roster_row(version_id, member)
            db.session.execute(
                update(table)  # type: ignore[arg-type]
                .where(table.c.version_id == version_id, table.c.member_id == member.id)
                .values({name: row[name] for name in ("sealed", "revision", "saved_at")})
            )
