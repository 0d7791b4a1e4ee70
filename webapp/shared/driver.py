"""Statements on the bare driver, for shared/db.py and shared/quick.py; faults are those that SQLAlchemy would raise.

A request that reads holds one connection of the pool, taken at its first read and given back before a
transaction begins or when the request ends; two at once would let a rush of requests wait for each other.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import current_app, g
from sqlalchemy import Dialect, Engine
from sqlalchemy.exc import DBAPIError

_MOST_WAITING = 8


def engine() -> Engine:
    """This application's engine. flask-sqlalchemy looks it up in five steps, nine times a request."""
    kept = current_app.extensions
    found: Engine | None = kept.get("catat_engine")
    if found is None:
        found = kept["catat_engine"] = kept["sqlalchemy"].engine
    return found


def run(connection: Any, dialect: Dialect, sql: str, parameters: Any = (), *, many: bool = False) -> Any:
    """The cursor after the statement. Raises DBAPIError, so that a database that is away gets the page for it."""
    try:
        cursor = connection.cursor()
        (cursor.executemany if many else cursor.execute)(sql, parameters)
    except dialect.loaded_dbapi.Error as fault:
        raise _as_sqlalchemy(fault, dialect, sql, dialect.is_disconnect(fault, connection, None)) from fault
    return cursor


def reading() -> Any:
    """The driver's connection on which this request reads. What is read is what is committed."""
    here = g._get_current_object()
    if "catat_reading" in here:
        return here.catat_reading.driver_connection
    if waiting := _waiting():
        with suppress(IndexError):  # taken by another thread in that moment
            here.catat_reading = held = waiting.pop()
            return held.driver_connection
    try:
        here.catat_reading = held = engine().raw_connection()
    except engine().dialect.loaded_dbapi.Error as fault:
        raise _as_sqlalchemy(fault, engine().dialect, "connect", True) from fault
    bare: Any = held.driver_connection
    if engine().dialect.name == "postgresql":
        bare.autocommit = True  # else each read pays for a BEGIN and a ROLLBACK on the way
    return bare


def _waiting() -> list[Any]:
    """SQLite: connections that nobody reads on, out of the pool: its ways in and out cost more than the read."""
    found: list[Any] = current_app.extensions.setdefault("catat_waiting_readers", [])
    return found


def close_waiting() -> None:
    """Before the database's file is replaced."""
    while _waiting():
        _waiting().pop().close()


def _as_sqlalchemy(fault: Exception, dialect: Dialect, sql: str, away: bool) -> Exception:
    kind = dialect.loaded_dbapi.Error
    return DBAPIError.instance(sql, None, fault, kind, connection_invalidated=away)


def drop() -> None:
    """Throw the connection away, after a fault on it."""
    held = g.pop("catat_reading", None)
    if held is not None:
        held.invalidate()
        held.close()


def give_back() -> None:
    """Give the connection back to the pool."""
    held = g.pop("catat_reading", None)
    if held is not None:
        if engine().dialect.name == "sqlite" and len(_waiting()) < _MOST_WAITING:
            _waiting().append(held)
            return
        if getattr(held.driver_connection, "autocommit", None) is True:
            held.driver_connection.autocommit = False
        held.close()
