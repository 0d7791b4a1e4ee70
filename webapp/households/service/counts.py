"""Keeping the counts: folding what happened into the roll-up, and recounting it from the households."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, Uuid, delete, func, insert, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from webapp.households.models import NO_SLS, Count, CountDelta, Household
from webapp.households.service.rows import CountKey, delta_row
from webapp.shared.db import db, transaction

KEY = CountKey._fields
_BATCH = 2000
_counts = cast(Table, Count.__table__)
_deltas = cast(Table, CountDelta.__table__)


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
    sums: Counter[tuple[Any, ...]] = Counter()
    some = 0
    for *key, delta in db.session.execute(taken):
        sums[tuple(key)] += delta
        some += 1
    # In one order everywhere, so that two folding at once cannot lock each other.
    changed = [dict(zip(KEY, key, strict=True), n=n) for key, n in sorted(sums.items()) if n]
    if changed:
        dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        added = dialect.insert(_counts)
        added = added.on_conflict_do_update(
            index_elements=list(KEY), set_={"n": _counts.c.n + added.excluded.n}
        )
        db.session.execute(added, changed)
    return some


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
