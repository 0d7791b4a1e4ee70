"""How the database engine is made: pools, and what each SQLite connection is told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

from config import Settings


def engine_options(settings: Settings) -> dict[str, Any]:
    """How the engine is made for these settings."""
    if settings.is_sqlite:
        # last in, first out: the few warm connections are used again, not 128 of them with a cache each
        return {"connect_args": {"timeout": 10, "check_same_thread": False}, "pool_size": 128,
                "pool_use_lifo": True, "pool_timeout": 5}  # fmt: skip
    return {"pool_size": settings.database_pool, "max_overflow": 16, "pool_timeout": 5, "pool_pre_ping": True,
            "connect_args": {"connect_timeout": 5}}  # fmt: skip


def prepare_engine(engine: Engine, settings: Settings) -> None:
    """SQLite: WAL, durable commits, foreign keys, and BEGIN said by us (never by the driver)."""
    if engine.dialect.name != "sqlite":
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
        connection.exec_driver_sql(connection.get_execution_options().get("catat_begin", "BEGIN"))
