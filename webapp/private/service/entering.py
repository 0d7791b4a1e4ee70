"""Coming in alone: with a number once, then with a PIN of one's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from webapp.enumeration import service as enumeration
from webapp.enumeration.rules import pins
from webapp.households import service as households
from webapp.private import queries, rules
from webapp.private.models import PrivateCode, PrivatePage, PrivatePerson, PrivateVersion
from webapp.private.service import keys
from webapp.questionnaire import service as questionnaire
from webapp.shared import clock, i18n, sealing, throttle
from webapp.shared.db import db, new_id, transaction
from webapp.shared.errors import TooManyTries

MINUTES, BY_NIK, BY_ADDRESS = 15, 10, 60
_NO_SALT = bytes(16)


@dataclass(frozen=True, slots=True)
class Entered:
    """private: the own private key when a PIN was given, b"" when it was a number and a PIN is still to be chosen."""

    private_id: UUID
    private: bytes = field(repr=False)


def enter(nik: str, secret: str, address: str) -> Entered:
    """With the number from an officer or a text, or with the own PIN. Raises TooManyTries, NotLetIn, DoorClosed.

    Every failure takes the same work, so that nobody learns who may answer alone.
    """
    require_open()
    within = throttle.hit("own-nik", nik, BY_NIK, MINUTES * 60)
    if not (throttle.hit("own-address", address, BY_ADDRESS, MINUTES * 60) and within):
        raise TooManyTries(minutes=MINUTES)
    person = queries.person_of_nik(nik)
    digits = "".join(secret.split())
    if person is not None and rules.is_code(digits) and queries.code_fits(person.id, digits):
        return Entered(person.id, b"")
    if person is None or person.public_key is None:
        sealing.slow_key(pins.same_spelling(secret), _NO_SALT)
        raise rules.NotLetIn
    pair = sealing.HouseholdPair(person.public_key, person.wrapped_private or b"", person.salt or _NO_SALT)
    try:
        return Entered(person.id, sealing.open_household_pair(pair, pins.same_spelling(secret)))
    except sealing.PinRefused:
        raise rules.NotLetIn from None


def require_open() -> None:
    """As long as anybody may answer: on the page or at the door. Raises DoorClosed."""
    if not enumeration.door_open("visits"):
        enumeration.require_open("web")


def begin(private_id: UUID, pin: str) -> tuple[UUID, bytes]:
    """The PIN is chosen: a new key pair, a new draft, the number used up. Returns the version and its data key.

    What lay under an earlier PIN is left; what was sent stays sent. Raises PinUnfit, NotLetIn (the number is gone).
    """
    nik = _nik(private_id)
    pair, _private = sealing.new_household_pair(pins.read_pin(pin, nik))
    with transaction():
        used = delete(PrivateCode).where(PrivateCode.person_id == private_id)
        if db.session.execute(used.returning(PrivateCode.person_id)).first() is None:
            raise rules.NotLetIn
        row = update(PrivatePerson).where(PrivatePerson.id == private_id)
        db.session.execute(
            row.values(public_key=pair.public, wrapped_private=pair.wrapped_private, salt=pair.salt)
        )
        _leave_drafts(private_id)
        return _open_version(private_id, pair.public, nik)


def resume(entered: Entered) -> tuple[UUID, bytes]:
    """Back with the PIN: the draft goes on, or a new one is begun; nothing tells whether one was ever sent."""
    columns = PrivateVersion.__table__.c
    found = db.session.execute(
        select(columns.id, columns.own_key).where(
            columns.private_id == entered.private_id, columns.state == "draft"
        )
    ).first()
    if found is not None and found.own_key is not None:
        return found.id, sealing.unwrap_with(entered.private, found.own_key, keys.own_info(found.id))
    with transaction():
        public = db.session.scalar(
            select(PrivatePerson.public_key).where(PrivatePerson.id == entered.private_id)
        )
        return _open_version(entered.private_id, public or b"", _nik(entered.private_id))


def _nik(private_id: UUID) -> str:
    sealed = db.session.execute(
        select(PrivatePerson.nik_sealed).where(PrivatePerson.id == private_id)
    ).scalar_one()
    return sealing.unseal(queries.PEOPLE, private_id, "nik", sealed).decode()


def _leave_drafts(private_id: UUID) -> None:
    drafts = select(PrivateVersion.id).where(
        PrivateVersion.private_id == private_id, PrivateVersion.state == "draft"
    )
    db.session.execute(delete(PrivatePage).where(PrivatePage.version_id.in_(drafts)))
    db.session.execute(
        update(PrivateVersion)
        .where(PrivateVersion.private_id == private_id, PrivateVersion.state == "draft")
        .values(state="left", own_key=None)
    )


def _open_version(private_id: UUID, public: bytes, nik: str) -> tuple[UUID, bytes]:
    person = db.session.execute(
        select(PrivatePerson.household_id, PrivatePerson.person_id).where(PrivatePerson.id == private_id)
    ).one()
    version_id, data_key = new_id(), sealing.new_data_key()
    last = select(func.coalesce(func.max(PrivateVersion.number), 0) + 1).where(
        PrivateVersion.private_id == private_id
    )
    values = {
        "id": version_id, "private_id": private_id, "household_id": person.household_id,
        "person_id": person.person_id, "number": last.scalar_subquery(), "state": "draft",
        "language": i18n.language(), "definition_version": questionnaire.current(), "opened_at": clock.now(),
        "office_key": sealing.wrap_for(sealing.office_public_key(), data_key, keys.office_info(version_id)),
        "own_key": sealing.wrap_for(public, data_key, keys.own_info(version_id)),
    }  # fmt: skip
    db.session.execute(insert(PrivateVersion).values(values))
    about = {"nik": nik, **_known(person.household_id, person.person_id)}
    db.session.execute(insert(PrivatePage).values(keys.page_row(version_id, data_key, keys.ABOUT, about, 1)))
    return version_id, data_key


def _known(household_id: UUID, person_id: UUID | None) -> dict[str, str]:
    """What the register knows of the very person whose card was seen; it stands in the first page to be mended."""
    found = next((p for p in households.roster(household_id) if p.id == person_id), None)
    if found is None:
        return {}
    born = found.birth_date.isoformat() if found.birth_date else ""
    return {key: value for key, value in (("sex", found.sex), ("birth_date", born)) if value}
