"""Two hands have answered for one family: which version counts, by rule or by a person; all are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, insert, select, update

from webapp.enumeration.models import Claim, Decision, Receipt, Version
from webapp.enumeration.rules import identity
from webapp.enumeration.rules.identity import Sent
from webapp.enumeration.rules.refused_identity import NoSuchVersion
from webapp.enumeration.service.reset_phone import phones_of
from webapp.households import service as households
from webapp.shared import audit, clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction
from webapp.shared.quick import Quick
from webapp.staff import service as staff

_versions, _claims = cast(Table, Version.__table__), cast(Table, Claim.__table__)
_of = _versions.c
TASK = "conflict"
_is_conflicting = Quick(select(_of.conflicting).where(_of.id == bindparam("version_id")))
_any_sent = Quick(
    select(_of.id).where(_of.household_id == bindparam("household_id"), _of.state == "sent").limit(1)
)


@dataclass(frozen=True, slots=True)
class Sending:
    """A sent version as the desk may see it: who, when, by which channel, what was shown. No answers, no figures.

    how: one of identity.WAYS, or "visit". by: the officer's staff id. phone: +62... or '', to call.
    """

    version_id: UUID
    hand: str
    how: str
    by: str | None
    began_at: datetime
    sent_at: datetime
    receipt: str
    phone: str
    counts: bool


def settle(household_id: UUID, version_id: UUID, corrects: UUID | None) -> bool:
    """Does the version that is being sent conflict with what counts? In the caller's transaction.

    A correction stands where the version stood that it mends. What outranks the others takes their place, and that
    is written down as a decision of the letter.
    """
    if corrects:
        return bool(_is_conflicting.all(version_id=corrects)[0][0])
    if _any_sent.first(household_id=household_id) is None:  # nearly everybody
        return False
    rows = list(
        db.session.execute(_hands(household_id).where((_of.state == "sent") | (_of.id == version_id)))
    )
    mine = next(_sent(row) for row in rows if row.id == version_id)
    counts = identity.standing(mine, [_sent(row) for row in rows if row.id != version_id])
    if counts is None:
        _let_count(household_id, mine.hand, rows)
        _note(household_id, version_id, identity.LETTER, card_seen=mine.how == identity.SLIP, by=None)
        staff.close_tasks(household_id, TASK)
    return counts is False


def read_conflict(household_id: UUID, me: StaffIdentity) -> list[Sending]:
    """What was sent for a family, the first one first; opening it is on record, for the numbers to call."""
    wanted = _hands(household_id).add_columns(Receipt.number.label("receipt"))
    rows = db.session.execute(wanted.join(Receipt, Receipt.version_id == _of.id).order_by(_of.sent_at))
    with transaction():
        audit.record("conflict read", str(household_id), by=me.username)
    return [_sending(row) for row in rows]


def decide(household_id: UUID, version_id: UUID | None, ground: str, *, card_seen: bool, reason: str,
           me: StaffIdentity) -> None:  # fmt: skip
    """A person says which version counts, and how that was found out. Raises NoSuchVersion."""
    with transaction():
        rows = list(db.session.execute(_hands(household_id).where(_of.state == "sent")))
        chosen = next((row for row in rows if row.id == version_id), None)
        if chosen is None or ground not in identity.DESK_GROUNDS:
            raise NoSuchVersion
        before = next((row for row in rows if not row.conflicting), None)
        _let_count(household_id, _sent(chosen).hand, rows)
        _note(household_id, chosen.id, ground, card_seen=card_seen, by=str(me.id))
        if (
            before is not None and before.channel != chosen.channel
        ):  # it is counted by the channel that counts
            households.record_event(household_id, "reopened", chosen.channel, str(me.id), "conflict")
            households.record_event(household_id, "submitted", chosen.channel, str(me.id), "conflict")
        staff.close_tasks(household_id, TASK)
        detail = f"{chosen.id} by {ground}, card {'seen' if card_seen else 'not seen'}"
        audit.record("conflict decided", str(household_id), reason=reason, detail=detail, by=me.username)


def decision_of(household_id: UUID) -> Decision | None:
    """The decision that holds, None before there is one."""
    newest = select(Decision).where(Decision.household_id == household_id)
    return db.session.scalars(newest.order_by(Decision.at.desc(), Decision.id.desc()).limit(1)).first()


def _hands(household_id: UUID) -> Any:
    return (
        select(_of.id, _of.claim_id, _of.by, _of.channel, _of.conflicting, _of.opened_at, _of.sent_at,
               _claims.c.how, _claims.c.phone_sealed, _claims.c.phone_since,
               _claims.c.phone_heard_at, _claims.c.next_phone_sealed, _claims.c.next_phone_since)
        .outerjoin(_claims, _claims.c.id == _of.claim_id)
        .where(_of.household_id == household_id)
    )  # fmt: skip


def _sent(row: Row[Any]) -> Sent:
    return Sent(row.id, str(row.claim_id or f"visit {row.by}"), row.how or identity.VISIT, row.conflicting)


def _sending(row: Row[Any]) -> Sending:
    hand = _sent(row)
    phone = phones_of(row, row.claim_id).number if row.claim_id else ""
    return Sending(row.id, hand.hand, hand.how, row.by, row.opened_at, row.sent_at, row.receipt, phone,
                   counts=not row.conflicting)  # fmt: skip


def _let_count(household_id: UUID, hand: str, rows: list[Row[Any]]) -> None:
    mine = [row.id for row in rows if _sent(row).hand == hand]
    sent = _of.household_id == household_id, _of.state == "sent"
    db.session.execute(update(_versions).where(*sent, _of.id.in_(mine)).values(conflicting=False))
    db.session.execute(update(_versions).where(*sent, _of.id.not_in(mine)).values(conflicting=True))


def _note(household_id: UUID, version_id: UUID, ground: str, *, card_seen: bool, by: str | None) -> None:
    values = {"id": new_id(), "household_id": household_id, "version_id": version_id, "ground": ground,
              "card_seen": card_seen, "by": by, "at": clock.now()}  # fmt: skip
    db.session.execute(insert(Decision).values(values))
