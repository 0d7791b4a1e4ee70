"""A family that the register lacks, on the coordinator's desk: what it says of itself, and whom it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.enumeration.models import RosterPage, Version
from webapp.enumeration.rules.members import ADDRESS
from webapp.enumeration.service import keys
from webapp.households import rules
from webapp.households import service as households
from webapp.households.rules import settling
from webapp.households.rules.likeness import Someone
from webapp.shared import access, audit
from webapp.shared.db import db, transaction
from webapp.staff import service as staff

TASK = "unmatched"


@dataclass(frozen=True, slots=True)
class Matching:
    """The page: the family, as it states itself, the families that it may be, and the decision in force."""

    card: households.HouseholdCard
    address: str
    members: list[Someone]
    suggestions: list[households.Suggestion]
    settlement: households.Settlement | None
    target: households.HouseholdCard | None


def read_matching(household_id: UUID) -> Matching:
    """Opened and put on record. Raises UnknownHousehold, Forbidden, NotUnmatched."""
    card = _mine(household_id)
    settled = households.settlement_of(household_id)
    if card.origin != rules.UNMATCHED and settled is None:
        raise settling.NotUnmatched
    members, address = _stated(household_id)
    with transaction():
        audit.record("unmatched read", str(household_id), reason="matching")
        found = [] if settled else households.suggestions(household_id, members, address)
    target = households.card(settled.target) if settled and settled.target else None
    return Matching(card, address, members, found, settled, target)


def settle_unmatched(
    household_id: UUID, outcome: str, ground: str,
    *, target: UUID | None = None, moved: Iterable[UUID] = (),
) -> None:  # fmt: skip
    """Decide, for the signed-in officer, and close the task. Raises what households.settle() raises, Forbidden."""
    _mine(household_id)
    if target is not None and outcome in settling.WITH_TARGET:
        _mine(target)
    with transaction():
        households.settle(
            household_id, outcome, ground, str(access.signed_in_staff().id), target=target, moved=moved
        )
        staff.close_tasks(household_id, TASK)


def unsettle_unmatched(household_id: UUID) -> None:
    """Take the decision back; the task waits again. Raises AlreadySettled, Forbidden."""
    _mine(household_id)
    households.unsettle(household_id, str(access.signed_in_staff().id))


def _mine(household_id: UUID) -> households.HouseholdCard:
    card = households.card(household_id)
    access.require_scope(card.village_code)
    return card


def _stated(household_id: UUID) -> tuple[list[Someone], str]:
    """Members and street of the newest telling, from the roster that the field key opens; never an answer."""
    newest = (
        select(Version.id)
        .where(Version.household_id == household_id, Version.state != "left")
        .order_by(Version.number.desc())
        .limit(1)
    )
    pages = db.session.execute(
        select(RosterPage.version_id, RosterPage.member_id, RosterPage.position, RosterPage.sealed)
        .where(RosterPage.version_id == newest.scalar_subquery())
        .order_by(RosterPage.position)
    )
    street, members = "", []
    for version_id, member_id, position, sealed in pages:
        said: dict[str, Any] = keys.open_roster(version_id, member_id, sealed)["answers"]
        if position == ADDRESS:
            street = str(said.get("street") or "")
        else:
            members.append(Someone(*(str(said.get(key) or "") for key in ("name", "birth_date", "nik"))))
    return members, street
