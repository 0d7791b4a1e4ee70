"""Reads of the register that join or count: coverage by village, and who is still to be counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true, union_all
from sqlalchemy.orm import aliased

from webapp.households import rules
from webapp.households.models import Count, CountDelta, Household
from webapp.places.models import Region, Sls
from webapp.places.rules import VILLAGE_KINDS
from webapp.shared.db import db


@dataclass(frozen=True, slots=True)
class VillageCoverage:
    """The families of one village by state. Families not settled yet stand in `unmatched` and nowhere else."""

    village_code: str
    village: str
    sub_district: str
    expected: int = 0
    begun: int = 0
    partial: int = 0
    complete: int = 0
    refused: int = 0
    no_contact: int = 0
    ineligible: int = 0
    unmatched: int = 0

    @property
    def families(self) -> int:
        """The denominator: expected - ineligible + accepted new."""
        return self.uncounted + self.complete

    @property
    def uncounted(self) -> int:
        return self.expected + self.begun + self.partial + self.refused + self.no_contact


@dataclass(frozen=True, slots=True)
class UncountedHousehold:
    """A door still to be knocked at; its name and address are opened by service.doors()."""

    id: UUID
    village_code: str
    sls_id: UUID | None
    rt: str
    rw: str
    state: str
    letter_number: str
    latitude: float | None
    longitude: float | None


def coverage(scope: ColumnElement[bool] | None = None) -> list[VillageCoverage]:
    """Every village within a condition on Region.code (None: all), by code, from the roll-up and what waits for it."""
    counted = _counted().subquery()
    around = aliased(Region)
    settled = counted.c.origin.in_(rules.COUNTED_ORIGINS)
    states = [_sum(counted, settled & (counted.c.state == state)).label(state) for state in rules.STATES]
    unmatched = _sum(counted, counted.c.origin == rules.UNMATCHED).label("unmatched")
    rows = db.session.execute(
        select(Region.code, Region.name, around.name.label("around"), *states, unmatched)
        .join(around, around.code == Region.parent)
        .outerjoin(counted, counted.c.village_code == Region.code)
        .where(Region.kind.in_(VILLAGE_KINDS), true() if scope is None else scope)
        .group_by(Region.code, Region.name, around.name)
        .order_by(Region.code)
    )
    return [
        VillageCoverage(row.code, row.name, row.around, unmatched=row.unmatched,
                        **{state: getattr(row, state) for state in rules.STATES})
        for row in rows
    ]  # fmt: skip


def total(rows: Sequence[VillageCoverage], name: str = "") -> VillageCoverage:
    """The sum of several villages, as a row of its own."""
    fields = (*rules.STATES, "unmatched")
    return VillageCoverage(
        "", name, "", **{field: sum(getattr(row, field) for row in rows) for field in fields}
    )


def _counted() -> Any:
    rolled = select(Count.village_code, Count.origin, Count.state, func.sum(Count.n).label("n"))
    waiting = select(CountDelta.village_code, CountDelta.origin, CountDelta.state, func.sum(CountDelta.delta))
    return union_all(
        rolled.group_by(Count.village_code, Count.origin, Count.state),
        waiting.group_by(CountDelta.village_code, CountDelta.origin, CountDelta.state),
    )


def _sum(counted: Any, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, counted.c.n), else_=0)), 0)


def uncounted(village_codes: Iterable[str], limit: int = 100, offset: int = 0) -> list[UncountedHousehold]:
    """The doors still to be knocked at in these villages, by village, RW, RT and order of registration."""
    rows = db.session.execute(
        select(
            Household.id, Household.village_code, Household.sls_id, func.coalesce(Sls.rt, ""),
            func.coalesce(Sls.rw, ""), Household.state, Household.letter_number, Household.latitude,
            Household.longitude,
        )
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .where(_is_uncounted(village_codes))
        .order_by(Household.village_code, Sls.rw, Sls.rt, Household.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [UncountedHousehold(*row) for row in rows]


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

    With a phone first, then by letter number: the same register gives the same ones."""
    order = case((Household.phone_index.is_(None), 1), else_=0), Household.letter_number
    place = func.row_number().over(partition_by=Household.village_code, order_by=order).label("place")
    asked = Household.claimed_at.is_not(None) if claimed else Household.claimed_at.is_(None)
    ranked: Select[Any] = select(Household.id, Household.letter_number, place).where(
        Household.origin == rules.REGISTER, asked
    )
    found = ranked.subquery()
    return db.session.scalars(
        select(found.c.id).order_by(found.c.place, found.c.letter_number).limit(count)
    ).all()
