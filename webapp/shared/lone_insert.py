"""One INSERT that is a whole transaction: compiled once, run on the driver, durable when it returns.

For what must be kept before anything is thought about it, such as a text that a gateway hands over: a session around
one row costs ten times the row. On SQLite it joins the group commit, on PostgreSQL it commits by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from webapp.shared.db import db, work, writer

Convert = Callable[[Any], Any]


class _Made(NamedTuple):
    """The statement for one kind of database, and what turns values into the driver's."""

    sql: str
    order: tuple[str, ...] | None  # of the parameters, where the driver wants them by place
    binds: Mapping[str, Convert]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        given = dict(values)
        for name, convert in self.binds.items():
            given[name] = convert(given[name])
        return given if self.order is None else [given[name] for name in self.order]


class LoneInsert:
    """INSERT of these columns; a row whose `key` is there already is left as it is."""

    def __init__(self, model: Any, columns: Sequence[str], key: Sequence[str]) -> None:
        self._table, self._columns, self._key = model.__table__, columns, key
        self._made: dict[str, _Made] = {}

    def run(self, values: Mapping[str, Any]) -> bool:
        """Write the row; whether it is new. Inside transaction() it becomes durable with the rest."""
        engine = db.engine
        made = self._made.get(engine.dialect.name)
        if made is None:
            made = self._made[engine.dialect.name] = self._make(engine.dialect)
        parameters = made.parameters(values)
        if (now := work()) is not None:
            return _execute(engine, now.driver, made.sql, parameters)
        if engine.dialect.name != "sqlite":
            return _alone(engine, made.sql, parameters)
        with writer().turn() as connection:
            return _execute(engine, connection.connection.driver_connection, made.sql, parameters)

    def _statement(self, dialect: str) -> Any:
        insert = (postgresql if dialect == "postgresql" else sqlite).insert(self._table)
        return insert.on_conflict_do_nothing(index_elements=list(self._key))

    def _make(self, dialect: Dialect) -> _Made:
        compiled: Any = self._statement(dialect.name).compile(
            dialect=dialect, column_keys=list(self._columns)
        )
        order = tuple(compiled.positiontup) if compiled.positional else None
        return _Made(compiled.string, order, dict(compiled._bind_processors))


def _alone(engine: Engine, sql: str, parameters: Any) -> bool:
    connection = engine.raw_connection()
    try:
        new = _execute(engine, connection, sql, parameters)
        _guarded(engine, sql, connection.commit)
    except BaseException:
        connection.invalidate()
        raise
    finally:
        connection.close()
    return new


def _execute(engine: Engine, connection: Any, sql: str, parameters: Any) -> bool:
    def insert() -> bool:
        cursor = connection.cursor()
        cursor.execute(sql, parameters)
        new = bool(cursor.rowcount > 0)
        cursor.close()
        return new

    return bool(_guarded(engine, sql, insert))


def _guarded(engine: Engine, sql: str, action: Callable[[], Any]) -> Any:
    """Raises what SQLAlchemy would raise, so that a database that is away is told as everywhere."""
    fault_of_driver: Any = engine.dialect.loaded_dbapi.Error
    try:
        return action()
    except fault_of_driver as fault:
        raise DBAPIError.instance(sql, None, fault, fault_of_driver) from fault
