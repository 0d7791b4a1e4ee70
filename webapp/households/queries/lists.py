"""Which households: still to be counted, or good for trying Catat out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select

from webapp.households import rules
from webapp.households.models import Household
from webapp.places.models import Sls
from webapp.places.rules import DEMO_AREA, DEMO_VILLAGE
from webapp.shared.db import db


@dataclass(frozen=True, slots=True)
class UncountedHousehold:
    """A door still to be knocked at; its name and address are opened by service.doors()."""

    id: UUID
    village_code: str
    sls_id: UUID | None
    rt: str
    rw: str
    state: str
    origin: str
    letter_number: str
    latitude: float | None
    longitude: float | None


def uncounted(village_codes: Iterable[str], limit: int = 100, offset: int = 0) -> list[UncountedHousehold]:
    """The doors still to be knocked at in these villages, by village, RW, RT and order of registration."""
    rows = db.session.execute(
        select(
            Household.id, Household.village_code, Household.sls_id, func.coalesce(Sls.rt, ""),
            func.coalesce(Sls.rw, ""), Household.state, Household.origin, Household.letter_number, Household.latitude,
            Household.longitude,
        )
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .where(_is_uncounted(village_codes))
        .order_by(Household.village_code, Sls.rw, Sls.rt, Household.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [UncountedHousehold(*tuple(row)) for row in rows]


def uncounted_total(village_codes: Iterable[str]) -> int:
    """How many doors uncounted() would list without a limit."""
    return db.session.execute(
        select(func.count()).select_from(Household).where(_is_uncounted(village_codes))
    ).scalar_one()


def _is_uncounted(village_codes: Iterable[str]) -> ColumnElement[bool]:
    return and_(Household.village_code.in_(list(village_codes)), Household.state.in_(rules.UNCOUNTED))


def register_total() -> int:
    """How many households came from the register."""
    of_register = select(func.count()).select_from(Household).where(Household.origin == rules.REGISTER)
    return db.session.execute(of_register).scalar_one()


def sample_ids(count: int, *, claimed: bool) -> Sequence[UUID]:
    """Households of the register for trying Catat out: each from another village while there are more villages.

    Those of the demo's sub-district first, since that is whose staff can be tried; with a phone before without,
    then by letter number: the same register gives the same ones.
    """
    phoneless = case((Household.phone_index.is_(None), 1), else_=0).label("phoneless")
    order = phoneless, Household.letter_number
    place = func.row_number().over(partition_by=Household.village_code, order_by=order).label("place")
    asked = Household.claimed_at.is_not(None) if claimed else Household.claimed_at.is_(None)
    code = Household.village_code
    away = case((code == DEMO_VILLAGE, ""), (code.startswith(DEMO_AREA + "."), code), else_="~")
    ranked = select(Household.id, Household.letter_number, phoneless, place, away.label("away"))
    found = ranked.where(Household.origin == rules.REGISTER, asked).subquery()
    best = found.c.away == "~", found.c.phoneless, found.c.place, found.c.away, found.c.letter_number
    return db.session.scalars(select(found.c.id).order_by(*best).limit(count)).all()
