"""What a database says about itself, in a form in which two databases can be compared; and rows for every table."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text, types

_POSTGRESQL = """
SELECT 'column', table_name, column_name, data_type, character_maximum_length::text || is_nullable || column_default
  FROM information_schema.columns WHERE table_schema = 'public'
UNION SELECT 'null', table_name, column_name, is_nullable, character_maximum_length::text
  FROM information_schema.columns WHERE table_schema = 'public'
UNION SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), ''
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION SELECT 'index', tablename, indexname, indexdef, '' FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), ''
  FROM pg_trigger WHERE NOT tgisinternal
UNION SELECT 'function', proname, '', prosrc, '' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def describe(connection: Connection) -> set[tuple[object, ...]]:
    """Tables, columns, constraints, CHECKs, indexes and triggers, without Alembic's own table."""
    if connection.dialect.name == "postgresql":
        found = {tuple(row) for row in connection.execute(text(_POSTGRESQL))}
    else:
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        found = {(kind, name, line) for kind, name, sql in rows for line in _lines(sql)}
    return {line for line in found if not any("alembic_version" in str(cell) for cell in line)}


def _lines(sql: str) -> list[str]:
    """One column or constraint a line: SQLite writes an added column behind the one before it, in the same line."""
    plain = [
        " ".join(line.replace('"', "").split()).rstrip(" ,") for line in sql.splitlines() if line.strip()
    ]
    return [piece for line in plain for piece in re.split(r", (?=[a-z_]+ [A-Z]{4})", line)]


def fill_every_table(connection: Connection, serial: int) -> dict[str, int]:
    """One made-up row more in each table that is there, children after parents. Returns the rows of each.

    A table whose key is one of a list of words is full when each word has its row.
    """
    for table in _tables(connection):
        if not _is_full(connection, table, serial):
            connection.execute(table.insert().values(_row(connection, table, serial)))
    return count_every_table(connection)


def _is_full(connection: Connection, table: Table, serial: int) -> bool:
    key = list(table.primary_key.columns)
    words = _allowed(_checks(connection, table), key[0].name) if len(key) == 1 else []
    return bool(words) and serial > len(words)


def count_every_table(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _tables(connection)
    }


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def _row(connection: Connection, table: Table, serial: int) -> dict[str, Any]:
    checks = _checks(connection, table)
    return {
        column.name: _value(column.type, _allowed(checks, column.name), serial) for column in table.columns
    }


def _checks(connection: Connection, table: Table) -> str:
    return " ".join(str(check["sqltext"]) for check in inspect(connection).get_check_constraints(table.name))


def _allowed(checks: str, column: str) -> list[str]:
    """The values that a CHECK (column IN (...)) names, as either database writes it back."""
    found = re.search(rf'"?\b{column}\b"?\)?(?:::text)? (?:IN|= ANY) \((.*?)\)', checks)
    return re.findall(r"'([^']+)'", found[1]) if found else []


def _value(kind: types.TypeEngine[Any], allowed: list[str], serial: int) -> Any:
    if allowed:
        return allowed[serial % len(allowed)]
    length = getattr(kind, "length", None)
    if isinstance(kind, types.CHAR) and length == 32:
        return UUID(int=serial).hex
    made: dict[type[types.TypeEngine[Any]], Any] = {
        types.Uuid: UUID(int=serial), types.String: str(serial)[: length or 20], types.Boolean: True,
        types.DateTime: datetime(2030, 6, 1, 12, serial, tzinfo=UTC), types.Date: date(2030, 6, serial),
        types.LargeBinary: bytes([serial]), types.JSON: [serial],
    }  # fmt: skip
    return next((value for known, value in made.items() if isinstance(kind, known)), serial)
