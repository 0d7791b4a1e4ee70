"""Who works where: identities, officers as anybody may see them, accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from webapp.shared import clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db
from webapp.shared.settings import settings
from webapp.staff import rules
from webapp.staff.models import Account, AccountArea
from webapp.staff.queries.deputies import borrowed_areas


@dataclass(frozen=True, slots=True)
class Officer:
    """What the public may know of somebody who stands at the door."""

    number: str
    name: str
    areas: tuple[str, ...]
    valid_until: date


def _usable() -> ColumnElement[bool]:
    """Active, not past its end, and not of the demo in production."""
    fit = and_(Account.active, Account.valid_until >= clock.today())
    return fit if settings().is_demo else and_(fit, Account.made_for_demo.is_(False))


def account_named(username: str) -> Account | None:
    """The account with this name, whatever its state."""
    return db.session.scalar(select(Account).where(Account.username == username))


def identity(staff_id: UUID) -> StaffIdentity | None:
    """Who this is for every room; None for an account that is disabled, expired or of the demo in production."""
    found = _identities(Account.id == staff_id)
    return found[0] if found else None


def identities(staff_ids: Sequence[UUID]) -> dict[UUID, StaffIdentity]:
    """Several identities in one read; those that may not work any more are missing."""
    return {one.id: one for one in _identities(Account.id.in_(staff_ids))}


def names(staff_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What accounts are called, disabled ones too."""
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(staff_ids)))
    return dict(rows.all())


def enumerators_of(area_code: str) -> list[StaffIdentity]:
    """The enumerators who work in a region: those of a region around it, and those of regions inside it."""
    area = aliased(AccountArea)
    inside = area.area_code.in_(rules.areas_around(area_code)) | area.area_code.startswith(f"{area_code}.")
    serving = exists(select(area.account_id).where(area.account_id == Account.id, inside))
    return _identities(Account.role == "enumerator", serving)


def _identities(*conditions: ColumnElement[bool]) -> list[StaffIdentity]:
    rows = db.session.execute(
        select(Account.id, Account.username, Account.name, Account.role, AccountArea.area_code)
        .outerjoin(AccountArea, AccountArea.account_id == Account.id)
        .where(_usable(), *conditions)
        .order_by(Account.username, AccountArea.area_code)
    )
    found: dict[UUID, StaffIdentity] = {}
    for staff_id, username, name, role, area in rows:
        known = found.get(staff_id)
        areas = (*(known.areas if known else ()), *((area,) if area else ()))
        found[staff_id] = StaffIdentity(staff_id, username, name, role, areas)
    return _with_borrowed(found)


def _with_borrowed(found: dict[UUID, StaffIdentity]) -> list[StaffIdentity]:
    """Whoever stands in for a coordinator today is one, and her areas come first: the day begins at her desk."""
    able = [one.id for one in found.values() if one.role in rules.MAY_DEPUTISE]
    for staff_id, areas in (borrowed_areas(able) if able else {}).items():
        mine = found[staff_id]
        own = tuple(area for area in mine.areas if area not in areas)
        found[staff_id] = replace(mine, role="coordinator", areas=(*areas, *own))
    return list(found.values())


def officer(number: str) -> Officer | None:
    """The officer with this number if on duty now; None for every other reason alike."""
    known = rules.officer_number(number)
    if known is None:
        return None
    row = db.session.execute(
        select(Account.id, Account.name, Account.valid_until).where(
            Account.officer_number == known, _usable()
        )
    ).one_or_none()
    return Officer(known, row.name, _areas(row.id), row.valid_until) if row else None


def _areas(account_id: UUID) -> tuple[str, ...]:
    of_account = select(AccountArea.area_code).where(AccountArea.account_id == account_id)
    return tuple(db.session.scalars(of_account.order_by(AccountArea.area_code)))


def officer_numbers(staff_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The numbers on these people's cards."""
    rows = db.session.execute(select(Account.id, Account.officer_number).where(Account.id.in_(staff_ids)))
    return dict(rows.all())


def accounts(condition: ColumnElement[bool] | None = None) -> list[tuple[Account, tuple[str, ...]]]:
    """All accounts with their areas, by name."""
    every = select(Account).order_by(Account.role, Account.username)
    found = list(db.session.scalars(every if condition is None else every.where(condition)))
    areas: dict[UUID, list[str]] = {}
    inside = AccountArea.account_id.in_([account.id for account in found])
    for row in db.session.scalars(select(AccountArea).where(inside).order_by(AccountArea.area_code)):
        areas.setdefault(row.account_id, []).append(row.area_code)
    return [(account, tuple(areas.get(account.id, ()))) for account in found]
