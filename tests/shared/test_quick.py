"""Reads on the driver give what the session would give."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask, g
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests.shared.conftest import identity
from webapp.shared import clock, db
from webapp.shared.quick import Quick
from webapp.shared.sessions import SessionRow

_c = SessionRow.__table__.c
BY_ID = Quick(select(_c.id, _c.staff_id, _c.started_at, _c.sealed).where(_c.id == bindparam("id")))
ALL = Quick(select(_c.id, _c.staff_id).order_by(_c.seen_at))


def _row(n: int, staff: UUID | None = None) -> SessionRow:
    moment = clock.now()
    return SessionRow(
        id=UUID(int=n), staff_id=staff, seat_id=None, sealed=b"\x00x", started_at=moment, seen_at=moment
    )


def test_it_finds_nothing_where_there_is_nothing(app: Flask) -> None:
    assert BY_ID.first(id=UUID(int=1)) is None
    assert ALL.all() == []


def test_values_have_the_types_of_the_model(app: Flask) -> None:
    row = _row(1, identity("observer").id)
    with db.transaction():
        db.db.session.add(row)
    found = BY_ID.first(id=row.id)
    assert found == (row.id, row.staff_id, row.started_at, row.sealed)
    assert [type(value) for value in found or ()][:2] == [UUID, UUID]


def test_empty_columns_stay_empty(app: Flask) -> None:
    with db.transaction():
        db.db.session.add_all([_row(1), _row(2, identity("agent").id), _row(3)])
    assert [row[1] for row in ALL.all()] == [None, identity("agent").id, None]


def test_inside_a_transaction_it_sees_what_that_has_written(app: Flask) -> None:
    with db.transaction():
        db.db.session.add(_row(1))
        assert len(ALL.all()) == 1
        db.db.session.add(_row(2))
        assert len(ALL.all()) == 2


def test_a_request_holds_one_connection_never_two(app: Flask) -> None:
    pool = db.db.engine.pool
    before = pool.checkedout()  # type: ignore[attr-defined]
    ALL.all()
    assert pool.checkedout() == before + 1  # type: ignore[attr-defined]
    db.db.session.execute(text("SELECT 1"))
    ALL.all()
    assert pool.checkedout() == before + 1  # type: ignore[attr-defined]
    assert "catat_reading" not in g


def test_a_fault_is_the_one_that_the_session_would_raise_and_the_next_read_is_unharmed(app: Flask) -> None:
    with pytest.raises(DBAPIError) as raised:
        Quick(select(text("nonsense"))).all()
    if db.db.engine.dialect.name == "postgresql":
        assert isinstance(raised.value, ProgrammingError)
    assert ALL.all() == []
