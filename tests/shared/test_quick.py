"""Reads on the driver give what the session would give."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask, g
from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests.shared.conftest import identity
from webapp.households.models import HouseholdEvent
from webapp.shared import clock, db
from webapp.shared.quick import Quick
from webapp.shared.sessions import SessionRow

_c = SessionRow.__table__.c
BY_ID = Quick(select(_c.id, _c.staff_id, _c.started_at, _c.sealed).where(_c.id == bindparam("id")))
ALL = Quick(select(_c.id, _c.staff_id).order_by(_c.seen_at))
PUT = Quick(insert(SessionRow))
KEEP = Quick(lambda insert: insert(SessionRow).on_conflict_do_nothing(index_elements=["id"]).returning(_c.id))
SEAL = Quick(update(SessionRow).where(_c.id == bindparam("wanted")).values(sealed=bindparam("as_sealed")))
TAKE = Quick(delete(SessionRow).where(_c.staff_id.is_(None)).returning(_c.id, _c.started_at))


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
    def held() -> int:
        waiting = app.extensions.get("catat_waiting_readers", [])
        return db.db.engine.pool.checkedout() - len(waiting)  # type: ignore[attr-defined]

    before = held()
    ALL.all()
    assert held() == before + 1
    db.db.session.execute(text("SELECT 1"))
    ALL.all()
    assert held() == before + 1
    assert "catat_reading" not in g


def test_a_fault_is_the_one_that_the_session_would_raise_and_the_next_read_is_unharmed(app: Flask) -> None:
    with pytest.raises(DBAPIError) as raised:
        Quick(select(text("nonsense"))).all()
    if db.db.engine.dialect.name == "postgresql":
        assert isinstance(raised.value, ProgrammingError)
    assert ALL.all() == []


def _values(n: int) -> dict[str, object]:
    moment = clock.now()
    return {"id": UUID(int=n), "staff_id": None, "seat_id": None, "sealed": b"x", "started_at": moment,
            "seen_at": moment}  # fmt: skip


def test_what_it_writes_is_what_the_session_reads(app: Flask) -> None:
    values = _values(1)
    with db.transaction():
        assert PUT.write(**values) == 1
        assert SEAL.write(wanted=UUID(int=1), as_sealed=b"y") == 1
        assert SEAL.write(wanted=UUID(int=2), as_sealed=b"y") == 0
    row = db.db.session.scalars(select(SessionRow)).one()
    assert {name: getattr(row, name) for name in values} == {**values, "sealed": b"y"}


def test_a_write_gives_what_it_returns_with_the_types_of_the_model(app: Flask) -> None:
    values = _values(1)
    with db.transaction():
        assert KEEP.all(**values) == [(UUID(int=1),)]
        assert KEEP.all(**values) == []
        assert TAKE.all() == [(UUID(int=1), values["started_at"])]
    assert ALL.all() == []


def test_writes_of_a_transaction_are_undone_together_with_those_of_the_session(app: Flask) -> None:
    with pytest.raises(KeyError), db.transaction():
        PUT.write_each([_values(1), _values(2)])
        db.db.session.add(_row(3))
        assert len(ALL.all()) == 3
        PUT.write(**_values(4))
        raise KeyError
    assert ALL.all() == []
    with db.transaction():
        PUT.write_each([_values(1), _values(2)])
        PUT.write_each([])
        db.db.session.add(_row(3))
    assert len(ALL.all()) == 3


def test_what_one_member_of_a_group_has_undone_leaves_the_others_whole(app: Flask) -> None:
    with db.transaction():
        PUT.write(**_values(1))
    with pytest.raises(DBAPIError), db.transaction():
        PUT.write(**_values(2))
        PUT.write(**_values(1))
    with db.transaction():
        PUT.write(**_values(3))
    assert [row[0].int for row in ALL.all()] == [1, 3]


def test_writing_outside_of_a_transaction_is_noticed(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        PUT.write(**_values(1))
    with pytest.raises(RuntimeError):
        TAKE.all()
    assert ALL.all() == []


def test_an_insert_that_leaves_values_to_the_model_is_refused(app: Flask) -> None:
    with pytest.raises(TypeError), db.transaction():
        Quick(insert(HouseholdEvent).values(kind="begun")).write()
