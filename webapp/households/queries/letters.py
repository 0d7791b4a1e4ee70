"""Who gets a letter: families of the register that are still to be counted, by neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from webapp.households import rules
from webapp.households.models import Household
from webapp.places.models import Sls
from webapp.shared.db import db


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """An RT with letters to hand out; sls_id None (rt and rw '') for families whose RT is not known."""

    sls_id: UUID | None
    rt: str
    rw: str
    letters: int


def neighbourhoods(village_code: str, rt: str = "") -> list[Neighbourhood]:
    """The neighbourhoods of a village (only those of one RT) that have letters to get, by RW and RT."""
    asked = _gets_a_letter(village_code)
    if rt:
        asked = and_(asked, Sls.rt == rt)
    rows = db.session.execute(
        select(Household.sls_id, func.coalesce(Sls.rt, ""), func.coalesce(Sls.rw, ""), func.count())
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .where(asked)
        .group_by(Household.sls_id, Sls.rt, Sls.rw)
        .order_by(func.coalesce(Sls.rw, ""), func.coalesce(Sls.rt, ""))
    )
    return [Neighbourhood(sls_id, found_rt, rw, letters) for sls_id, found_rt, rw, letters in rows]


def letter_numbers(
    village_code: str, sls_id: UUID | None, limit: int, after: UUID | None = None
) -> Sequence[tuple[UUID, str]]:
    """The next households of a neighbourhood in order of registration, each with its letter number."""
    asked = and_(_gets_a_letter(village_code), Household.sls_id == sls_id)  # == None becomes IS NULL
    if after is not None:
        asked = and_(asked, Household.id > after)
    rows = db.session.execute(
        select(Household.id, Household.letter_number).where(asked).order_by(Household.id).limit(limit)
    )
    return [(row.id, row.letter_number) for row in rows]


def _gets_a_letter(village_code: str) -> ColumnElement[bool]:
    return and_(
        Household.village_code == village_code,
        Household.origin == rules.REGISTER,
        Household.state.in_(rules.UNCOUNTED),
    )
