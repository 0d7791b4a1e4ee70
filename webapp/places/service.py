"""Use-cases of places: taking in the reference list and the calendar, and making neighbourhoods known."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from webapp.places import rules
from webapp.places.models import Holiday, Region, Sls
from webapp.shared.db import db, new_id, transaction, upsert

DATA = Path(__file__).parent / "data"


class Loaded(NamedTuple):
    """How many rows a load wrote; rows that were right already are not written."""

    regions: int
    holidays: int


def load_reference(folder: Path = DATA) -> Loaded:
    """Make regions and holidays equal to the data files; a second call writes nothing."""
    regions = rules.region_rows(_lines(folder / "blora.csv"))
    holidays = [dict(line, day=date.fromisoformat(line["day"])) for line in _lines(folder / "holidays.csv")]
    with transaction():
        return Loaded(_write_changed(Region, "code", regions), _write_changed(Holiday, "day", holidays))


def _lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _write_changed(model: type[Region] | type[Holiday], key: str, rows: Sequence[Mapping[str, Any]]) -> int:
    names = list(rows[0])
    stored = {tuple(row) for row in db.session.execute(select(*(getattr(model, name) for name in names)))}
    changed = [row for row in rows if tuple(row[name] for name in names) not in stored]
    if changed:
        update = [name for name in names if name != key]
        db.session.execute(upsert(model, changed, key=[key], update=update))
    return len(changed)


class SlsPlace(NamedTuple):
    """A neighbourhood to be known: RT and RW as three digits (RW may be empty), and its point if known."""

    village_code: str
    rt: str
    rw: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def key(self) -> SlsKey:
        return self.village_code, self.rw, self.rt


SlsKey = tuple[str, str, str]


def ensure_sls(wanted: Iterable[SlsPlace]) -> dict[SlsKey, UUID]:
    """The ids of neighbourhoods by (village, RW, RT); unknown ones are written, known ones stay."""
    places = {place.key: place for place in wanted}
    with transaction():
        stored = _stored_sls({place.village_code for place in places.values()})
        new = [place for key, place in places.items() if key not in stored]
        if new:
            rows = [{"id": new_id(), **place._asdict()} for place in new]
            db.session.execute(upsert(Sls, {}, key=["village_code", "rw", "rt"]), rows)
            stored = _stored_sls({place.village_code for place in places.values()})
    return {key: stored[key] for key in places}


def _stored_sls(village_codes: set[str]) -> dict[SlsKey, UUID]:
    inside = select(Sls.village_code, Sls.rw, Sls.rt, Sls.id).where(Sls.village_code.in_(village_codes))
    return {(village, rw, rt): sls_id for village, rw, rt, sls_id in db.session.execute(inside)}


def resolve_sls(wanted: Iterable[SlsKey]) -> dict[SlsKey, UUID]:
    """The ids of neighbourhoods as a register names them; without an RW the village's only one of that RT is meant.

    Unknown ones are written.
    """
    keys = set(wanted)
    stored = _stored_sls({village_code for village_code, _rw, _rt in keys})
    found = {key: sls_id for key in keys if (sls_id := _meant(key, stored))}
    return found | ensure_sls(SlsPlace(village, rt, rw) for village, rw, rt in keys - found.keys())


def _meant(key: SlsKey, stored: Mapping[SlsKey, UUID]) -> UUID | None:
    village_code, rw, rt = key
    if key in stored or rw:
        return stored.get(key)
    same_rt = [
        sls_id for (village, _rw, other), sls_id in stored.items() if (village, other) == (village_code, rt)
    ]
    return same_rt[0] if len(same_rt) == 1 else None
