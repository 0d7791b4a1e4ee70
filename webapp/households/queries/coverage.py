"""How far the count is, by village: from the roll-up and the deltas that wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true, union_all
from sqlalchemy.orm import aliased

from webapp.households import rules
from webapp.households.models import CountDelta, VillageCount
from webapp.places.models import Region
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


def coverage(scope: ColumnElement[bool] | None = None) -> list[VillageCoverage]:
    """Every village within a condition on Region.code (None: all), by code, from the roll-up and what waits for it."""
    counted = _counted().subquery()
    around = aliased(Region)
    settled = counted.c.origin.in_(rules.COUNTED_ORIGINS)
    states = [_sum(counted, settled & (counted.c.state == state)).label(state) for state in rules.STATES]
    waiting = (counted.c.origin == rules.UNMATCHED) & (counted.c.state != rules.INELIGIBLE)  # not set aside
    unmatched = _sum(counted, waiting).label("unmatched")
    rows = db.session.execute(
        select(Region.code, Region.name, around.name.label("around"), *states, unmatched)
        .join(around, around.code == Region.parent)
        .outerjoin(counted, counted.c.village_code == Region.code)
        .where(Region.kind.in_(VILLAGE_KINDS), true() if scope is None else scope)
        .group_by(Region.code, Region.name, around.name)
        .order_by(Region.code)
    )
    return [
        VillageCoverage(row.code, row.name, row.around, unmatched=int(row.unmatched),
                        **{state: int(getattr(row, state)) for state in rules.STATES})
        for row in rows
    ]  # fmt: skip


def total(rows: Sequence[VillageCoverage], name: str = "") -> VillageCoverage:
    """The sum of several villages, as a row of its own."""
    fields = (*rules.STATES, "unmatched")
    return VillageCoverage(
        "", name, "", **{field: sum(getattr(row, field) for row in rows) for field in fields}
    )


def _counted() -> Any:
    rolled = select(
        VillageCount.village_code, VillageCount.origin, VillageCount.state, VillageCount.n.label("n")
    )
    waiting = select(CountDelta.village_code, CountDelta.origin, CountDelta.state, func.sum(CountDelta.delta))
    return union_all(rolled, waiting.group_by(CountDelta.village_code, CountDelta.origin, CountDelta.state))


def _sum(counted: Any, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, counted.c.n), else_=0)), 0)
