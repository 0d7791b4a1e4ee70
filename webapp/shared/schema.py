"""Making and moving the schema: Alembic's migrations, one process at a time, and the check that keys fit the rows.

Alembic costs 0.1 s to import: it is, only when there is something to migrate.
"""

from __future__ import annotations

import fcntl
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import Connection, String, inspect, select, text
from sqlalchemy.orm import Mapped, mapped_column

from config import CHECKOUT
from webapp.shared import sealing
from webapp.shared.db import Model, db, transaction, upsert
from webapp.shared.keyring import KeysUnusable
from webapp.shared.settings import settings

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger("catat.schema")
MIGRATIONS = CHECKOUT / "migrations"
_LOCK = 33_16_2020  # any number, the same in every process
_REVISION = re.compile(r'^(revision|down_revision)\b.*= "([^"]+)"', re.MULTILINE)


class KeyPrint(Model):
    """The fingerprint of a key that rows here were sealed with."""

    __tablename__ = "key_prints"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(16))


def alembic_config(connection: Connection, folder: Path = MIGRATIONS) -> Config:
    """Alembic as Catat uses it: no ini file, the application's own connection, numbered files."""
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


@cache
def revisions(folder: Path = MIGRATIONS) -> tuple[str, ...]:
    """All revisions that this code knows, the newest last; read from the files' first lines without Alembic."""
    after: dict[str | None, str] = {}
    for path in (folder / "versions").glob("*.py"):
        found = dict(_REVISION.findall(path.read_text()))
        after[found.get("down_revision")] = found["revision"]
    line: list[str] = []
    while (following := after.pop(line[-1] if line else None, None)) is not None:
        line.append(following)
    if after:
        raise RuntimeError(f"the migrations are not one line: {sorted(after.values())}")
    return tuple(line)


def migrate(folder: Path = MIGRATIONS, to: str = "head") -> None:
    """Bring the database to the newest schema. Safe to be called by several processes at once."""
    path = settings().sqlite_path
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if to == "head" and is_current(folder):
        return
    with _one_process_at_a_time(path), db.engine.connect() as connection:
        if path is None:
            _migrate_postgresql(connection, folder, to)
        else:
            _migrate_sqlite(connection, folder, to)


def _migrate_postgresql(connection: Connection, folder: Path, to: str) -> None:
    from alembic import command

    connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": _LOCK})
    connection.commit()
    try:
        command.upgrade(alembic_config(connection, folder), to)
        connection.commit()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _LOCK})
        connection.commit()


def _migrate_sqlite(connection: Connection, folder: Path, to: str) -> None:
    """SQLite changes a table by writing it anew and dropping the old one, which must not drop what refers to it."""
    from alembic import command

    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  for mypy
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        connection = connection.execution_options(catat_begin="BEGIN IMMEDIATE")
        command.upgrade(alembic_config(connection, folder), to)
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(
                f"the migration left rows without their parents in {sorted({b[0] for b in broken})}"
            )
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _one_process_at_a_time(sqlite_path: Path | None) -> Iterator[None]:
    if sqlite_path is None:
        yield
        return
    with Path(f"{sqlite_path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_current(folder: Path = MIGRATIONS) -> bool:
    """Is the schema the one that this code was written for, or one that newer code has made beside it?"""
    known = revisions(folder)
    stored = _stored_revision()
    if stored is not None and stored not in known:
        log.warning("the schema %s is newer than this code", stored)
        return True
    return stored == (known[-1] if known else None)


def _stored_revision() -> str | None:
    """What alembic_version holds; None in an empty database."""
    try:
        if not inspect(db.session.connection()).has_table("alembic_version"):
            return None
        found: str | None = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found
    finally:
        db.session.rollback()


def note_key_prints() -> None:
    """Remember which keys this database is sealed with; a key that is new here is added, none is replaced."""
    prints = sealing.keyring().fingerprints()
    with transaction():
        for name, fingerprint in prints.items():
            db.session.execute(upsert(KeyPrint, {"name": name, "fingerprint": fingerprint}, key=["name"]))


def keys_fit() -> bool:
    """Has check_key_prints() found that they do?"""
    return "catat_keys_fit" in current_app.extensions


def check_key_prints() -> None:
    """Raise KeysUnusable when the rows were sealed with other keys than those at hand. Asks the database once."""
    if keys_fit():
        return
    held = sealing.keyring().fingerprints()
    stored = db.session.execute(select(KeyPrint.name, KeyPrint.fingerprint)).all()
    wrong = sorted(name for name, fingerprint in stored if held.get(name) != fingerprint)
    if wrong:
        raise KeysUnusable(f"This database was sealed with other keys: {', '.join(wrong)}. Check CATAT_KEYS.")
    if stored:
        current_app.extensions["catat_keys_fit"] = True
