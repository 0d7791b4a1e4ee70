"""What the question pages run on: a seat, its version, and the saved pages, read in one select."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from webapp.enumeration.models import DraftPage, RosterPage, Seat, Version
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.doubts import PAGE as DOUBTS
from webapp.enumeration.rules.members import ADDRESS, Member
from webapp.enumeration.rules.refusals import UnknownMember
from webapp.enumeration.service import keys
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import Voice
from webapp.questionnaire.service import Definition
from webapp.shared import clock, sealing
from webapp.shared.db import db
from webapp.shared.errors import SignedOut
from webapp.shared.quick import Quick

Answers = dict[str, Any]


class SavedPage(NamedTuple):
    """A page as it was saved last."""

    revision: int
    values: Answers
    saved_at: datetime


@dataclass(slots=True)
class Sitting:
    """A seat with its version. key: the data key in plain; nik: what was typed at sign-in, to know who answers."""

    seat_id: UUID
    household_id: UUID
    version_id: UUID
    channel: str
    by: str | None
    state: str
    opened_at: datetime
    definition: Definition
    saved_at: datetime | None
    key: bytes = field(repr=False)
    nik: str = field(repr=False)
    corrects: UUID | None = None  # the sent version that this draft mends

    @property
    def is_sent(self) -> bool:
        return self.state == "sent"

    @property
    def day(self) -> date:
        """The day on which ages are counted (WIB)."""
        return clock.to_wib(self.opened_at).date()

    def voice(self, member: Member) -> Voice:
        """How the questions speak: self, proxy or doorstep."""
        if self.by is not None:
            return "doorstep"
        if member.position == ADDRESS:
            return "self"
        return "self" if self.nik and member.answers.get("nik") == self.nik else "proxy"


@dataclass(slots=True)
class Family:
    """A sitting with members in order of position and their saved pages."""

    sitting: Sitting
    everyone: list[Member]
    pages: dict[UUID, dict[str, SavedPage]]

    @property
    def address(self) -> Member:
        return next(member for member in self.everyone if member.position == ADDRESS)

    @property
    def members(self) -> list[Member]:
        return [member for member in self.everyone if member.position != ADDRESS]

    def member(self, position: int) -> Member:
        """Raises UnknownMember."""
        for member in self.everyone:
            if member.position == position:
                return member
        raise UnknownMember

    def answers(self, member: Member) -> Answers:
        """All saved answers of one member, those of the roster left out."""
        merged: Answers = {}
        for key, page in self.pages.get(member.id, {}).items():
            merged |= page.values if key != DOUBTS else {}
        return merged

    def first_open(self) -> steps.Step:
        """Where to go on."""
        answers = {member.id: self.answers(member) for member in self.everyone}
        return steps.first_open(
            self.sitting.definition, self.address, self.members, answers, self.sitting.day
        )


_seat, _version = Seat.__table__.c, Version.__table__.c
_roster, _draft = RosterPage.__table__.c, DraftPage.__table__.c
_any_draft = aliased(DraftPage.__table__)
_last_saved = (
    select(func.max(_any_draft.c.saved_at))
    .where(_any_draft.c.version_id == _seat.version_id)
    .scalar_subquery()
)


def _statement(on_roster: Any) -> Any:
    return (
        select(_seat.id, _seat.household_id, _seat.version_id, _seat.channel, _seat.by, _version.state,
               _version.opened_at, _version.definition_version, _last_saved,
               _roster.member_id, _roster.position, _roster.revision, _roster.sealed,
               _draft.page, _draft.revision, _draft.sealed, _draft.saved_at, _version.corrects)
        .join_from(Seat.__table__, Version.__table__, _version.id == _seat.version_id)
        .outerjoin(RosterPage.__table__, and_(_roster.version_id == _seat.version_id, on_roster))
        .outerjoin(DraftPage.__table__,
                   and_(_draft.version_id == _roster.version_id, _draft.member_id == _roster.member_id))
        .where(_seat.id == bindparam("seat_id"))
        .order_by(_roster.position)
    )  # fmt: skip


_whole = Quick(_statement(on_roster=True))
_one = Quick(_statement(on_roster=_roster.position == bindparam("position")))


def load(seat_id: UUID, secrets: dict[str, Any]) -> Family:
    """The whole family of a seat. Raises SignedOut when the seat is gone."""
    return _family(_whole.all(seat_id=seat_id), secrets)


def load_one(seat_id: UUID, secrets: dict[str, Any], position: int) -> Family:
    """The family with one member only (0: the address). Raises SignedOut or UnknownMember."""
    rows = _one.all(seat_id=seat_id, position=position)
    family = _family(rows, secrets)
    if not family.everyone:
        raise UnknownMember
    return family


def _family(rows: Iterable[Any], secrets: dict[str, Any]) -> Family:
    found = list(rows)
    if not found or found[0][5] == "left":  # the PIN was replaced: this version goes on nowhere
        raise SignedOut
    sitting = _sitting(found[0], secrets)
    everyone: list[Member] = []
    pages: dict[UUID, dict[str, SavedPage]] = {}
    for row in found:
        if row[9] is None:
            continue
        if not everyone or everyone[-1].id != row[9]:
            everyone.append(member_from(sitting.version_id, *row[9:13]))
        if row[13] is not None and sitting.key:
            pages.setdefault(row[9], {})[row[13]] = _page(sitting, row)
    return Family(sitting, everyone, pages)


def _sitting(row: Any, secrets: dict[str, Any]) -> Sitting:
    key = bytes.fromhex(secrets.get("key", ""))
    definition, nik = questionnaire.definition(row[7]), secrets.get("nik", "")
    return Sitting(row[0], row[1], row[2], row[3], row[4], row[5], row[6],
                   definition, row[8], key, nik, row[17])  # fmt: skip


def member_from(version_id: UUID, member_id: UUID, position: int, revision: int, sealed: bytes) -> Member:
    """A row of roster_pages, opened."""
    kept = keys.open_roster(version_id, member_id, sealed)
    return Member(
        member_id, position, revision, kept["answers"], kept["person"], kept["initials"], kept["named"]
    )


def _page(sitting: Sitting, row: Any) -> SavedPage:
    plain = sealing.unseal_with(sitting.key, keys.page_aad(sitting.version_id, row[9], row[13]), row[15])
    return SavedPage(row[14], sealing.from_json(plain), row[16])


def members_of(version_id: UUID) -> list[Member]:
    """The members of a version without its answers, by position; the address is left out."""
    rows = db.session.execute(
        select(_roster.member_id, _roster.position, _roster.revision, _roster.sealed)
        .where(_roster.version_id == version_id, _roster.position != ADDRESS)
        .order_by(_roster.position)
    )
    return [member_from(version_id, *row) for row in rows]
