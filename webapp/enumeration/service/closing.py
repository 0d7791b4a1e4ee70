"""When a door closes: who may still send; afterwards what was begun and not sent is kept as partial."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from webapp.enumeration.models import DraftPage, RosterPage, Unsent, Version
from webapp.enumeration.rules import practice
from webapp.enumeration.rules import stages as rules
from webapp.enumeration.rules.members import ADDRESS
from webapp.enumeration.rules.unsent import missing_by_section
from webapp.enumeration.service import stages
from webapp.enumeration.service.sittings import Family, member_from
from webapp.households import rules as household_rules
from webapp.households import service as households
from webapp.households.models import Household
from webapp.questionnaire import service as questionnaire
from webapp.shared import clock
from webapp.shared.db import db, transaction, upsert

_AT_ONCE, _AT_MOST = 10, 2000  # drafts in one transaction, and in one turn of the jobs loop
_CHANNELS = ("web", "assisted", "visit")


def close_drafts() -> int:
    """For the jobs loop: an hour after a door has closed, note what was not sent. Returns how many drafts."""
    noted, doors = 0, stages.doors()
    for channel in _CHANNELS:
        opening = doors.get(rules.door_of(channel, mends=False))
        if opening is None or clock.now() <= opening.closes_at + rules.GRACE:
            continue
        while noted < _AT_MOST and (batch := _unnoted(channel, opening.closes_at)):
            _note(batch)
            noted += len(batch)
    return noted


def may_send(family: Family) -> bool:
    """Is the door still open by which this draft is sent?"""
    sitting = family.sitting
    if sitting.channel == practice.CHANNEL:  # at any time, and nothing leaves the browser
        return True
    opening = stages.doors().get(rules.door_of(sitting.channel, mends=sitting.corrects is not None))
    return rules.lets_in(opening, clock.now(), sitting.opened_at)


def lacking(household_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Of each of these families that was left partial: at least how many answers are missing, by section."""
    rows = db.session.execute(
        select(Unsent.household_id, Unsent.missing)
        .join(Household, Household.id == Unsent.household_id)
        .where(Unsent.household_id.in_(household_ids), Household.state == household_rules.PARTIAL)
        .order_by(Unsent.noted_at)
    )
    return {row.household_id: row.missing for row in rows}


def _unnoted(channel: str, closed_at: datetime) -> list[Any]:
    """Drafts of families that nobody has counted, not noted since the door closed (it may have been opened again)."""
    found = (
        select(Version.id, Version.household_id, Version.channel, Version.by, Version.definition_version,
               Version.opened_at)
        .join(Household, Household.id == Version.household_id)
        .outerjoin(Unsent, Unsent.version_id == Version.id)
        .where(
            Version.state == "draft", Version.channel == channel, Version.corrects.is_(None),
            Version.opened_at <= closed_at,
            Household.state.in_((household_rules.BEGUN, household_rules.PARTIAL)),
            or_(Unsent.version_id.is_(None), Unsent.noted_at <= closed_at),
        )
        .limit(_AT_ONCE)
    )  # fmt: skip
    return list(db.session.execute(found))


def _note(drafts: list[Any]) -> None:
    missing = {draft.id: _missing(draft) for draft in drafts}  # unsealing is slow: before the transaction
    with transaction():
        for draft in drafts:
            households.record_event(draft.household_id, "broken_off", draft.channel, draft.by, "not sent")
            values = {"version_id": draft.id, "household_id": draft.household_id, "noted_at": clock.now(),
                      "missing": missing[draft.id]}  # fmt: skip
            db.session.execute(upsert(Unsent, values, key=["version_id"], update=["noted_at", "missing"]))


def _missing(draft: Any) -> dict[str, int]:
    columns = RosterPage.__table__.c
    saved: dict[UUID, dict[str, int]] = {}
    for member_id, page, left in db.session.execute(
        select(DraftPage.member_id, DraftPage.page, DraftPage.missing).where(DraftPage.version_id == draft.id)
    ):
        saved.setdefault(member_id, {})[page] = left
    rows = db.session.execute(
        select(columns.member_id, columns.position, columns.revision, columns.sealed)
        .where(columns.version_id == draft.id)
        .order_by(columns.position)
    )
    everyone = [member_from(draft.id, *row) for row in rows]
    address = next(member for member in everyone if member.position == ADDRESS)
    members = [member for member in everyone if member.position != ADDRESS]
    definition = questionnaire.definition(draft.definition_version)
    return missing_by_section(definition, address, members, saved, clock.to_wib(draft.opened_at).date())
