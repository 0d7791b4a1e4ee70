"""How the database engine is made: pools, and what each SQLite connection is told."""

from __future__ import annotations

import select
import time
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

from config import Settings

_TRUSTED_S = 60.0


def engine_options(settings: Settings) -> dict[str, Any]:
    """How the engine is made for these settings."""
    if settings.is_sqlite:
        # last in, first out: the few warm connections are used again, not 128 of them with a cache each; one for
        # each thread of the web server and those that wait to be read on (driver.py)
        return {"connect_args": {"timeout": 10, "check_same_thread": False}, "pool_size": 136,
                "pool_use_lifo": True, "pool_timeout": 5}  # fmt: skip
    return {"pool_size": settings.database_pool, "max_overflow": 16, "pool_timeout": 5,
            "connect_args": {"connect_timeout": 5}}  # fmt: skip


def prepare_engine(engine: Engine, settings: Settings) -> None:
    """SQLite: WAL, durable commits, foreign keys, and BEGIN said by us (never by the driver)."""
    if engine.dialect.name != "sqlite":
        _ask_idle_connections(engine)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("busy_timeout = 10000", "journal_mode = WAL", "foreign_keys = ON",
                       f"synchronous = {settings.database_synchronous}", "cache_size = -2000",
                       "recursive_triggers = ON"):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        bare: Any = connection.connection.driver_connection
        if not bare.in_transaction:  # the group's, else (group_commit.py)
            connection.exec_driver_sql(connection.get_execution_options().get("catat_begin", "BEGIN"))


def _ask_idle_connections(engine: Engine) -> None:
    """A pooled connection is asked whether it lives if it has lain for a minute, or if something came in meanwhile.

    A server that goes away closes the line, which the kernel tells for nothing. Asking the server at every checkout
    (pool_pre_ping) was a tenth of the web process's time: a request takes two or three.
    """

    @event.listens_for(engine, "checkin")
    def _lie_down(_connection: Any, record: Any) -> None:
        record.info["since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: Any) -> None:
        idle_s = time.monotonic() - record.info.get("since", time.monotonic())
        if idle_s < _TRUSTED_S and not _has_news(connection.fileno()):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError from gone  # the pool makes a new one


def _has_news(file: int) -> bool:
    """Nothing comes in on an idle line but its end."""
    line = select.poll()
    line.register(file, select.POLLIN)
    return bool(line.poll(0))
