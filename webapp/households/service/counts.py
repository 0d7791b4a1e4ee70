"""Keeping the counts: folding what happened into the roll-up, and recounting it from the households."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, Uuid, delete, func, insert, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from webapp.households.models import NO_SLS, Count, CountDelta, DayCount, Household, VillageCount
from webapp.households.service.rows import CountKey, delta_row
from webapp.shared.db import db, transaction

KEY = CountKey._fields
_BATCH = 2000
log = logging.getLogger("catat.households")
_counts = cast(Table, Count.__table__)
_deltas = cast(Table, CountDelta.__table__)
_by_village = cast(Table, VillageCount.__table__)
_by_day = cast(Table, DayCount.__table__)


class Difference(NamedTuple):
    """A count that is not what the households say."""

    key: CountKey
    counted: int
    true: int


def fold_counts() -> int:
    """Add waiting deltas to the roll-up, in short transactions; for the jobs loop. Returns how many were folded."""
    folded = 0
    while True:
        with transaction():
            some = _fold_some()
        folded += some
        if some < _BATCH:
            return folded


def _fold_some() -> int:
    """Take deltas away and add them up; a delta is deleted and counted in one transaction, so never twice."""
    oldest = select(_deltas.c.id).order_by(_deltas.c.id).limit(_BATCH)
    if db.engine.dialect.name == "postgresql":
        oldest = oldest.with_for_update(skip_locked=True)
    taken = (
        delete(_deltas)
        .where(_deltas.c.id.in_(oldest))
        .returning(*(_deltas.c[name] for name in KEY), _deltas.c.delta)
    )
    sums: Counter[CountKey] = Counter()
    some = 0
    for *key, delta in db.session.execute(taken):
        sums[CountKey(*key)] += delta
        some += 1
    _add(_counts, sums)
    _add(_by_village, _summed(sums, _village_key))
    _add(_by_day, _summed(sums, _day_key))
    return some


def _village_key(key: CountKey) -> tuple[Any, ...]:
    return key.village_code, key.origin, key.state, key.channel


def _day_key(key: CountKey) -> tuple[Any, ...]:
    return key.village_code.rpartition(".")[0], key.origin, key.state, key.day


def _summed(sums: Counter[CountKey], coarser: Callable[[CountKey], tuple[Any, ...]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for key, n in sums.items():
        found[coarser(key)] += n
    return found


def _add(table: Table, sums: Counter[Any]) -> None:
    """Add to the rows of a roll-up: in one order everywhere, so that two folding at once cannot lock each other."""
    names = [column.name for column in table.primary_key]
    changed = [dict(zip(names, key, strict=True), n=n) for key, n in sorted(sums.items()) if n]
    if changed:
        dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        added = dialect.insert(table)
        db.session.execute(
            added.on_conflict_do_update(index_elements=names, set_={"n": table.c.n + added.excluded.n}),
            changed,
        )


def recount(*, mend: bool = False) -> list[Difference]:
    """Where roll-up and waiting deltas differ from the households; with `mend`, deltas put it right."""
    differences = [
        Difference(CountKey(*row[:6]), int(row.counted), int(row.truth))
        for row in db.session.execute(_differences())
    ]
    if mend and differences:
        deltas = [delta_row(found.key, found.true - found.counted) for found in differences]
        with transaction():
            db.session.execute(insert(_deltas), deltas)
    return differences


def check_counts() -> int:
    """The nightly check: roll-ups recounted from the households, and put right. Returns how many were wrong."""
    wrong = len(recount(mend=True)) + _mend_coarser()
    if wrong:
        log.warning("%s counts differed from the households and were put right", wrong)
    return wrong


def _mend_coarser() -> int:
    """The coarser roll-ups made anew from the fine one, where their sums differ from it."""
    fine = db.session.scalar(select(func.sum(_counts.c.n))) or 0
    wrong = [
        table
        for table in (_by_village, _by_day)
        if (db.session.scalar(select(func.sum(table.c.n))) or 0) != fine
    ]
    with transaction():
        for table in wrong:
            db.session.execute(delete(table))
            fold = _village_key if table is _by_village else _day_key
            found = db.session.execute(select(*(_counts.c[name] for name in KEY), _counts.c.n))
            sums = Counter({CountKey(*key): n for *key, n in found})
            _add(table, _summed(sums, fold))
    return len(wrong)


def _differences() -> Select[Any]:
    """One statement, since it must see one moment: households change between two."""
    none, held = literal(0), Household
    place = held.village_code, held.sls_id, held.origin, held.state, held.state_channel, held.state_day
    sls_id = func.coalesce(held.sls_id, literal(NO_SLS, Uuid()))
    shown = held.village_code, sls_id, *place[2:]
    sides = union_all(
        select(*(column.label(name) for column, name in zip(shown, KEY, strict=True)),
               func.count().label("truth"), none.label("counted")).group_by(*place),
        select(*(_counts.c[name] for name in KEY), none, _counts.c.n),
        select(*(_deltas.c[name] for name in KEY), none, _deltas.c.delta),
    ).subquery()  # fmt: skip
    key = [sides.c[name] for name in KEY]
    truth, counted = func.sum(sides.c.truth), func.sum(sides.c.counted)
    summed = select(*key, truth.label("truth"), counted.label("counted")).group_by(*key)
    return summed.having(truth != counted).order_by(*key)
