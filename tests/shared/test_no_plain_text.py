"""A thief of the database finds nobody: seeded people's numbers and names stand nowhere in plain."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import MetaData, select

from webapp.households import queries
from webapp.households import service as households
from webapp.places import service as places
from webapp.shared import audit, db, outbox, throttle

FAMILIES = 300


def _seeded() -> set[str]:
    """NIK, KK, telephone numbers and full names of every made-up person."""
    found: set[str] = set()
    for household_id in queries.sample_ids(FAMILIES, claimed=False):
        found.add(households.kk_number(household_id))
        found.add(households.phone(household_id) or "")
        for person in households.roster(household_id):
            found |= {person.nik or "", person.name if " " in person.name else ""}
    return found - {""}


def _everything_stored() -> bytes:
    """All files of SQLite (the write-ahead log too), or each value of each table of PostgreSQL."""
    path: Path | None = db.db.engine.url.database and Path(db.db.engine.url.database)  # type: ignore[assignment]
    if db.db.engine.dialect.name == "sqlite":
        assert path is not None
        return b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))
    parts: list[bytes] = []
    with db.db.engine.connect() as connection:
        metadata = MetaData()
        metadata.reflect(connection)
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                parts += [
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for value in row
                ]
    return b"\n".join(parts)


def test_no_number_and_no_name_of_a_seeded_person_is_stored_in_plain(app: Flask) -> None:
    places.load_reference()
    households.make_demo(FAMILIES, 7)
    seeded = _seeded()
    with db.transaction():
        for value in sorted(seeded)[:50]:
            outbox.enqueue("thanks", value, {"name": value})
            throttle.hit("sign-in", value, limit=5, per_seconds=60)
        audit.record("read", "household", by="tester")
    stored = _everything_stored()
    assert len(seeded) > 1000
    assert b"audit_rows" in stored or b"household" in stored, "the search does search"
    assert [value for value in seeded if value.encode() in stored] == []
