"""Figures of an area for pages and files: by the places below it, by channel, by day. All from the roll-ups."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, union_all

from webapp.households import queries as households
from webapp.households.models import NO_SLS, Count, CountDelta, DayCount, VillageCount
from webapp.households.queries import VillageCoverage
from webapp.households.rules import COMPLETE, COUNTED_ORIGINS, STATES, UNMATCHED
from webapp.places.models import Region, Sls
from webapp.reporting.models import VillagePersons
from webapp.shared.db import db

Conditions = tuple[ColumnElement[bool], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Line:
    """A place below the area and its families by state. code: "" for a neighbourhood, which has no page."""

    code: str
    name: str
    figures: VillageCoverage


def lines_below(area: Region, scope: ColumnElement[bool]) -> list[Line]:
    """Sub-districts of a regency, villages of a sub-district, neighbourhoods of a village, within the scope."""
    if area.code.count(".") == 3:
        return _neighbourhoods(area)
    rows = households.coverage(scope & Region.code.startswith(area.code + ".", autoescape=True))
    if area.code.count(".") == 2:
        return [Line(row.village_code, row.village, row) for row in rows]
    groups: dict[str, list[VillageCoverage]] = defaultdict(list)
    for row in rows:
        groups[row.village_code.rpartition(".")[0]].append(row)
    return [Line(code, some[0].sub_district, households.total(some)) for code, some in sorted(groups.items())]


def _neighbourhoods(village: Region) -> list[Line]:
    counted: dict[object, Counter[str]] = defaultdict(Counter)
    rolled = select(Count.sls_id, Count.origin, Count.state, Count.n).where(
        Count.village_code == village.code
    )
    waiting = select(CountDelta.sls_id, CountDelta.origin, CountDelta.state, CountDelta.delta)
    both = union_all(rolled, waiting.where(CountDelta.village_code == village.code))
    for sls_id, origin, state, n in db.session.execute(both):
        counted[sls_id][state if origin in COUNTED_ORIGINS else UNMATCHED] += n
    names = db.session.execute(
        select(Sls.id, Sls.rt, Sls.rw).where(Sls.village_code == village.code).order_by(Sls.rw, Sls.rt)
    )
    found = [(f"RT {rt} RW {rw}", counted.get(sls_id)) for sls_id, rt, rw in names]
    found.append(("", counted.get(NO_SLS)))
    return [
        Line(
            "",
            name,
            VillageCoverage("", name, "", **{field: counts[field] for field in (*STATES, UNMATCHED)}),
        )
        for name, counts in found
        if counts
    ]


def by_channel(area: str) -> dict[str, int]:
    """Counted families of an area by the channel of their answers, of those that count in the denominator."""
    rolled = select(VillageCount.channel, VillageCount.n).where(
        _within(VillageCount.village_code, area), *_complete(VillageCount)
    )
    waiting = select(CountDelta.channel, CountDelta.delta).where(
        _within(CountDelta.village_code, area), *_complete(CountDelta)
    )
    both = union_all(rolled, waiting).subquery()
    rows = db.session.execute(select(both.c.channel, func.sum(both.c.n)).group_by(both.c.channel))
    return {channel: int(n) for channel, n in rows if n}


def by_day(area: str) -> dict[date, int]:
    """How many families were counted on each day: of a sub-district or of the regency (a village: of it alone)."""
    waiting = select(CountDelta.day, CountDelta.delta.label("n")).where(
        _within(CountDelta.village_code, area), *_complete(CountDelta)
    )
    model: type[Count | DayCount] = Count if area.count(".") == 3 else DayCount
    code = Count.village_code if area.count(".") == 3 else DayCount.sub_district
    rolled = select(model.day, model.n).where(_within(code, area), *_complete(model))
    both = union_all(rolled, waiting).subquery()
    rows = db.session.execute(select(both.c.day, func.sum(both.c.n)).group_by(both.c.day))
    return {day: int(n) for day, n in rows if n}


def _complete(model: type[Count | DayCount | CountDelta | VillageCount]) -> Conditions:
    return model.state == COMPLETE, model.origin.in_(COUNTED_ORIGINS)


def persons_in(area: str) -> tuple[int, datetime | None]:
    """Persons counted in an area, and when they were last added up."""
    row = db.session.execute(
        select(func.sum(VillagePersons.persons), func.max(VillagePersons.added_up_at)).where(
            _within(VillagePersons.village_code, area)
        )
    ).one()
    return int(row[0] or 0), row[1]


def _within(column: object, area: str) -> ColumnElement[bool]:
    """A code in an area, or the area itself; "/" follows "." so that an index can serve."""
    from_column: ColumnElement[str] = column  # type: ignore[assignment]
    return (from_column == area) | ((from_column > area + ".") & (from_column < area + "/"))
