"""Statements of the hot path: compiled once, then run on the driver without the ORM's session.

A session costs more than the question page around it (measured: 0.27 ms for one trivial select, 0.01 ms here).
Reads see what is committed, or inside transaction() what that has written; writes need a transaction().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID, SafeUUID

from flask import Flask
from sqlalchemy import Dialect, Executable, Float, Uuid
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from webapp.shared import driver
from webapp.shared.db import Work, session_in_use, work

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]
Written = Callable[[Any], Executable]
give_back = driver.give_back  # for loops that read outside of a request


class _Made(NamedTuple):
    """A statement for one kind of database, and what turns values into the driver's and back."""

    dialect: Dialect
    sql: str
    order: (
        tuple[tuple[str, Convert | None], ...] | None
    )  # of the parameters, where the driver wants them by place
    fixed: Mapping[str, Any]
    binds: Mapping[str, Convert]
    columns: tuple[tuple[int, Convert], ...]
    writes: bool

    def parameters(self, given: Mapping[str, Any]) -> Any:
        named = {**self.fixed, **given}
        if self.order is not None:
            return [convert(named[name]) if convert else named[name] for name, convert in self.order]
        for name, convert in self.binds.items():
            named[name] = convert(named[name])
        return named

    def rows(self, raw: list[Row]) -> list[Row]:
        """Joined rows repeat ids: each value of a column is converted once."""
        if not raw or not self.columns:
            return raw
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
    """One statement, with bindparam() where values differ; an insert without values() takes every column by its name.

    What the two databases write differently (ON CONFLICT) is given as a function of the dialect's insert().
    """

    def __init__(self, statement: Executable | Written) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def all(self, **given: Any) -> list[Row]:
        """Its rows (of a write: what it returns) as plain tuples."""
        now = work()
        if now is None and (session := session_in_use()) is not None and session.in_transaction():
            return [tuple(row) for row in session.execute(self._for(driver.engine().dialect), given)]
        made = self._compiled(now)
        return made.rows(_run(now, made, made.parameters(given)).fetchall())

    def first(self, **given: Any) -> Row | None:
        """Its first row, None when there is none."""
        rows = self.all(**given)
        return rows[0] if rows else None

    def write(self, **given: Any) -> int:
        """Run a write; how many rows it has changed."""
        now = work()
        made = self._compiled(now)
        changed: int = _run(now, made, made.parameters(given)).rowcount
        return changed

    def write_each(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a write for each of these."""
        now = work()
        made = self._compiled(now)
        if many := [made.parameters(row) for row in rows]:
            _run(now, made, many, many=True)

    def _compiled(self, now: Work | None) -> _Made:
        dialect = driver.engine().dialect if now is None else now.dialect
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _make(self._for(dialect), dialect)
        return made

    def _for(self, dialect: Dialect) -> Executable:
        if isinstance(self._statement, Executable):
            return self._statement
        return self._statement((postgresql if dialect.name == "postgresql" else sqlite).insert)


def _make(statement: Any, dialect: Dialect) -> _Made:
    compiled: Any = statement.compile(dialect=dialect)
    if compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params:
        raise TypeError(f"SQLAlchemy would add values of its own to: {compiled}")
    binds = dict(compiled._bind_processors)
    converts = [_converter(each[3], dialect) for each in compiled._result_columns]
    return _Made(
        dialect,
        compiled.string,
        tuple((name, binds.get(name)) for name in compiled.positiontup) if compiled.positional else None,
        dict(compiled.params),
        binds,
        tuple((at, convert) for at, convert in enumerate(converts) if convert is not None),
        compiled.isinsert or compiled.isupdate or compiled.isdelete,
    )


def _converter(kind: Any, dialect: Dialect) -> Convert | None:
    if isinstance(kind, Float):
        return None  # both drivers give what Python means; SQLAlchemy would look at each row's type first
    found: Convert | None = kind._cached_result_processor(dialect, None)
    return _uuid if found is not None and isinstance(kind, Uuid) else found


def _uuid(kept: Any) -> UUID:
    """UUID(hex) without its checks of what people might type: this was written by us."""
    made = UUID.__new__(UUID)
    object.__setattr__(made, "int", int(kept, 16))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


def _run(now: Work | None, made: _Made, parameters: Any, *, many: bool = False) -> Any:
    """The cursor, on the connection of the transaction() at hand or on the one that this request reads on."""
    if now is None:
        if made.writes:
            raise RuntimeError("rows were changed outside of transaction()")
        try:
            return driver.run(driver.reading(), made.dialect, made.sql, parameters, many=many)
        except DBAPIError:
            driver.drop()
            raise
    if (session := session_in_use()) is not None and (session.new or session.dirty or session.deleted):
        session.flush()
    try:
        return driver.run(now.driver, made.dialect, made.sql, parameters, many=many)
    except DBAPIError as fault:
        if fault.connection_invalidated and now.connection is not None:
            now.connection.invalidate()
        raise


def init(app: Flask) -> None:
    """Connections go back at the end of each request."""
    app.teardown_appcontext(lambda _failure: driver.give_back())
