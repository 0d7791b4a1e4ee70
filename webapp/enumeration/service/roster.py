"""The members of a family: confirmed together, added, mended and removed one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, func, select

from webapp.enumeration.models import DraftPage, RosterPage, Version
from webapp.enumeration.rules.members import ANY, Member
from webapp.enumeration.rules.refusals import AlreadyRecorded, FamilyNotSettled, PageChanged
from webapp.enumeration.service import versions
from webapp.enumeration.service.drafts import put_member
from webapp.enumeration.service.sittings import Family
from webapp.questionnaire.rules import MOST_MEMBERS
from webapp.questionnaire.rules.family import TooManyMembers
from webapp.shared.db import db, transaction, upsert

_roster, _draft = cast(Table, RosterPage.__table__), cast(Table, DraftPage.__table__)


def save_members(family: Family, told: Mapping[UUID, tuple[Mapping[str, Any], int]]) -> None:
    """Keep who is who and where: roster answers and the revision that was seen, by member.

    Raises PageChanged when somebody else changed one of them in between and said otherwise.
    """
    with transaction():
        for member in family.members:
            if member.id not in told:
                continue
            values, seen = told[member.id]
            changed = {**member.answers, **values}
            if changed == member.answers:
                continue
            if seen not in (ANY, member.revision):
                raise PageChanged
            put_member(family.sitting, member, changed)


def add_member(family: Family, member_id: UUID, values: Mapping[str, Any]) -> Member:
    """A member whom the register lacks. The same id again (a double tap) adds nobody.

    Raises TooManyMembers or AlreadyRecorded.
    """
    version_id = family.sitting.version_id
    with transaction():
        _lock(version_id)
        known = next((member for member in family.members if member.id == member_id), None)
        if known is not None:
            return known
        if len(family.members) >= MOST_MEMBERS:
            raise TooManyMembers(most=MOST_MEMBERS)
        last = db.session.execute(
            select(func.max(_roster.c.position)).where(_roster.c.version_id == version_id)
        ).scalar()
        member = Member(member_id, (last or 0) + 1, answers={**values, "presence": "new"})
        row = versions.roster_row(version_id, member)
        db.session.execute(upsert(RosterPage, row, key=["version_id", "member_id"]))
    family.everyone.append(member)
    return member


def change_member(family: Family, member: Member, values: Mapping[str, Any], seen: int = ANY) -> None:
    """Mend what was typed when a member was added. Raises PageChanged as save_members() does."""
    kept = {key: value for key, value in member.answers.items() if key not in ("nik", "no_nik")}
    changed = {**kept, **values}
    if changed == member.answers:
        return
    if seen not in (ANY, member.revision):
        raise PageChanged
    with transaction():
        put_member(family.sitting, member, changed)


def remove_member(family: Family, member: Member) -> None:
    """Take out somebody who was added by mistake, with all answers. Raises FamilyNotSettled for the register's."""
    if not member.added:
        raise FamilyNotSettled
    version_id = family.sitting.version_id
    with transaction():
        _lock(version_id)
        for table in (_draft, _roster):
            db.session.execute(
                delete(table).where(table.c.version_id == version_id, table.c.member_id == member.id)
            )
    family.everyone.remove(member)


def _lock(version_id: UUID) -> None:
    """One at a time may change who is in the list; nobody after it was sent."""
    state = db.session.execute(
        select(Version.state).where(Version.id == version_id).with_for_update()
    ).scalar()
    if state != "draft":
        raise AlreadyRecorded
