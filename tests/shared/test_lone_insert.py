"""One row, kept durably, without a session around it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from tests.shared.conftest import identity
from webapp.shared import clock, db
from webapp.shared.lone_insert import LoneInsert
from webapp.shared.sessions import SessionRow

COLUMNS = ("id", "staff_id", "seat_id", "sealed", "started_at", "seen_at")
KEEP = LoneInsert(SessionRow, COLUMNS, key=("id",))


def _values(sealed: bytes = b"\x00x") -> dict[str, object]:
    moment = clock.now()
    return {"id": identity("observer").id, "staff_id": None, "seat_id": None, "sealed": sealed,
            "started_at": moment, "seen_at": moment}  # fmt: skip


def _count() -> int:
    db.db.session.rollback()
    return db.db.session.scalar(select(func.count()).select_from(SessionRow)) or 0


def test_it_writes_what_the_session_reads(app: Flask) -> None:
    values = _values()
    assert KEEP.run(values)
    row = db.db.session.scalars(select(SessionRow)).one()
    assert {name: getattr(row, name) for name in COLUMNS} == values


def test_a_row_that_is_there_is_left_as_it_is(app: Flask) -> None:
    assert KEEP.run(_values())
    assert not KEEP.run(_values(b"other"))
    assert db.db.session.scalars(select(SessionRow)).one().sealed == b"\x00x"


def test_inside_a_transaction_it_is_undone_with_the_rest(app: Flask) -> None:
    with pytest.raises(KeyError), db.transaction():
        assert KEEP.run(_values())
        assert not KEEP.run(_values())
        raise KeyError
    assert _count() == 0


def test_beside_a_read_of_the_session_it_is_kept_all_the_same(app: Flask) -> None:
    assert _count() == 0
    assert KEEP.run(_values())
    assert _count() == 1


def test_a_table_that_is_away_is_told_as_everywhere(app: Flask) -> None:
    with db.transaction():
        db.db.session.execute(text(f"ALTER TABLE {SessionRow.__tablename__} RENAME TO gone"))
    with pytest.raises((OperationalError, ProgrammingError)) as told:
        KEEP.run(_values())
    assert isinstance(told.value, DBAPIError)
    with db.transaction():
        db.db.session.execute(text(f"ALTER TABLE gone RENAME TO {SessionRow.__tablename__}"))
    assert KEEP.run(_values())
