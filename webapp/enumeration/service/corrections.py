"""Mending what was sent: a new version that begins as the old one ends. The last one sent counts, all are kept."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from webapp.enumeration.models import RosterPage, Version
from webapp.enumeration.rules.keeping import CorrectionBegun
from webapp.enumeration.rules.members import Member
from webapp.enumeration.rules.refusals import StartFirst
from webapp.enumeration.service import claims, doubts, keys, stages, versions
from webapp.enumeration.service.drafts import put_page
from webapp.enumeration.service.seats import SeatOpened, put_seat
from webapp.enumeration.service.sittings import Family, Sitting, load, member_from
from webapp.questionnaire.service import Definition
from webapp.shared import sealing
from webapp.shared.db import db, transaction

_roster = RosterPage.__table__.c


def correct(seat_id: UUID, secrets: dict[str, Any]) -> SeatOpened:
    """A draft that mends the seat's sent version, and a seat on it.

    It holds everything that was sent where the seat's key opens that; after a reset PIN it begins anew, as a
    complete version. Raises DoorClosed, StartFirst (nothing was sent), CorrectionBegun (on another phone).
    """
    old = load(seat_id, secrets).sitting
    if not old.is_sent:
        raise StartFirst
    stages.require_open("corrections")
    with transaction():
        hand = claims.of_seat(seat_id)
        _refuse_a_second(hand)
        sealed = db.session.execute(
            select(Version.sealed_answers).where(Version.id == old.version_id)
        ).scalar()
        if not old.key or sealed is None:
            found = _begin_anew(old, hand)
        else:
            plain = sealing.unseal_with(old.key, keys.answers_aad(old.version_id), sealed)
            found = _copy(old, json.loads(plain.decode()), hand)
        return SeatOpened(put_seat(old.household_id, found[0], "web", None, hand.id), found[1], old.nik)


def drop_correction(seat_id: UUID, secrets: dict[str, Any]) -> SeatOpened | None:
    """Leave the draft that mends a version as it is, and sit again on what was sent. None for any other draft."""
    sitting = load(seat_id, secrets).sitting
    if sitting.corrects is None or sitting.is_sent:
        return None
    with transaction():
        open_draft = Version.id == sitting.version_id, Version.state == "draft"
        db.session.execute(update(Version).where(*open_draft).values(state="left"))
        hand = claims.of_seat(seat_id)
        seat = put_seat(sitting.household_id, sitting.corrects, "web", None, hand.id)
        return SeatOpened(seat, b"", sitting.nik)


def _refuse_a_second(hand: Row[Any]) -> None:
    draft = Version.claim_id == hand.id, Version.state == "draft"
    if db.session.execute(select(Version.id).where(*draft).limit(1)).first() is not None:
        raise CorrectionBegun


def _begin_anew(old: Sitting, hand: Row[Any]) -> tuple[UUID, bytes]:
    found = versions.put_version(old.household_id, "web", None, hand.public_key, corrects=old.version_id,
                                 claim_id=hand.id)  # fmt: skip
    versions.put_roster(found[0], versions.first_roster(old.household_id, named=False, nik=old.nik))
    return found


def _copy(old: Sitting, told: dict[str, Any], hand: Row[Any]) -> tuple[UUID, bytes]:
    found = versions.put_version(old.household_id, "web", None, hand.public_key, corrects=old.version_id,
                                 definition=told["definition"], claim_id=hand.id)  # fmt: skip
    rows = db.session.execute(
        select(_roster.member_id, _roster.position, _roster.revision, _roster.sealed)
        .where(_roster.version_id == old.version_id)
        .order_by(_roster.position)
    )
    everyone = [member_from(old.version_id, *row) for row in rows]
    versions.put_roster(found[0], everyone)
    seat_id = put_seat(old.household_id, found[0], "web", None, hand.id)
    family = load(seat_id, {"key": found[1].hex(), "nik": old.nik})
    _put_answers(family, told)
    _put_soft(load(seat_id, {"key": found[1].hex(), "nik": old.nik}), told)
    return found


def _put_answers(family: Family, told: dict[str, Any]) -> None:
    """The pages of the draft, as the family would have saved them."""
    sitting, by_id = family.sitting, {each["id"]: each for each in told["members"]}
    _put_pages(sitting, family.address, told["household"], "household")
    for member in family.members:
        _put_pages(sitting, member, by_id.get(member.id.hex, {}).get("answers", {}), "person")


def _put_pages(sitting: Sitting, member: Member, answers: dict[str, Any], scope: Any) -> None:
    definition: Definition = sitting.definition
    for page in definition.pages(scope):
        kept = {q.key: answers[q.key] for q in page.questions if q.home == "answers" and q.key in answers}
        if kept:
            put_page(sitting, member, page.key, kept, 0)


def _put_soft(family: Family, told: dict[str, Any]) -> None:
    """What was asked about or said to be right is not asked again."""
    doubts.carry_over(family, {UUID(each["id"]): each["soft"] for each in told["members"]})
