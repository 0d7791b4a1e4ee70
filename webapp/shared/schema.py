"""Making and moving the schema: Alembic's migrations, one process at a time, and the check that keys fit the rows."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from config import CHECKOUT
from webapp.shared import sealing
from webapp.shared.db import Model, db, transaction, upsert
from webapp.shared.keyring import KeysUnusable
from webapp.shared.settings import settings

MIGRATIONS = CHECKOUT / "migrations"
_LOCK = 33_16_2020  # any number, the same in every process


class KeyPrint(Model):
    """The fingerprint of a key that rows here were sealed with."""

    __tablename__ = "key_prints"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(16))


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic as Catat uses it: no ini file, the application's own connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def migrate() -> None:
    """Bring the database to the newest schema. Safe to be called by several processes at once."""
    with _one_process_at_a_time(), db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": _LOCK})
            connection.commit()
        try:
            command.upgrade(alembic_config(connection), "head")
            connection.commit()
        finally:
            if db.engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _LOCK})
                connection.commit()


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    path = settings().sqlite_path
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with Path(f"{path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_current() -> bool:
    """Is the schema the one that this code was written for?"""
    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def note_key_prints() -> None:
    """Remember which keys this database is sealed with; a key that is new here is added, none is replaced."""
    prints = sealing.keyring().fingerprints()
    with transaction():
        for name, fingerprint in prints.items():
            db.session.execute(upsert(KeyPrint, {"name": name, "fingerprint": fingerprint}, key=["name"]))


def check_key_prints() -> None:
    """Raise KeysUnusable when the rows were sealed with other keys than those at hand."""
    if current_app.extensions.get("catat_keys_fit"):
        return
    held = sealing.keyring().fingerprints()
    stored = db.session.execute(select(KeyPrint.name, KeyPrint.fingerprint)).all()
    wrong = sorted(name for name, fingerprint in stored if held.get(name) != fingerprint)
    if wrong:
        raise KeysUnusable(f"This database was sealed with other keys: {', '.join(wrong)}. Check CATAT_KEYS.")
    if stored:
        current_app.extensions["catat_keys_fit"] = True
