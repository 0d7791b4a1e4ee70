"""SELECTs of the hot path: compiled once, then run on the driver without the ORM's session.

A session costs more than the question page around it (measured: 0.27 ms for one trivial select, 0.01 ms here).
What is read is what is committed; where the session has a connection already, as inside transaction(), that is asked.
The connection is taken once a request and given back before the session takes one, or when the request ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID, SafeUUID

from flask import Flask, g
from sqlalchemy import Dialect, Engine, Select, Uuid
from sqlalchemy.exc import DBAPIError

from webapp.shared.db import before_transaction, db, session_is_busy

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]


class _Made(NamedTuple):
    """A statement for one kind of database, and what turns values into the driver's and back."""

    sql: str
    order: tuple[str, ...] | None  # of the parameters, where the driver wants them by place
    fixed: Mapping[str, Any]
    binds: Mapping[str, Convert]
    columns: tuple[tuple[int, Convert], ...]

    def parameters(self, given: Mapping[str, Any]) -> Any:
        named = {**self.fixed, **given}
        for name, convert in self.binds.items():
            named[name] = convert(named[name])
        return named if self.order is None else tuple(named[name] for name in self.order)

    def rows(self, raw: list[Row]) -> list[Row]:
        """Joined rows repeat ids: each value of a column is converted once."""
        if not raw:
            return []
        known: dict[Any, Any] = {}
        found: list[Row] = []
        for line in raw:
            values = list(line)
            for at, convert in self.columns:
                value = values[at]
                if value is not None:
                    key = at, value
                    if key not in known:
                        known[key] = convert(value)
                    values[at] = known[key]
            found.append(tuple(values))
        return found


class Quick:
    """One SELECT, with bindparam() where values differ."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def all(self, **given: Any) -> list[Row]:
        """Its rows as plain tuples."""
        if session_is_busy():
            return [tuple(row) for row in db.session.execute(self._statement, given)]
        engine = db.engine
        made = self._made.get(engine.dialect.name)
        if made is None:
            made = self._made[engine.dialect.name] = _make(self._statement, engine.dialect)
        return made.rows(_run(engine, made.sql, made.parameters(given)))

    def first(self, **given: Any) -> Row | None:
        """Its first row, None when there is none."""
        rows = self.all(**given)
        return rows[0] if rows else None


def _make(statement: Select[Any], dialect: Dialect) -> _Made:
    compiled: Any = statement.compile(dialect=dialect)
    converts = [_converter(each[3], dialect) for each in compiled._result_columns]
    return _Made(
        compiled.string,
        tuple(compiled.positiontup) if compiled.positional else None,
        dict(compiled.params),
        dict(compiled._bind_processors),
        tuple((at, convert) for at, convert in enumerate(converts) if convert is not None),
    )


def _converter(kind: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = kind._cached_result_processor(dialect, None)
    return _uuid if found is not None and isinstance(kind, Uuid) else found


def _uuid(kept: Any) -> UUID:
    """UUID(hex) without its checks of what people might type: this was written by us."""
    made = UUID.__new__(UUID)
    object.__setattr__(made, "int", int(kept, 16))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


def _run(engine: Engine, sql: str, parameters: Any) -> list[Row]:
    """Raises what SQLAlchemy would raise, so that a database that is away gets the page for it."""
    try:
        cursor = _connection(engine).cursor()
        cursor.execute(sql, parameters)
        rows: list[Row] = cursor.fetchall()
        cursor.close()
    except engine.dialect.loaded_dbapi.Error as fault:
        _drop()
        raise DBAPIError.instance(sql, None, fault, engine.dialect.loaded_dbapi.Error) from fault
    return rows


def _connection(engine: Engine) -> Any:
    here = g._get_current_object()
    if "catat_quick" not in here:
        here.catat_quick = engine.raw_connection()
    return here.catat_quick


def _drop() -> None:
    found = g.pop("catat_quick", None)
    if found is not None:
        found.invalidate()
        found.close()


def give_back() -> None:
    """Give the connection back to the pool; two at once would let a rush of requests wait for each other."""
    found = g.pop("catat_quick", None)
    if found is not None:
        found.close()


def init(app: Flask) -> None:
    """Connections go back at the end of each request."""
    app.teardown_appcontext(lambda _failure: give_back())
    before_transaction(give_back)
