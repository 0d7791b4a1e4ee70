"""The audit: nothing can be changed through the application, and what is changed beside it is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from webapp.shared import audit, clock, db

TABLES = ("audit_rows", "audit_links")


def _record(n: int) -> None:
    with db.transaction():
        for i in range(n):
            audit.record("read", f"household {i}", reason="call", by="tester")
    audit.seal_new_rows()


def _run(sql: str, **values: Any) -> None:
    with db.transaction():
        db.db.session.execute(text(sql), values)


def _drop_triggers() -> None:
    """What somebody with the database's password can do."""
    for table in TABLES:
        if db.db.engine.dialect.name == "sqlite":
            _run(f"DROP TRIGGER {table}_no_update")
            _run(f"DROP TRIGGER {table}_no_delete")
        else:
            _run(f"DROP TRIGGER {table}_append_only ON {table}")


def _id_at(position: int) -> Any:
    found = db.db.session.execute(
        text("SELECT row_id FROM audit_links WHERE position = :p"), {"p": position}
    ).scalar()
    db.db.session.rollback()
    return found


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "REPLACE", "TRUNCATE"])
def test_the_database_itself_refuses_to_change_the_record(app: Flask, table: str, verb: str) -> None:
    _record(3)
    column = "reason" if table == "audit_rows" else "link"
    sqlite = db.db.engine.dialect.name == "sqlite"
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        "REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        if sqlite
        else f"DELETE FROM {table}",
        "TRUNCATE": f"DELETE FROM {table}" if sqlite else f"TRUNCATE {table}",
    }[verb]
    with pytest.raises(DBAPIError, match="append-only"):
        _run(statement)
    assert audit.verify() == []


def test_a_whole_record_is_found_whole(app: Flask) -> None:
    _record(50)
    _record(7)
    assert audit.verify() == []
    assert audit.head()[0] == 57
    assert audit.unsealed_rows() == 0


@pytest.mark.parametrize("column", ["action", "subject", "reason", "detail", "by"])
def test_a_changed_row_is_found(app: Flask, column: str) -> None:
    _record(5)
    _drop_triggers()
    _run(f"UPDATE audit_rows SET \"{column}\" = 'other' WHERE id = :id", id=_id_at(3))
    (fault,) = audit.verify()
    assert "position 3 was changed" in fault


def test_a_moment_that_was_changed_is_found(app: Flask) -> None:
    _record(5)
    _drop_triggers()
    _run("UPDATE audit_rows SET at = '2020-01-01 00:00:00.000000' WHERE id = :id", id=_id_at(2))
    assert "position 2" in audit.verify()[0]


def test_text_moved_from_one_field_to_the_next_is_found(app: Flask) -> None:
    with db.transaction():
        audit.record("read", "a\x1fb", reason="c", by="tester")
    audit.seal_new_rows()
    _drop_triggers()
    _run("UPDATE audit_rows SET subject = 'a', reason = :r", r="b\x1fc")
    assert audit.verify() != []


def _delete_row() -> None:
    _run("DELETE FROM audit_rows WHERE id = :id", id=_id_at(3))


def _delete_row_and_link() -> None:
    row = _id_at(3)
    _run("DELETE FROM audit_links WHERE position = 3")
    _run("DELETE FROM audit_rows WHERE id = :id", id=row)


def _delete_and_close_the_gap() -> None:
    _delete_row_and_link()
    for position in (4, 5, 6):
        _run("UPDATE audit_links SET position = :to WHERE position = :p", to=position - 1, p=position)


def _swap() -> None:
    _run("UPDATE audit_links SET position = -2 WHERE position = 2")
    _run("UPDATE audit_links SET position = 2 WHERE position = 4")
    _run("UPDATE audit_links SET position = 4 WHERE position = -2")


def _insert() -> None:
    row = _id_at(3)
    copied = "at, by, action, 'somebody', reason, detail, mac"
    new = db.new_id()
    shown = new.hex if db.db.engine.dialect.name == "sqlite" else str(new)
    _run(f"INSERT INTO audit_rows (id, at, by, action, subject, reason, detail, mac) "
         f"SELECT '{shown}', {copied} FROM audit_rows WHERE id = :id", id=row)  # fmt: skip
    audit.seal_new_rows()


@pytest.mark.parametrize(
    "tamper", [_delete_row, _delete_row_and_link, _delete_and_close_the_gap, _swap, _insert]
)
def test_deletion_swap_and_insertion_are_found(app: Flask, tamper: Callable[[], None]) -> None:
    _record(6)
    _drop_triggers()
    tamper()
    assert audit.verify() != []


def test_a_cut_tail_is_found_with_the_head_of_an_earlier_day(app: Flask) -> None:
    _record(6)
    noted = audit.head()
    _record(2)
    assert audit.verify(noted) == []
    _drop_triggers()
    for position in (8, 7, 6):
        row = _id_at(position)
        _run("DELETE FROM audit_links WHERE position = :p", p=position)
        _run("DELETE FROM audit_rows WHERE id = :id", id=row)
    assert audit.verify() == []
    assert "tail was cut" in audit.verify(noted)[0]


def test_a_row_from_before_a_jump_of_the_clock_is_linked_all_the_same(app: Flask) -> None:
    _record(2)
    with clock.shifted(timedelta(hours=-2)):
        _record(1)
    assert audit.unsealed_rows() == 1
    assert audit.seal_new_rows(everywhere=True) == 1
    assert audit.verify() == []


def test_a_record_of_an_undone_use_case_is_undone_with_it(app: Flask) -> None:
    with pytest.raises(KeyError), db.transaction():
        audit.record("read", "x", by="tester")
        raise KeyError
    assert audit.seal_new_rows() == 0


def test_odd_text_is_recorded_without_a_fault(app: Flask) -> None:
    with db.transaction():
        audit.record("read", "a\x00b" * 200, reason="😀" * 400, detail="\x1f" * 2000, by="x" * 200)
    audit.seal_new_rows()
    assert audit.verify() == []


def test_the_command_verifies_and_names_each_fault(app: Flask) -> None:
    _record(3)
    runner = app.test_cli_runner()
    whole = runner.invoke(args=["audit", "verify"])
    assert (whole.exit_code, '"whole": true' in whole.stdout) == (0, True)
    assert runner.invoke(args=["audit", "verify", "--head", "x"]).exit_code == 2
    _drop_triggers()
    _delete_row()
    broken = runner.invoke(args=["audit", "verify"])
    assert (broken.exit_code, "was deleted" in broken.stderr) == (1, True)
